namespace Sen.Feel;

internal static partial class BuiltIns
{
    /// <summary>The relations of DMN 1.5 table 78. A point is a range of one.</summary>
    private static void AddRanges()
    {
        Relation("before", "point1", "point2", "range", pointFirst: true, rangeFirst: true, (a, b) =>
            Order(a.End, b.Start) is { } o ? o < 0 || (o == 0 && !(a.EndIncluded && b.StartIncluded)) : null);
        Relation("after", "point1", "point2", "range", pointFirst: true, rangeFirst: true, (a, b) =>
            Order(a.Start, b.End) is { } o ? o > 0 || (o == 0 && !(a.StartIncluded && b.EndIncluded)) : null);
        Ranges("meets", (a, b) => Order(a.End, b.Start) is { } o ? o == 0 && a.EndIncluded && b.StartIncluded : null);
        Ranges("met by", (a, b) => Order(a.Start, b.End) is { } o ? o == 0 && a.StartIncluded && b.EndIncluded : null);
        Ranges("overlaps", (a, b) => Order(a.End, b.Start) is { } o && Order(a.Start, b.End) is { } p
            ? (o > 0 || (o == 0 && a.EndIncluded && b.StartIncluded)) && (p < 0 || (p == 0 && a.StartIncluded && b.EndIncluded)) : null);
        Ranges("overlaps before", (a, b) => Order(a.Start, b.Start) is { } s && Order(a.End, b.End) is { } e && Order(a.End, b.Start) is { } o
            ? (s < 0 || (s == 0 && a.StartIncluded && !b.StartIncluded)) && (o > 0 || (o == 0 && a.EndIncluded && b.StartIncluded))
                && (e < 0 || (e == 0 && (!a.EndIncluded || b.EndIncluded))) : null);
        Ranges("overlaps after", (a, b) => Order(b.Start, a.Start) is { } s && Order(b.End, a.End) is { } e && Order(a.Start, b.End) is { } o
            ? (s < 0 || (s == 0 && b.StartIncluded && !a.StartIncluded)) && (o < 0 || (o == 0 && a.StartIncluded && b.EndIncluded))
                && (e < 0 || (e == 0 && (!b.EndIncluded || a.EndIncluded))) : null);
        Relation("finishes", "point", "", "range", true, false, (a, b) => SameEnd(a, b) is { } same ? same && (IsPoint(a) || Within(a, b) == true) : null);
        Relation("finished by", "", "point", "range", false, true, (a, b) => SameEnd(a, b) is { } same ? same && (IsPoint(b) || Within(b, a) == true) : null);
        Relation("includes", "", "point", "range", false, true, (a, b) => Within(b, a));
        Relation("during", "point", "", "range", true, false, Within);
        Relation("starts", "point", "", "range", true, false, (a, b) => SameStart(a, b) is { } same ? same && (IsPoint(a) || Within(a, b) == true) : null);
        Relation("started by", "", "point", "range", false, true, (a, b) => SameStart(a, b) is { } same ? same && (IsPoint(b) || Within(b, a) == true) : null);
        Add("coincides(point1: point, point2: point)", (run, a) => FeelValues.Equal(a[0], a[1], run));
        Ranges("coincides", (a, b) => FeelValues.Equal(a, b));
        Add("range(from: string)", (_, a) => RangeFrom(S(a[0])));
    }

    private static void Ranges(string name, Func<FeelRange, FeelRange, bool?> holds) =>
        Add($"{name}(range1: range, range2: range)", (_, a) => holds((FeelRange)a[0]!, (FeelRange)a[1]!));

    private static void Relation(string name, string first, string second, string range, bool pointFirst, bool rangeFirst, Func<FeelRange, FeelRange, bool?> holds)
    {
        if (first.Length > 0 && second.Length > 0)
            Add($"{name}({first}: point, {second}: point)", (_, a) => holds(Point(a[0]), Point(a[1])));
        if (pointFirst)
            Add($"{name}(point: point, {range}: range)", (_, a) => holds(Point(a[0]), (FeelRange)a[1]!));
        if (rangeFirst)
            Add($"{name}({range}: range, point: point)", (_, a) => holds((FeelRange)a[0]!, Point(a[1])));
        Ranges(name, holds);
    }

    private static FeelRange Point(object? value) => new(value, true, value, true);

    private static bool IsPoint(FeelRange range) => ReferenceEquals(range.Start, range.End);

    private static int? Order(object? a, object? b) => FeelValues.Compare(a, b);

    private static bool? SameEnd(FeelRange a, FeelRange b) => Order(a.End, b.End) is { } o ? o == 0 && a.EndIncluded == b.EndIncluded : null;

    private static bool? SameStart(FeelRange a, FeelRange b) => Order(a.Start, b.Start) is { } o ? o == 0 && a.StartIncluded == b.StartIncluded : null;

    private static bool? Within(FeelRange a, FeelRange b) => Order(a.Start, b.Start) is { } s && Order(a.End, b.End) is { } e
        ? (s > 0 || (s == 0 && (b.StartIncluded || !a.StartIncluded))) && (e < 0 || (e == 0 && (b.EndIncluded || !a.EndIncluded))) : null;

    /// <summary>A literal, also one of the functions that stand for literals of dates, times and durations.</summary>
    private static bool IsLiteral(Node node) => node switch
    {
        Literal { Value: not null } => true,
        Negation { Operand: Literal { Value: decimal or FeelNumber } } => true,
        Call { Target: Name { Text: "date" or "time" or "date and time" or "duration" }, Names: null, Arguments: [Literal { Value: string }] } => true,
        _ => false,
    };

    /// <summary>Reads a range of literals, e.g. <c>"[18..21)"</c>.</summary>
    private static FeelRange? RangeFrom(string text)
    {
        try
        {
            var node = Parser.Expression(text, new Names(SpecialNames));
            return node is RangeLiteral range && IsLiteral(range.Low) && IsLiteral(range.High)
                && new Compiler(text, traces: false).Compile(node, null)(new Env(Run.Idle, null, null)) is FeelRange { Start: not null, End: not null } value
                && FeelValues.Compare(value.Start, value.End) <= 0 ? value : null;
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }
}
