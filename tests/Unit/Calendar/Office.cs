using Sen.Calendar;

namespace Sen.Tests.Unit.Calendar;

/// <summary>An office in Viet Nam, Monday to Friday 07:00-11:30 and 13:30-17:00, with the holidays of 2025-2031.</summary>
internal static class Office
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Viet Nam", TimeSpan.FromHours(7), null, null);

    private static readonly OpeningHours Hours = OpeningHours.MondayToFriday(
        new(new(7, 0), new(11, 30)), new(new(13, 30), new(17, 0)));

    // 2026: Monday 31 August off, Saturday 22 August worked in exchange.
    public static readonly WorkingCalendar Calendar = new(Zone, Hours,
        Enumerable.Range(2025, 7).SelectMany(year => VietnameseHolidays.Of(year)).Select(holiday => holiday.Date)
            .Append(new(2026, 8, 31)).ToHashSet(),
        new HashSet<DateOnly> { new(2026, 8, 22) })
    { KnownUntil = new(2031, 12, 31) };

    /// <summary>"2026-02-13 16:00" by the office's clock.</summary>
    public static DateTimeOffset At(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(7));

    /// <summary>"3wd", "0wd!15:00", "8wh", "24h", "10d", "1m", "1y".</summary>
    public static TimeLimit Limit(string text)
    {
        var parts = text.Split('!');
        var digits = parts[0].TakeWhile(char.IsDigit).Count();
        var unit = parts[0][digits..] switch
        {
            "wh" => LimitUnit.WorkingHour,
            "h" => LimitUnit.Hour,
            "wd" => LimitUnit.WorkingDay,
            "d" => LimitUnit.Day,
            "m" => LimitUnit.Month,
            "y" => LimitUnit.Year,
            var other => throw new ArgumentException(other),
        };
        var amount = int.Parse(parts[0][..digits], System.Globalization.CultureInfo.InvariantCulture);
        return new(amount, unit, parts.Length > 1 ? TimeOnly.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>"2026-03-03 10:00..2026-03-05 14:00; ..."</summary>
    public static Pause[] Pauses(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pause => pause.Split("..")).Select(ends => new Pause(At(ends[0]), At(ends[1])))];
}
