namespace Sen.Feel;

/// <summary>Operators on what is not two numbers (DMN 1.5 tables 57 to 60); null where there is no meaning.</summary>
internal static class Arithmetic
{
    public static object? Apply(string symbol, object? a, object? b, Run run) => symbol switch
    {
        "+" => Add(a, b, run),
        "-" => Subtract(a, b),
        "*" => Multiply(a, b),
        "/" => Divide(a, b),
        _ => null,
    };

    private static object? Add(object? a, object? b, Run run) => (a, b) switch
    {
        (string x, string y) => Joined(x, y, run),
        (FeelDuration x, FeelDuration y) => Seconds(Numbers.Add(x.Seconds, y.Seconds)),
        (FeelYearMonthDuration x, FeelYearMonthDuration y) => Months((decimal)x.Months + y.Months),
        (FeelDuration or FeelYearMonthDuration, not (FeelDuration or FeelYearMonthDuration)) => Move(b, a),
        _ => Move(a, b),
    };

    private static string Joined(string a, string b, Run run)
    {
        run.Room((long)a.Length + b.Length);
        run.Work(a);
        run.Work(b);
        return a + b;
    }

    private static object? Subtract(object? a, object? b)
    {
        switch (a, b)
        {
            case (FeelDuration x, FeelDuration y): return Seconds(Numbers.Add(x.Seconds, -y.Seconds));
            case (FeelYearMonthDuration x, FeelYearMonthDuration y): return Months((decimal)x.Months - y.Months);
            case (FeelTime x, FeelTime y):
                return x.IsLocal != y.IsLocal ? null : new FeelDuration((x.Nanoseconds - y.Nanoseconds) / (decimal)FeelTime.Second
                    - ((x.OffsetOn(null) ?? 0) - (y.OffsetOn(null) ?? 0)));
            case (_, FeelDuration y): return Move(a, new FeelDuration(-y.Seconds));
            case (_, FeelYearMonthDuration y): return Move(a, new FeelYearMonthDuration(-y.Months));
        }
        // A date counts as its midnight in UTC beside a date and time with a zone.
        if (Moment(a) is not { } left || Moment(b) is not { } right)
            return null;
        if (left.Time.IsLocal != right.Time.IsLocal)
            return null;
        return new FeelDuration(left.Instant - right.Instant);

        FeelDateTime? Moment(object? value) => value is FeelDateTime moment ? moment
            : FeelValues.TryDate(value, out var date) ? new FeelDateTime(date, new FeelTime(0, 0)) : null;
    }

    /// <summary>A value a little further on, or before: where a piece of an ordered kind without an end begins.</summary>
    public static object? Move(object value, int steps) => value switch
    {
        decimal or FeelNumber => Numbers.Beside(value, steps),
        FeelTime time => time.Add(steps),
        FeelDuration d => new FeelDuration(d.Seconds + steps),
        FeelYearMonthDuration d => new FeelYearMonthDuration(d.Months + steps),
        FeelDateTime moment => moment.Add(steps),
        _ => FeelValues.TryDate(value, out var date) ? date.AddDays(steps)?.Value : null,
    };

    private static object? Move(object? value, object? by) => (value, by) switch
    {
        (FeelDateTime moment, FeelDuration d) => moment.Add(d.Seconds),
        (FeelDateTime moment, FeelYearMonthDuration d) => moment.AddMonths(d.Months),
        (FeelTime time, FeelDuration d) => time.Add(d.Seconds),
        (_, FeelDuration d) when FeelValues.TryDate(value, out var date) => new FeelDateTime(date, default).Add(d.Seconds)?.Date.Value,
        (_, FeelYearMonthDuration d) when FeelValues.TryDate(value, out var date) => date.AddMonths(d.Months)?.Value,
        _ => null,
    };

    private static object? Multiply(object? a, object? b) => (a, b) switch
    {
        (FeelDuration d, decimal or FeelNumber) => Seconds(Numbers.Multiply(d.Seconds, b)),
        (decimal or FeelNumber, FeelDuration d) => Seconds(Numbers.Multiply(d.Seconds, a)),
        (FeelYearMonthDuration d, decimal or FeelNumber) => Months(Numbers.Multiply((decimal)d.Months, b)),
        (decimal or FeelNumber, FeelYearMonthDuration d) => Months(Numbers.Multiply((decimal)d.Months, a)),
        _ => null,
    };

    private static object? Divide(object? a, object? b) => (a, b) switch
    {
        (FeelDuration d, decimal or FeelNumber) => Seconds(Numbers.Divide(d.Seconds, b)),
        (FeelDuration d, FeelDuration e) => Numbers.Divide(d.Seconds, e.Seconds),
        (FeelYearMonthDuration d, decimal or FeelNumber) => Months(Numbers.Divide((decimal)d.Months, b)),
        (FeelYearMonthDuration d, FeelYearMonthDuration e) => Numbers.Divide((decimal)d.Months, (decimal)e.Months),
        _ => null,
    };

    /// <summary>To the nanosecond; null beyond what a duration holds.</summary>
    private static FeelDuration? Seconds(object? seconds) =>
        seconds is not null && Numbers.Round(seconds, 9, Rounding.HalfEven) is decimal s ? new FeelDuration(s) : null;

    private static FeelYearMonthDuration? Months(object? months) =>
        months is not null && Numbers.Round(months, 0, Rounding.Down) is decimal m && Math.Abs(m) < long.MaxValue ? new FeelYearMonthDuration((long)m) : null;
}
