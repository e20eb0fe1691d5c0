namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddListEdits()
    {
        Add("append(list: list, item...: any)", (run, a) => Joined(run, [L(a[0]), a[1..]]));
        Add("concatenate(list...: list)", (run, a) => Joined(run, [.. a.Select(L)]));
        Add("union(list...: list)", (run, a) => Distinct(run, Joined(run, [.. a.Select(L)])));
        Add("insert before(list: list, position: integer, newItem: any)", (run, a) => Place(L(a[0]), I(a[1])) is { } at
            ? [.. L(a[0]).Take(at), a[2], .. L(a[0]).Skip(at)] : (object?[]?)null);
        Add("remove(list: list, position: integer)", (_, a) => Place(L(a[0]), I(a[1])) is { } at
            ? [.. L(a[0]).Take(at), .. L(a[0]).Skip(at + 1)] : (object?[]?)null);
        Add("list replace(list: list, match: function, newItem: any)", (run, a) => Replaced(run, L(a[0]), (FeelFunction)a[1]!, a[2]));
        Add("list replace(list: list, position: integer, newItem: any)", (_, a) => Place(L(a[0]), I(a[1])) is { } at
            ? [.. L(a[0]).Take(at), a[2], .. L(a[0]).Skip(at + 1)] : (object?[]?)null);
    }

    /// <summary>Position from 1, or from the end where negative, as an index.</summary>
    private static int? Place(IReadOnlyList<object?> list, int position) =>
        position == 0 || Math.Abs((long)position) > list.Count ? null : position > 0 ? position - 1 : list.Count + position;

    private static object?[] Joined(Run run, IReadOnlyList<object?>[] lists)
    {
        run.Room(lists.Sum(list => (long)list.Count));
        return [.. lists.SelectMany(list => list)];
    }

    private static object?[]? Replaced(Run run, IReadOnlyList<object?> list, FeelFunction match, object? value)
    {
        var result = new object?[list.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (Invocation.Invoke(run, Source.None, match, [list[i], value], null) is not bool matches)
                return null;
            result[i] = matches ? value : list[i];
        }
        return result;
    }
}
