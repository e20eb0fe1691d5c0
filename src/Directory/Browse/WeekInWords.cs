using Sen.Calendar;

namespace Sen.Directory.Browse;

/// <summary>A week from Monday, with neighbouring days of the same hours as one line.</summary>
internal static class WeekInWords
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static IReadOnlyList<(DayOfWeek From, DayOfWeek To, string Spans)> Of(OpeningHours hours)
    {
        var lines = new List<(DayOfWeek From, DayOfWeek To, string Spans)>();
        foreach (var day in Week)
        {
            var spans = string.Join(", ", hours.On(day).Select(s => $"{s.From:HH\\:mm}–{s.To:HH\\:mm}"));
            if (spans.Length == 0)
                continue;
            if (lines is [.., var last] && last.Spans == spans && Array.IndexOf(Week, last.To) + 1 == Array.IndexOf(Week, day))
                lines[^1] = (last.From, day, spans);
            else
                lines.Add((day, day, spans));
        }
        return lines;
    }
}
