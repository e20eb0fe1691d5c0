namespace Sen.Calendar;

/// <summary>A stretch of one day in which an office is open: from, inclusive, to, exclusive.</summary>
public readonly record struct OpenSpan(TimeOnly From, TimeOnly To);

/// <summary>
/// The ordinary week of an office. A weekday without spans is a weekly day of rest;
/// the spans of a day are in order and do not overlap.
/// </summary>
public sealed record OpeningHours(IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenSpan>> Week)
{
    /// <summary>Monday to Friday with the same spans each day.</summary>
    public static OpeningHours MondayToFriday(params OpenSpan[] spans) =>
        new(Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, _ => (IReadOnlyList<OpenSpan>)spans));

    /// <summary>The spans of a weekday; empty on a day of rest.</summary>
    public IReadOnlyList<OpenSpan> On(DayOfWeek day) => Week.TryGetValue(day, out var spans) ? spans : [];

    /// <summary>
    /// The hours of a day of rest that is worked in exchange for another day: its own if it has any,
    /// else those of the last ordinary working day before it (a worked Saturday is open like a Friday).
    /// </summary>
    internal IReadOnlyList<OpenSpan> WhenWorked(DayOfWeek day)
    {
        while (On(day).Count == 0)
            day = (DayOfWeek)(((int)day + 6) % 7);
        return On(day);
    }

    internal void Validate()
    {
        if (Week.Values.All(spans => spans.Count == 0))
            throw new ArgumentException("The office is never open.");
        foreach (var (day, spans) in Week)
        {
            if (spans.Any(span => span.From >= span.To) || spans.Zip(spans.Skip(1)).Any(pair => pair.First.To > pair.Second.From))
                throw new ArgumentException($"The opening hours of {day} are out of order or overlap.");
        }
    }
}
