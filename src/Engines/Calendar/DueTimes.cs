namespace Sen.Calendar;

// When legal time limits end (Civil Code 2015, arts. 147 and 148).
public sealed partial class WorkingCalendar
{
    /// <summary>The end of the time limit, without pauses. See <see cref="DueAt(DateTimeOffset, TimeLimit, IReadOnlyList{Pause})"/>.</summary>
    public DateTimeOffset DueAt(DateTimeOffset received, TimeLimit limit) => DueAt(received, limit, []);

    /// <summary>
    /// The moment at which a time limit ends.
    /// Hours start at once (Civil Code 2015, art. 147(1)); days, months and years start the next day (art. 147(2))
    /// and end at the close of office of their last day; a month without the day in question ends on its own
    /// last day (art. 148(3)); an end on a day off moves to the next working day (art. 148(5)).
    /// The end is never before receipt: what comes in after the close of its last day is due the next working day.
    /// </summary>
    /// <param name="received">When the complete dossier was received.</param>
    /// <param name="limit">What the procedure allows.</param>
    /// <param name="pauses">
    /// Time that is not counted, in any order, overlaps allowed. Hours lose exactly the time paused;
    /// a day is lost when the clock stands still at its end (close of office, or midnight on a day off).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public DateTimeOffset DueAt(DateTimeOffset received, TimeLimit limit, IReadOnlyList<Pause> pauses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit.Amount);
        var start = limit.CutOff is { } cutOff ? CountedFrom(received, cutOff) : TimeZoneInfo.ConvertTime(received, zone);
        var day = DayOf(start);
        var due = limit.Unit switch
        {
            LimitUnit.WorkingHour => AfterWorkingTime(start, TimeSpan.FromHours(limit.Amount), pauses),
            LimitUnit.Hour => AfterTime(start, TimeSpan.FromHours(limit.Amount), pauses),
            LimitUnit.WorkingDay => EndOf(LastDay(day, limit.Amount, pauses, IsWorkingDay), start, pauses),
            LimitUnit.Day => EndOf(LastDay(day, limit.Amount, pauses, _ => true), start, pauses),
            LimitUnit.Month => EndOf(LastDay(day, DaysTo(day, day.AddMonths(limit.Amount)), pauses, _ => true), start, pauses),
            LimitUnit.Year => EndOf(LastDay(day, DaysTo(day, day.AddYears(limit.Amount)), pauses, _ => true), start, pauses),
            _ => throw new ArgumentOutOfRangeException(nameof(limit), limit.Unit, "Unknown unit."),
        };
        return TimeZoneInfo.ConvertTime(due, zone);
    }

    /// <summary>
    /// The moment from which something counts as received: at once on a working day up to the cut-off (inclusive),
    /// else at the opening of the next working day.
    /// </summary>
    public DateTimeOffset CountedFrom(DateTimeOffset received, TimeOnly cutOff)
    {
        var local = TimeZoneInfo.ConvertTime(received, zone);
        var day = DayOf(received);
        return IsWorkingDay(day) && TimeOnly.FromDateTime(local.DateTime) <= cutOff ? local : OpensOn(NextWorkingDay(day));
    }

    /// <summary>
    /// When a paper dossier must have left the one-stop desk: by the close of the day on which it came,
    /// or, received after the cut-off or on a day off, at the start of the next working day
    /// (Decree 61/2018, art. 18; the successor's text is unread). Online dossiers are passed on at once.
    /// </summary>
    public DateTimeOffset TransferDueAt(DateTimeOffset received, TimeOnly cutOff)
    {
        var from = CountedFrom(received, cutOff);
        if (from > received)
            return from;
        var close = ClosesOn(DayOf(from));
        return received <= close ? close : OpensOn(NextWorkingDay(DayOf(from)));
    }

    private DateOnly LastDay(DateOnly day, int amount, IReadOnlyList<Pause> pauses, Func<DateOnly, bool> counts)
    {
        while (amount > 0)
        {
            day = day.AddDays(1);
            if (counts(day) && !Paused(EndOf(day), pauses))
                amount--;
        }
        return day;
    }

    private DateTimeOffset EndOf(DateOnly lastDay, DateTimeOffset start, IReadOnlyList<Pause> pauses)
    {
        var day = WorkingDayFrom(lastDay);
        while (ClosesOn(day) < start || Paused(ClosesOn(day), pauses))
            day = NextWorkingDay(day);
        return ClosesOn(day);
    }

    private DateTimeOffset AfterWorkingTime(DateTimeOffset start, TimeSpan left, IReadOnlyList<Pause> pauses)
    {
        for (var day = DayOf(start); ; day = day.AddDays(1))
        {
            foreach (var (opens, closes) in Spans(day))
            {
                var from = Resumed(opens > start ? opens : start, pauses);
                while (from < closes || (left == TimeSpan.Zero && from == closes))
                {
                    var until = NextStop(from, pauses) is { } stop && stop < closes ? stop : closes;
                    if (from + left <= until)
                        return from + left;
                    left -= until - from;
                    from = Resumed(until, pauses);
                    if (from == until)
                        break;
                }
            }
        }
    }

    private DateTimeOffset AfterTime(DateTimeOffset start, TimeSpan left, IReadOnlyList<Pause> pauses)
    {
        var from = Resumed(start, pauses);
        while (NextStop(from, pauses) is { } stop && stop < from + left)
        {
            left -= stop - from;
            from = Resumed(stop, pauses);
        }
        var end = from + left;
        return IsWorkingDay(DayOf(end)) ? end : EndOf(DayOf(end), end, pauses);
    }

    private DateTimeOffset EndOf(DateOnly day) => IsWorkingDay(day) ? ClosesOn(day) : At(day.AddDays(1), TimeOnly.MinValue);

    private static int DaysTo(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;

    // A day counts when the clock runs in its last instant: a pause from the close on costs nothing, one up to the close costs the day.
    private static bool Paused(DateTimeOffset end, IReadOnlyList<Pause> pauses) => pauses.Any(pause => pause.Covers(end.AddTicks(-1)));

    private static DateTimeOffset Resumed(DateTimeOffset moment, IReadOnlyList<Pause> pauses)
    {
        while (pauses.FirstOrDefault(pause => pause.Covers(moment)) is { From: var from, Until: var until } && from < until)
            moment = until;
        return moment;
    }

    private static DateTimeOffset? NextStop(DateTimeOffset after, IReadOnlyList<Pause> pauses) =>
        pauses.Where(pause => pause.From > after && pause.Until > pause.From).Select(pause => (DateTimeOffset?)pause.From).Min();
}
