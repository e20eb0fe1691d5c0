namespace Sen.Feel;

/// <summary>A date with a time of day; the time carries the offset or zone.</summary>
public readonly record struct FeelDateTime(FeelDate Date, FeelTime Time)
{
    /// <summary>Seconds since 1970-01-01T00:00 in UTC, or in local time where no offset is known.</summary>
    internal decimal Instant => Date.DayNumber * 86_400m + Time.Nanoseconds / (decimal)FeelTime.Second - (Time.OffsetOn(Date) ?? 0);

    /// <summary>The same moment with its offset.</summary>
    public static FeelDateTime From(DateTimeOffset moment) => new(
        FeelDate.From(DateOnly.FromDateTime(moment.DateTime)),
        new FeelTime(moment.TimeOfDay.Ticks * 100, (int)moment.Offset.TotalSeconds));

    /// <summary>The same moment: UTC where the kind says so, otherwise local without an offset.</summary>
    public static FeelDateTime From(DateTime moment) => new(
        FeelDate.From(DateOnly.FromDateTime(moment)),
        new FeelTime(moment.TimeOfDay.Ticks * 100, moment.Kind == DateTimeKind.Utc ? 0 : null));

    /// <summary>The moment as .NET knows it; null where the year is outside 1 to 9999 or no offset is known.</summary>
    public DateTimeOffset? ToDateTimeOffset() =>
        Date.Year is >= 1 and <= 9999 && Time.OffsetOn(Date) is { } offset && offset % 60 == 0 && Math.Abs(offset) <= 14 * 3600
            ? new DateTimeOffset(new DateTime((int)Date.Year, Date.Month, Date.Day).AddTicks(Time.Nanoseconds / 100), TimeSpan.FromSeconds(offset))
            : null;

    internal FeelDateTime? AddMonths(long months) => Date.AddMonths(months) is { } moved ? this with { Date = moved } : null;

    internal FeelDateTime? Add(decimal seconds)
    {
        if (Math.Abs(seconds) > 2 * FeelDate.MaxYear * 366m * 86_400)
            return null;
        // Wall-clock arithmetic keeps the zone; the offset is read again from the new date.
        var total = Time.Nanoseconds + decimal.Truncate(seconds * FeelTime.Second);
        var days = decimal.Floor(total / FeelTime.Day);
        if (Date.AddDays((long)days) is not { } date)
            return null;
        return new FeelDateTime(date, Time with { Nanoseconds = (long)(total - days * FeelTime.Day) });
    }

    /// <summary>ISO 8601: the date, <c>T</c>, the time.</summary>
    public override string ToString() => $"{Date}T{Time}";
}
