namespace Sen.Feel;

/// <summary>Names of kinds of values for messages.</summary>
internal static class Kinds
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        decimal => "number",
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

/// <summary>Whether a test speaks of the value under test itself.</summary>
internal static class Mentions
{
    public static bool QuestionMark(Node node) => node switch
    {
        Name name => name.Text == "?",
        Negation n => QuestionMark(n.Operand),
        Binary n => QuestionMark(n.Left) || QuestionMark(n.Right),
        Between n => QuestionMark(n.Value) || QuestionMark(n.Low) || QuestionMark(n.High),
        In n => QuestionMark(n.Value) || n.Tests.Any(QuestionMark),
        InstanceOf n => QuestionMark(n.Value),
        If n => QuestionMark(n.Condition) || QuestionMark(n.Then) || QuestionMark(n.Else),
        For n => QuestionMark(n.Body) || n.Iterators.Any(i => QuestionMark(i.First) || (i.Last is not null && QuestionMark(i.Last))),
        Quantified n => QuestionMark(n.Body) || n.Iterators.Any(i => QuestionMark(i.First)),
        PathStep n => QuestionMark(n.Target),
        Filter n => QuestionMark(n.Target) || QuestionMark(n.Condition),
        Call n => QuestionMark(n.Target) || n.Arguments.Any(QuestionMark),
        ListLiteral n => n.Items.Any(QuestionMark),
        ContextLiteral n => n.Entries.Any(entry => QuestionMark(entry.Value)),
        RangeLiteral n => QuestionMark(n.Low) || QuestionMark(n.High),
        Comparison n => QuestionMark(n.Operand),
        FunctionLiteral { Body: { } body } => QuestionMark(body),
        _ => false,
    };
}
