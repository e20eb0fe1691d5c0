namespace Sen.Calendar;

/// <summary>
/// The working time of one office: which days it works, when it is open, and when a legal time limit ends.
/// Immutable and safe to share. Moments come back with the offset of <paramref name="zone"/>.
/// </summary>
/// <param name="zone">The zone in which the office lives.</param>
/// <param name="hours">The ordinary week.</param>
/// <param name="holidays">Days off beside the weekly ones, compensation and swapped days included.</param>
/// <param name="extraWorkingDays">Days worked although they would be off (a Saturday worked for a Monday); they win over holidays.</param>
/// <exception cref="ArgumentException">The office is never open, or spans of a day overlap.</exception>
public sealed partial class WorkingCalendar(
    TimeZoneInfo zone, OpeningHours hours, IReadOnlySet<DateOnly> holidays, IReadOnlySet<DateOnly> extraWorkingDays)
{
    private readonly OpeningHours hours = Validated(hours);

    /// <summary>The last day whose holidays are known; a question about a later day throws <see cref="UnknownHolidaysException"/>. None: unlimited.</summary>
    public DateOnly? KnownUntil { get; init; }

    /// <summary>Whether the office works on this day.</summary>
    /// <exception cref="UnknownHolidaysException">The day lies after <see cref="KnownUntil"/>.</exception>
    public bool IsWorkingDay(DateOnly day)
    {
        if (day > KnownUntil)
            throw new UnknownHolidaysException(day.Year);
        return extraWorkingDays.Contains(day) || (!holidays.Contains(day) && hours.On(day.DayOfWeek).Count > 0);
    }

    /// <summary>The first working day after this day.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => WorkingDayFrom(day.AddDays(1));

    /// <summary>The day itself if it is worked, else the next working day.</summary>
    public DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>
    /// The n-th working day after the day, which is not counted itself; before it when n is negative.
    /// Zero gives the day itself, or the next working day if it is off.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        if (count == 0)
            return WorkingDayFrom(day);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (IsWorkingDay(day))
                left--;
        }
        return day;
    }

    /// <summary>How many working days lie after the first day, up to and including the second; negative when they are the other way round.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -WorkingDaysBetween(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
                count++;
        }
        return count;
    }

    /// <summary>How long the office is open between two moments; negative when they are the other way round.</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
            return -WorkingTimeBetween(to, from);
        var total = TimeSpan.Zero;
        for (var day = DayOf(from); day <= DayOf(to); day = day.AddDays(1))
        {
            foreach (var (opens, closes) in Spans(day))
            {
                var start = opens > from ? opens : from;
                var end = closes < to ? closes : to;
                if (end > start)
                    total += end - start;
            }
        }
        return total;
    }

    /// <summary>Whether the office is open at this moment.</summary>
    public bool IsOpen(DateTimeOffset moment) => Spans(DayOf(moment)).Any(span => span.Opens <= moment && moment < span.Closes);

    /// <summary>The first opening on a working day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is off.</exception>
    public DateTimeOffset OpensOn(DateOnly day) => IsWorkingDay(day) ? Spans(day).First().Opens : throw DayOff(day);

    /// <summary>The close of office on a working day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is off.</exception>
    public DateTimeOffset ClosesOn(DateOnly day) => IsWorkingDay(day) ? Spans(day).Last().Closes : throw DayOff(day);

    /// <summary>The day on the office's own calendar.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Spans(DateOnly day) => !IsWorkingDay(day)
        ? []
        : hours.WhenWorked(day.DayOfWeek).Select(span => (At(day, span.From), At(day, span.To)));

    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new(local, zone.GetUtcOffset(local));
    }

    private static ArgumentOutOfRangeException DayOff(DateOnly day) => new(nameof(day), $"{day:yyyy-MM-dd} is a day off.");

    private static OpeningHours Validated(OpeningHours hours)
    {
        hours.Validate();
        return hours;
    }
}
