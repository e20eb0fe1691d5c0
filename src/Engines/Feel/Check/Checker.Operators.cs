namespace Sen.Feel;

internal sealed partial class Checker
{
    private static bool IsOpen(FeelType type) => type.Kind is FeelKind.Any or FeelKind.Null;

    /// <summary>Both are known, and no value of one is of the other's kind. A list of one may stand for its item.</summary>
    private static bool Apart(FeelType a, FeelType b) => !IsOpen(a) && !IsOpen(b) && a.Kind != b.Kind && a.Kind != FeelKind.List && b.Kind != FeelKind.List;

    private FeelType Negation(Negation node, FeelType type) =>
        IsOpen(type) || type.Kind is FeelKind.Number or FeelKind.Duration or FeelKind.YearMonthDuration ? type : Problem(node, "feel.bad-operand", "-", Kinds.Of(type.Kind));

    private FeelType Comparison(Node node, string symbol, FeelType value, params ReadOnlySpan<FeelType> others)
    {
        foreach (var other in others)
        {
            var ordered = symbol is not ("=" or "!=");
            if (Apart(value, other) || (ordered && (IsUnordered(value) || IsUnordered(other))))
                Problem(node, ordered ? "feel.no-order" : "feel.never-equal", Kinds.Of(value.Kind), Kinds.Of(other.Kind));
        }
        return FeelType.Of(FeelKind.Boolean);
    }

    private static bool IsUnordered(FeelType type) => type.Kind is FeelKind.Boolean or FeelKind.Context or FeelKind.Function or FeelKind.Range;

    /// <summary>Tables 57 to 60 by kinds: the result of an operator, or that there is none.</summary>
    private FeelType Arithmetic(Binary node, FeelType left, FeelType right)
    {
        if (IsOpen(left) || IsOpen(right))
            return FeelType.Any;
        FeelKind? result = (node.Operator, left.Kind, right.Kind) switch
        {
            (_, FeelKind.Number, FeelKind.Number) => FeelKind.Number,
            ("+", FeelKind.String, FeelKind.String) => FeelKind.String,
            ("-", FeelKind.Date or FeelKind.DateTime, FeelKind.Date or FeelKind.DateTime) or ("-", FeelKind.Time, FeelKind.Time) => FeelKind.Duration,
            ("+" or "-", FeelKind.Date or FeelKind.DateTime, FeelKind.Duration or FeelKind.YearMonthDuration) => left.Kind,
            ("+", FeelKind.Duration or FeelKind.YearMonthDuration, FeelKind.Date or FeelKind.DateTime) => right.Kind,
            ("+" or "-", FeelKind.Time, FeelKind.Duration) => FeelKind.Time,
            ("+", FeelKind.Duration, FeelKind.Time) => FeelKind.Time,
            ("+" or "-", FeelKind.Duration, FeelKind.Duration) or ("+" or "-", FeelKind.YearMonthDuration, FeelKind.YearMonthDuration) => left.Kind,
            ("/", FeelKind.Duration, FeelKind.Duration) or ("/", FeelKind.YearMonthDuration, FeelKind.YearMonthDuration) => FeelKind.Number,
            ("*" or "/", FeelKind.Duration or FeelKind.YearMonthDuration, FeelKind.Number) => left.Kind,
            ("*", FeelKind.Number, FeelKind.Duration or FeelKind.YearMonthDuration) => right.Kind,
            _ => null,
        };
        return result is { } kind ? FeelType.Of(kind) : Problem(node, "feel.bad-operands", node.Operator, Kinds.Of(left.Kind), Kinds.Of(right.Kind));
    }

    private FeelType Range(RangeLiteral node, FeelType low, FeelType high) => FeelType.RangeOf(
        Apart(low, high) ? Problem(node, "feel.bad-range", Kinds.Of(low.Kind), Kinds.Of(high.Kind)) : FeelType.Join(low, high));

    private FeelType Member(PathStep node, FeelType target) => target.Kind switch
    {
        FeelKind.Any or FeelKind.Null => FeelType.Any,
        FeelKind.List => FeelType.ListOf(Member(node, target.Element ?? FeelType.Any)),
        FeelKind.Context when target.Fields is null => FeelType.Any,
        FeelKind.Context => target.Fields.GetValueOrDefault(node.Member) ?? Problem(node, "feel.no-entry", node.Member),
        FeelKind.Range when node.Member is "start" or "end" => target.Element ?? FeelType.Any,
        FeelKind.Range when node.Member is "start included" or "end included" => FeelType.Of(FeelKind.Boolean),
        _ => Properties(target.Kind).Contains(node.Member) ? FeelType.Of(node.Member switch
        {
            "time offset" => FeelKind.Duration,
            "timezone" => FeelKind.String,
            _ => FeelKind.Number,
        }) : Problem(node, "feel.no-member", Kinds.Of(target.Kind), node.Member),
    };

    /// <summary>Properties of table 65.</summary>
    private static string[] Properties(FeelKind kind) => kind switch
    {
        FeelKind.Date => ["year", "month", "day", "weekday"],
        FeelKind.Time => ["hour", "minute", "second", "time offset", "timezone"],
        FeelKind.DateTime => ["year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone"],
        FeelKind.Duration => ["days", "hours", "minutes", "seconds"],
        FeelKind.YearMonthDuration => ["years", "months"],
        _ => [],
    };

    private FeelType Filter(Filter node, FeelType target, TypeScope? scope)
    {
        var element = target.Kind == FeelKind.List ? target.Element ?? FeelType.Any : target;
        var condition = Infer(node.Condition, new TypeScope(scope, null, element));
        return condition.Kind switch
        {
            FeelKind.Number => element,
            FeelKind.Boolean => FeelType.ListOf(element),
            FeelKind.Any or FeelKind.Null => FeelType.Any,
            _ => Problem(node.Condition, "feel.not-boolean", Kinds.Of(condition.Kind)),
        };
    }
}
