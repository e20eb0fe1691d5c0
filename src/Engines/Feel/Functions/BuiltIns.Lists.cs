namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddLists()
    {
        Add("list contains(list: list, element: any)", (run, a) => L(a[0]).Any(item => FeelValues.Equal(item, a[1], run) == true));
        Add("count(list: list)", (_, a) => (decimal)L(a[0]).Count);
        Add("all(list: list)", (_, a) => All3(L(a[0])));
        Add("all(list...: any)", (_, a) => a.Length > 0 ? All3(a) : null);
        Add("any(list: list)", (_, a) => Any3(L(a[0])));
        Add("any(list...: any)", (_, a) => a.Length > 0 ? Any3(a) : null);
        Add("index of(list: list, match: any)", (run, a) =>
            L(a[0]).Index().Where(pair => FeelValues.Equal(pair.Item, a[1], run) == true).Select(pair => (object?)(pair.Index + 1m)).ToArray());
        Add("reverse(list: list)", (_, a) => L(a[0]).Reverse().ToArray());
        Add("sublist(list: list, start position: integer, length?: integer)", (_, a) => Sublist(L(a[0]), I(a[1]), a[2] is decimal n ? (int)n : null));
        Add("distinct values(list: list)", (run, a) => Distinct(run, L(a[0])));
        Add("duplicate values(list: list)", (run, a) => Distinct(run, [.. L(a[0]).Where(item => L(a[0]).Count(other => Same(run, item, other)) > 1)]));
        Add("flatten(list: list)", (run, a) => Flat(run, L(a[0]), 0).ToArray());
        Add("sort(list: list)", (run, a) => Sorted(run, L(a[0]), null));
        Add("sort(list: list, precedes: function?)", (run, a) => Sorted(run, L(a[0]), a[1] as FeelFunction));
    }

    /// <summary>Three-valued conjunction: one false decides, otherwise anything but true makes it unknown.</summary>
    private static bool? All3(IReadOnlyList<object?> items) => items.Any(item => item is false) ? false : items.All(item => item is true) ? true : null;

    private static bool? Any3(IReadOnlyList<object?> items) => items.Any(item => item is true) ? true : items.All(item => item is false) ? false : null;

    private static object?[]? Sublist(IReadOnlyList<object?> list, int start, int? length)
    {
        if (start == 0 || Math.Abs((long)start) > list.Count || length < 0)
            return null;
        var from = start > 0 ? start - 1 : list.Count + start;
        return [.. list.Skip(from).Take(length ?? list.Count)];
    }

    private static object?[] Distinct(Run run, IReadOnlyList<object?> list)
    {
        var kept = new List<object?>();
        foreach (var item in list)
        {
            if (!kept.Any(other => Same(run, other, item)))
                kept.Add(item);
        }
        return [.. kept];
    }

    private static bool Same(Run run, object? a, object? b)
    {
        run.Step();
        return FeelValues.Equal(a, b, run) == true;
    }

    private static IEnumerable<object?> Flat(Run run, IReadOnlyList<object?> list, int depth)
    {
        if (depth > 100)
            throw new FeelLimitException("depth", "A list is nested more than 100 deep.");
        foreach (var item in list)
        {
            run.Step();
            if (item is IReadOnlyList<object?> inner)
            {
                foreach (var part in Flat(run, inner, depth + 1))
                    yield return part;
            }
            else
            {
                yield return item;
            }
        }
    }

    /// <summary>A stable merge sort: a user's "precedes" may contradict itself, which the library's sort answers with an exception.</summary>
    private static object?[]? Sorted(Run run, IReadOnlyList<object?> list, FeelFunction? precedes)
    {
        if (precedes is null && list.Count > 1 && list.Any(item => FeelValues.Compare(item, list[0]) is null))
            return null;
        if (precedes is not null && precedes.Parameters.Count != 2)
            return null;
        return Merge([.. list]);

        object?[] Merge(object?[] items)
        {
            if (items.Length < 2)
                return items;
            var (left, right) = (Merge(items[..(items.Length / 2)]), Merge(items[(items.Length / 2)..]));
            var (i, j) = (0, 0);
            for (var k = 0; k < items.Length; k++)
                items[k] = j >= right.Length || (i < left.Length && !Before(right[j], left[i])) ? left[i++] : right[j++];
            return items;
        }

        bool Before(object? a, object? b)
        {
            run.Step();
            run.Work(a as string);
            return precedes is null ? FeelValues.Compare(a, b) < 0 : Invocation.Invoke(run, Source.None, precedes, [a, b], null) is true;
        }
    }
}
