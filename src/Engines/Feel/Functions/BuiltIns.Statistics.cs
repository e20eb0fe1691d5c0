namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddStatistics()
    {
        Both("min", items => Extreme(items, -1));
        Both("max", items => Extreme(items, 1));
        Both("sum", items => OfNumbers(items, Sum));
        Both("mean", items => OfNumbers(items, numbers => Sum(numbers) is { } sum ? sum / numbers.Length : null));
        Both("product", items => OfNumbers(items, numbers => numbers.Aggregate((decimal?)1, (p, n) => p is null ? null : Numbers.Multiply(p.Value, n))));
        Both("median", items => OfNumbers(items, Median));
        Both("stddev", items => items.Count < 2 ? null : OfNumbers(items, StandardDeviation));
        Both("mode", items => items.Count == 0 ? Array.Empty<object?>() : Numeric(items) is { } numbers ? Modes(numbers) : null);
    }

    /// <summary>Declares a function of one list, and of its items as arguments.</summary>
    private static void Both(string name, Func<IReadOnlyList<object?>, object?> body)
    {
        Add($"{name}(list: list)", (_, a) => body(L(a[0])));
        Add($"{name}(list...: any)", (_, a) => a.Length > 0 ? body(a) : null);
    }

    private static decimal[]? Numeric(IReadOnlyList<object?> items) => items.All(item => item is decimal) ? [.. items.Select(N)] : null;

    private static decimal? OfNumbers(IReadOnlyList<object?> items, Func<decimal[], decimal?> body) =>
        items.Count > 0 && Numeric(items) is { } numbers ? body(numbers) : null;

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

    private static decimal? Sum(decimal[] numbers)
    {
        decimal? sum = 0;
        foreach (var n in numbers)
            sum = sum is null ? null : Numbers.Add(sum.Value, n);
        return sum;
    }

    private static decimal? Median(decimal[] numbers)
    {
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return numbers.Length % 2 == 1 ? numbers[middle] : Numbers.Add(numbers[middle - 1], numbers[middle]) / 2;
    }

    /// <summary>Of a sample: divided by n - 1.</summary>
    private static decimal? StandardDeviation(decimal[] numbers)
    {
        if (Sum(numbers) is not { } sum)
            return null;
        var mean = sum / numbers.Length;
        decimal? squares = 0;
        foreach (var n in numbers)
            squares = squares is { } s && Numbers.Multiply(n - mean, n - mean) is { } square ? Numbers.Add(s, square) : null;
        return squares is { } total ? Numbers.SquareRoot(total / (numbers.Length - 1)) : null;
    }

    private static object?[] Modes(decimal[] numbers)
    {
        var groups = numbers.GroupBy(n => n).Select(group => (group.Key, Count: group.Count())).ToArray();
        var most = groups.Max(group => group.Count);
        return [.. groups.Where(group => group.Count == most).Select(group => group.Key).Order().Select(n => (object?)n)];
    }
}
