namespace Sen.Feel;

/// <summary>Sums are exact inside and rounded once, so that they do not hang on the order of the items; a product is rounded at each factor.</summary>
internal static partial class BuiltIns
{
    private static void AddStatistics()
    {
        Both("min", items => Extreme(items, -1));
        Both("max", items => Extreme(items, 1));
        Both("sum", Sum);
        Both("mean", Mean);
        Both("product", Product);
        Both("median", Median);
        Both("stddev", StandardDeviation);
        Both("mode", items => items.All(Numbers.Is) ? Modes(items) : null);
    }

    /// <summary>Declares a function of one list, and of its items as arguments.</summary>
    private static void Both(string name, Func<IReadOnlyList<object?>, object?> body)
    {
        Add($"{name}(list: list)", (_, a) => body(L(a[0])));
        Add($"{name}(list...: any)", (_, a) => a.Length > 0 ? body(a) : null);
    }

    private static object? Extreme(IReadOnlyList<object?> items, int sign)
    {
        if (items.Count == 0)
            return null;
        var best = items[0];
        foreach (var item in items)
        {
            if (FeelValues.Compare(item, best) is not { } order)
                return null;
            if (order * sign > 0)
                best = item;
        }
        return best;
    }

    /// <summary>The sum where it and all on the way to it are exact decimals, as most are.</summary>
    private static bool TrySum(IReadOnlyList<object?> items, out decimal sum)
    {
        sum = 0;
        foreach (var item in items)
        {
            if (item is not decimal n || !Numbers.TryAdd(sum, n, out sum))
                return false;
        }
        return items.Count > 0;
    }

    private static object? Sum(IReadOnlyList<object?> items) => TrySum(items, out var sum) ? sum : ExactSum.Of(items)?.Rounded(1);

    internal static object? Mean(IReadOnlyList<object?> items) =>
        TrySum(items, out var sum) ? Numbers.Divide(sum, (decimal)items.Count) : ExactSum.Of(items)?.Rounded(items.Count);

    private static object? Product(IReadOnlyList<object?> items)
    {
        if (items.Count == 0 || !items.All(Numbers.Is))
            return null;
        object? product = 1m;
        foreach (var item in items)
            product = product is null ? null : Numbers.Multiply(product, item!);
        return product;
    }

    private static object? Median(IReadOnlyList<object?> items)
    {
        if (items.Count == 0 || !items.All(Numbers.Is))
            return null;
        var sorted = items.Order(ByValue).ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : Mean([sorted[middle - 1], sorted[middle]]);
    }

    /// <summary>Of a sample, from exact sums: the root of (n Σx² - (Σx)²) / (n (n - 1)).</summary>
    private static object? StandardDeviation(IReadOnlyList<object?> items) =>
        items.Count > 1 && ExactSum.Of(items) is { } sum && ExactSum.Of(items, squared: true) is { } squares ? ExactSum.Deviation(sum, squares, items.Count) : null;

    private static object?[] Modes(IReadOnlyList<object?> numbers)
    {
        var groups = numbers.GroupBy(n => n).Select(group => (group.Key, Count: group.Count())).ToArray();
        var most = groups.Select(group => group.Count).DefaultIfEmpty().Max();
        return [.. groups.Where(group => group.Count == most).Select(group => group.Key).Order(ByValue)];
    }

    private static readonly Comparer<object?> ByValue = Comparer<object?>.Create((a, b) => Numbers.Compare(a!, b!));
}
