namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddContexts()
    {
        Add("get value(m: context, key: string)", (_, a) => C(a[0]).TryGetValue(S(a[1]), out var value) ? FeelValues.Import(value) : null);
        Add("get value(m: context, keys: list)", (_, a) => Inner(a[0], L(a[1])));
        Add("get entries(m: context)", (_, a) => C(a[0]).Select(entry => (object?)Entry(entry.Key, entry.Value)).ToArray());
        Add("context(entries: list)", (_, a) => FromEntries(L(a[0])));
        Add("context put(context: context, key: string, value: any)", (_, a) => Put(C(a[0]), [a[1]], a[2]));
        Add("context put(context: context, keys: list, value: any)", (_, a) => Put(C(a[0]), L(a[1]), a[2]));
        Add("context merge(contexts: list)", (run, a) => Merged(run, L(a[0])));
    }

    private static IReadOnlyDictionary<string, object?> C(object? value) => (IReadOnlyDictionary<string, object?>)value!;

    private static OrderedDictionary<string, object?> Entry(string key, object? value) => new(2, StringComparer.Ordinal) { ["key"] = key, ["value"] = value };

    private static object? Inner(object? value, IReadOnlyList<object?> keys)
    {
        foreach (var key in keys)
            value = key is string name && value is IReadOnlyDictionary<string, object?> context ? context.GetValueOrDefault(name) : null;
        return keys.Count == 0 ? null : FeelValues.Import(value);
    }

    private static OrderedDictionary<string, object?>? FromEntries(IReadOnlyList<object?> entries)
    {
        var context = new OrderedDictionary<string, object?>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is not IReadOnlyDictionary<string, object?> pair || !pair.TryGetValue("key", out var key) || key is not string name
                || !pair.TryGetValue("value", out var value) || !context.TryAdd(name, value))
                return null;
        }
        return context;
    }

    private static OrderedDictionary<string, object?>? Put(IReadOnlyDictionary<string, object?> context, IReadOnlyList<object?> keys, object? value, int at = 0)
    {
        if (at >= keys.Count || keys[at] is not string key)
            return null;
        var copy = new OrderedDictionary<string, object?>(context, StringComparer.Ordinal);
        if (at < keys.Count - 1)
        {
            if (context.GetValueOrDefault(key) is not IReadOnlyDictionary<string, object?> inner || Put(inner, keys, value, at + 1) is not { } changed)
                return null;
            value = changed;
        }
        copy[key] = value;
        return copy;
    }

    private static OrderedDictionary<string, object?>? Merged(Run run, IReadOnlyList<object?> contexts)
    {
        var merged = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var item in contexts)
        {
            if (item is not IReadOnlyDictionary<string, object?> context)
                return null;
            run.Work(context);
            foreach (var (key, value) in context)
                merged[key] = value;
        }
        return merged;
    }
}
