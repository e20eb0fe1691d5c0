namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static void AddTemporal()
    {
        Add("is(value1?: any, value2?: any)", (run, a) => a[0] is not Missing && a[1] is not Missing && Is(a[0], a[1], run));
        Add("day of year(date: day)", (_, a) => (decimal)Day(a[0]).DayOfYear);
        Add("day of week(date: day)", (_, a) => Weekdays[Day(a[0]).Weekday - 1]);
        Add("month of year(date: day)", (_, a) => Months[Day(a[0]).Month - 1]);
        Add("week of year(date: day)", (_, a) => (decimal)Day(a[0]).WeekOfYear);
        Add("last day of month(date: day)", (_, a) => (decimal)FeelDate.DaysInMonth(Day(a[0]).Year, Day(a[0]).Month));
        Add("now()", (run, _) => run.Clock is { } clock ? FeelDateTime.From(clock.GetLocalNow()) : run.Null(Source.None, "feel.no-clock"));
        Add("today()", (run, _) => run.Clock is { } clock ? DateOnly.FromDateTime(clock.GetLocalNow().DateTime) : run.Null(Source.None, "feel.no-clock"));
    }

    /// <summary>The same value in the same shape: 23:00:50Z is 23:00:50+00:00, but no local time, and a zone is only itself.</summary>
    private static bool Is(object? a, object? b, Run run) => (a, b) switch
    {
        (FeelTime x, FeelTime y) => x == y,
        (FeelDateTime x, FeelDateTime y) => x == y,
        _ => FeelValues.Equal(a, b, run) == true,
    };
}
