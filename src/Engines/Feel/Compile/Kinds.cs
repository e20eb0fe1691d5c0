namespace Sen.Feel;

/// <summary>Names of kinds of values for messages.</summary>
internal static class Kinds
{
    public static FeelWord Of(object? value) => new(Word(value));

    public static FeelWord Of(FeelKind kind) => new(kind switch
    {
        FeelKind.DateTime => "date and time",
        FeelKind.Duration => "days and time duration",
        FeelKind.YearMonthDuration => "years and months duration",
        _ => kind.ToString().ToLowerInvariant(),
    });

    private static string Word(object? value) => value switch
    {
        null => "null",
        decimal or FeelNumber => "number",
        string => "string",
        bool => "boolean",
        DateOnly or FeelDate => "date",
        FeelTime => "time",
        FeelDateTime => "date and time",
        FeelDuration => "days and time duration",
        FeelYearMonthDuration => "years and months duration",
        FeelRange => "range",
        FeelFunction => "function",
        IReadOnlyDictionary<string, object?> => "context",
        IReadOnlyList<object?> => "list",
        _ => value.GetType().Name,
    };
}
