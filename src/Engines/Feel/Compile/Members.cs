namespace Sen.Feel;

/// <summary>What stands behind a dot: entries of contexts and the properties of DMN 1.5 table 65.</summary>
internal static class Members
{
    public static object? Of(object? value, string member, Run run, Source at)
    {
        if (value is IReadOnlyDictionary<string, object?> context)
        {
            return context.TryGetValue(member, out var entry) ? FeelValues.Import(entry)
                : run.Null(at, "feel.no-entry", member);
        }
        var found = value switch
        {
            DateOnly or FeelDate => OfDate(Date(value), member),
            FeelTime time => OfTime(time, null, member),
            FeelDateTime moment => OfDate(moment.Date, member) ?? OfTime(moment.Time, moment.Date, member),
            FeelDuration d => OfDuration(d, member),
            FeelYearMonthDuration d => member switch { "years" => (decimal)(d.Months / 12), "months" => (decimal)(d.Months % 12), _ => null },
            FeelRange range => OfRange(range, member),
            _ => null,
        };
        return found ?? run.Null(at, "feel.no-member", Kinds.Of(value), member);
    }

    private static FeelDate Date(object value) => FeelValues.TryDate(value, out var date) ? date : default;

    private static object? OfDate(FeelDate date, string member) => member switch
    {
        "year" => (decimal)date.Year,
        "month" => (decimal)date.Month,
        "day" => (decimal)date.Day,
        "weekday" => (decimal)date.Weekday,
        _ => null,
    };

    private static object? OfTime(FeelTime time, FeelDate? date, string member) => member switch
    {
        "hour" => (decimal)time.Hour,
        "minute" => (decimal)time.Minute,
        "second" => (decimal)time.Seconds,
        "time offset" when time.OffsetOn(date) is { } offset => new FeelDuration(offset),
        "timezone" => time.Zone,
        _ => null,
    };

    private static object? OfDuration(FeelDuration d, string member) => member switch
    {
        "days" => decimal.Truncate(d.Seconds / 86_400),
        "hours" => decimal.Truncate(d.Seconds % 86_400 / 3600),
        "minutes" => decimal.Truncate(d.Seconds % 3600 / 60),
        "seconds" => d.Seconds % 60,
        _ => null,
    };

    private static object? OfRange(FeelRange range, string member) => member switch
    {
        "start" => range.Start,
        "end" => range.End,
        "start included" => range.StartIncluded,
        "end included" => range.EndIncluded,
        _ => null,
    };
}
