using System.Globalization;

namespace Sen.Feel;

/// <summary>A time of day to the nanosecond: local, with an offset, or with an IANA zone.</summary>
/// <param name="Nanoseconds">Since midnight, below 86,400,000,000,000.</param>
/// <param name="OffsetSeconds">Seconds east of UTC; null where the time is local or has a zone.</param>
/// <param name="Zone">IANA zone such as <c>Asia/Ho_Chi_Minh</c>; null where there is none.</param>
public readonly record struct FeelTime(long Nanoseconds, int? OffsetSeconds = null, string? Zone = null)
{
    internal const long Second = 1_000_000_000;
    internal const long Day = 86_400 * Second;
    internal const int MaxOffset = 18 * 3600;

    /// <summary>0 to 23.</summary>
    public int Hour => (int)(Nanoseconds / (3600 * Second));

    /// <summary>0 to 59.</summary>
    public int Minute => (int)(Nanoseconds / (60 * Second) % 60);

    /// <summary>0 to 59, without the fraction.</summary>
    public int Seconds => (int)(Nanoseconds / Second % 60);

    /// <summary>True where neither an offset nor a zone is known.</summary>
    public bool IsLocal => OffsetSeconds is null && Zone is null;

    /// <summary>A local time of the same ticks.</summary>
    public static FeelTime From(TimeOnly time) => new(time.Ticks * 100);

    internal static FeelTime? Create(long hour, long minute, decimal second, int? offset)
    {
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60 || offset is < -MaxOffset or > MaxOffset)
            return null;
        return new FeelTime((hour * 3600 + minute * 60) * Second + (long)(second * Second), offset);
    }

    /// <summary>The offset that holds on a date; a zone without a date takes the offset of 1970-01-01, so that the result never hangs on a clock.</summary>
    internal int? OffsetOn(FeelDate? date)
    {
        if (Zone is null)
            return OffsetSeconds;
        var zone = Zones.Find(Zone)!;
        var day = date is { Year: >= 2 and <= 9998 } d ? new DateTime((int)d.Year, d.Month, d.Day) : new DateTime(1970, 1, 1);
        return (int)zone.GetUtcOffset(DateTime.SpecifyKind(day.AddTicks(Nanoseconds / 100), DateTimeKind.Unspecified)).TotalSeconds;
    }

    internal FeelTime Add(decimal seconds)
    {
        var moved = (Nanoseconds + decimal.Truncate(seconds % 86_400m * Second)) % Day;
        return this with { Nanoseconds = (long)(moved < 0 ? moved + Day : moved) };
    }

    /// <summary>ISO 8601 with as many digits of the second as needed, then <c>Z</c>, <c>±hh:mm</c> or <c>@Zone</c>.</summary>
    public override string ToString()
    {
        var fraction = Nanoseconds % Second;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Seconds:00}");
        if (fraction != 0)
            text += "." + fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + (Zone is not null ? "@" + Zone : OffsetSeconds is { } offset ? OffsetText(offset) : "");
    }

    internal static string OffsetText(int offset)
    {
        if (offset == 0)
            return "Z";
        var a = Math.Abs(offset);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < 0 ? '-' : '+')}{a / 3600:00}:{a / 60 % 60:00}");
        return a % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{a % 60:00}");
    }
}

internal static class Zones
{
    public static TimeZoneInfo? Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}
