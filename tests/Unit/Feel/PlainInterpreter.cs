using System.Globalization;
using Sen.Feel;

namespace Sen.Tests.Unit.Feel;

/// <summary>
/// A slow, plain reading of DMN 1.5 §10.3.2 over the syntax tree: no compilation, no typed paths, dictionaries copied at every step, and no help
/// from the engine's own equality, order or arithmetic. What the compiled engine is compared with.
/// </summary>
internal sealed class PlainInterpreter(IReadOnlyDictionary<string, object?> context)
{
    private string text = "";

    public object? Value(string source)
    {
        text = source;
        return Value(Parser.Expression(source, new Names(BuiltIns.SpecialNames)), context.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)));
    }

    private static object? Plain(object? value) => value switch
    {
        decimal n => PlainNumber.Read(n.ToString(CultureInfo.InvariantCulture)),
        FeelNumber n => PlainNumber.Read(n.ToString()),
        object?[] list => list.Select(Plain).ToArray(),
        IReadOnlyDictionary<string, object?> entries => entries.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        _ => value,
    };

    private object? Value(Node node, Dictionary<string, object?> names) => node switch
    {
        Literal { Value: decimal or FeelNumber } n => PlainNumber.Read(text[n.Start..n.End]),
        Literal n => n.Value,
        Name n => names.GetValueOrDefault(n.Text),
        Sen.Feel.Negation n => Value(n.Operand, names) is PlainNumber d ? d.Negative : null,
        Binary { Operator: "and" } n => And(Truth(Value(n.Left, names)), Truth(Value(n.Right, names))),
        Binary { Operator: "or" } n => Not(And(Not(Truth(Value(n.Left, names))), Not(Truth(Value(n.Right, names))))),
        Binary n => Operator(n.Operator, Value(n.Left, names), Value(n.Right, names)),
        Between n => (Order(Value(n.Value, names), Value(n.Low, names)), Order(Value(n.Value, names), Value(n.High, names))) is ({ } a, { } b) ? a >= 0 && b <= 0 : null,
        In n => n.Tests is [RangeLiteral range] ? Inside(Value(n.Value, names), range, names) : throw new NotSupportedException(),
        If n => Value(n.Condition, names) is true ? Value(n.Then, names) : Value(n.Else, names),
        For { Iterators: [var one] } n => Turns(one, names)?.Select(item => Value(n.Body, With(names, one.Variable, item))).ToArray(),
        Quantified { Iterators: [var one] } n => Quantified(n, one, names),
        PathStep n => Value(n.Target, names) switch
        {
            IReadOnlyDictionary<string, object?> entries => entries.GetValueOrDefault(n.Member),
            object?[] list => list.Select(item => (item as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(n.Member)).ToArray(),
            _ => null,
        },
        Filter n => Filter(n, names),
        ListLiteral n => n.Items.Select(item => Value(item, names)).ToArray(),
        ContextLiteral n => Context(n, names),
        Call { Target: Name { Text: var name }, Arguments: [var only] } => Function(name, Value(only, names)),
        Call { Target: Name { Text: var name }, Arguments: [var first, var second] } => Function(name, One(Value(first, names)), One(Value(second, names))),
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static Dictionary<string, object?> With(Dictionary<string, object?> names, string name, object? value) => new(names) { [name] = value };

    private static bool? Truth(object? value) => value is bool b ? b : null;

    private static bool? Not(bool? value) => value is null ? null : !value.Value;

    private static bool? And(bool? a, bool? b) => a == false || b == false ? false : a == true && b == true ? true : null;

    private static object? Operator(string symbol, object? a, object? b) => symbol switch
    {
        "=" => Equal(a, b),
        "!=" => Not(Equal(a, b)),
        "<" => Order(a, b) is { } o ? o < 0 : null,
        "<=" => Order(a, b) is { } o ? o <= 0 : null,
        ">" => Order(a, b) is { } o ? o > 0 : null,
        ">=" => Order(a, b) is { } o ? o >= 0 : null,
        "+" when a is string x && b is string y => x + y,
        _ when a is PlainNumber x && b is PlainNumber y => Number(symbol, x, y),
        _ => null,
    };

    private static PlainNumber? Number(string symbol, PlainNumber x, PlainNumber y) => symbol switch
    {
        "+" => PlainNumber.Add(x, y),
        "-" => PlainNumber.Add(x, y.Negative),
        "*" => PlainNumber.Multiply(x, y),
        "/" => PlainNumber.Divide(x, y),
        "**" when y.Position is { } power => PlainNumber.Power(x, power),
        _ => throw new NotSupportedException(symbol),
    };

    private static bool? Equal(object? a, object? b)
    {
        if (a is null || b is null)
            return a is null && b is null;
        if (a is object?[] x && b is object?[] y)
            return x.Length == y.Length && x.Zip(y).All(pair => Equal(pair.First, pair.Second) == true);
        if (a is IReadOnlyDictionary<string, object?> c && b is IReadOnlyDictionary<string, object?> d)
            return c.Count == d.Count && c.All(entry => d.TryGetValue(entry.Key, out var other) && Equal(entry.Value, other) == true);
        return a.GetType() == b.GetType() ? a.Equals(b) : null;
    }

    private static int? Order(object? a, object? b) => (a, b) switch
    {
        (PlainNumber x, PlainNumber y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => null,
    };

    private bool? Inside(object? value, RangeLiteral range, Dictionary<string, object?> names)
    {
        var (low, high) = (Order(value, Value(range.Low, names)), Order(value, Value(range.High, names)));
        return low is null || high is null ? null : (low > 0 || (low == 0 && range.LowIncluded)) && (high < 0 || (high == 0 && range.HighIncluded));
    }

    private object?[]? Turns(Iterator iterator, Dictionary<string, object?> names)
    {
        var first = Value(iterator.First, names);
        if (iterator.Last is null)
            return first is null ? null : List(first);
        if (first is not PlainNumber { Position: { } from } || Value(iterator.Last, names) is not PlainNumber { Position: { } to })
            return null;
        var all = new List<object?>();
        for (var n = from; from <= to ? n <= to : n >= to; n += from <= to ? 1 : -1)
            all.Add(PlainNumber.Of(n));
        return [.. all];
    }

    private bool? Quantified(Quantified node, Iterator iterator, Dictionary<string, object?> names)
    {
        if (Turns(iterator, names) is not { } items)
            return null;
        bool? result = node.Every;
        foreach (var item in items)
        {
            var value = Value(node.Body, With(names, iterator.Variable, item));
            if (value is not (bool or null))
                return null;
            if (value is bool decides && decides != node.Every)
                return decides;
            if (value is null)
                result = null;
        }
        return result;
    }

    private object? Filter(Filter node, Dictionary<string, object?> names)
    {
        var list = List(Value(node.Target, names));
        var kept = new List<object?>();
        foreach (var item in list)
        {
            var inner = With(names, "item", item);
            foreach (var (key, value) in item as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>())
                inner[key] = value;
            var condition = Value(node.Condition, inner);
            if (condition is PlainNumber { Position: var place } && kept.Count == 0)
                return place is not { } index || index == 0 || Math.Abs(index) > list.Length ? null : list[index > 0 ? index - 1 : list.Length + index];
            if (condition is true)
                kept.Add(item);
        }
        if (list.Length == 0 && Value(node.Condition, With(names, "item", null)) is PlainNumber)
            return null;
        return kept.ToArray();
    }

    private Dictionary<string, object?> Context(ContextLiteral node, Dictionary<string, object?> names)
    {
        var made = new Dictionary<string, object?>();
        foreach (var (key, value) in node.Entries)
        {
            made[key] = Value(value, names);
            names = With(names, key, made[key]);
        }
        return made;
    }

    private static object? One(object? value) => value is object?[] { Length: 1 } single ? single[0] : value;

    private static PlainNumber? Function(string name, object? first, object? second) => (name, first, second) switch
    {
        (_, not PlainNumber, _) or (_, _, not PlainNumber) => null,
        ("modulo", PlainNumber n, PlainNumber divisor) => PlainNumber.Modulo(n, divisor),
        ("decimal", PlainNumber n, PlainNumber { Position: { } scale }) => n.AtScale(scale, nearest: true),
        ("floor", PlainNumber n, PlainNumber { Position: { } scale }) => n.AtScale(scale, nearest: false),
        _ => throw new NotSupportedException(name),
    };

    private static object?[] List(object? value) => value switch { null => [], object?[] list => list, _ => [value] };

    private static object? Function(string name, object? value)
    {
        var list = List(value);
        switch (name)
        {
            case "count": return value is null ? null : PlainNumber.Of(list.Length);
            case "sum" or "mean" when list.Length == 0 || list.Any(item => item is not PlainNumber): return null;
            case "sum": return PlainNumber.Sum([.. list.Cast<PlainNumber>()]);
            case "mean": return PlainNumber.Mean([.. list.Cast<PlainNumber>()]);
            case "min": return list.Length == 0 || list.Any(item => Order(item, list[0]) is null) ? null : list.Aggregate((a, b) => Order(b, a) < 0 ? b : a);
            case "max": return list.Length == 0 || list.Any(item => Order(item, list[0]) is null) ? null : list.Aggregate((a, b) => Order(b, a) > 0 ? b : a);
            case "not": return Not(Truth(value is object?[] { Length: 1 } one ? one[0] : value));
        }
        value = One(value);
        return name switch
        {
            "string length" => value is string s ? PlainNumber.Of(s.EnumerateRunes().Count()) : null,
            "upper case" => value is string s ? s.ToUpperInvariant() : null,
            "abs" => value is PlainNumber n ? n.Digits < 0 ? n.Negative : n : null,
            "floor" => value is PlainNumber n ? n.AtScale(0, nearest: false) : null,
            _ => throw new NotSupportedException(name),
        };
    }
}
