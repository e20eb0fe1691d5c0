using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>The condition that leaves of a long list the rows at an actor's units.</summary>
/// <param name="Sql">Goes into the statement; its parameters are the other members, under their names.</param>
/// <param name="AtUnits">Where the permission is held.</param>
/// <param name="AtFirst">First places of the runs.</param>
/// <param name="AtLast">Last places of the runs.</param>
/// <param name="AtPlaces">All places, where they make too many runs.</param>
/// <param name="AtKnown">How many places there were when the condition was made.</param>
public sealed record RowsAt(string Sql, string[] AtUnits, string[] AtFirst, string[] AtLast, string[] AtPlaces, int AtKnown);

/// <summary>
/// The rule of <see cref="Access"/> for a list of many rows at few places: the places are asked about in memory, the rows are
/// compared with the answer. Of a short list <see cref="Access.AtUnits"/> is enough.
/// </summary>
public sealed class RowFilter(Database db)
{
    // More runs than these cost more than one look into a hash table.
    private const int MostRuns = 8;

    /// <summary>The condition for one statement at once; a place that comes after it is judged by the rule itself, or not listed yet.</summary>
    /// <param name="actor">Whose list.</param>
    /// <param name="permission">What must be held at the row's unit.</param>
    /// <param name="column">A column, as the statement names it, that holds a unit's path; never input.</param>
    /// <param name="places">A table or view whose column <c>path</c> has every value of that column once; never input.</param>
    /// <param name="whole">True where the statement reads the whole table anyway, as figures do; a list has an index that begins with the column.</param>
    public async Task<RowsAt> For(Actor actor, string permission, string column, string places, bool whole, CancellationToken ct)
    {
        var units = actor.UnitsFor(permission);
        if (units is [] or [""])
            return new(units is [] ? "false" : "true", units, [], [], [], 0);
        var all = (await db.Query<string>($"select path from {places}", ct: ct)).Order(StringComparer.Ordinal).ToArray();
        var mine = all.Where(place => actor.May(permission, place) is not null).ToArray();
        if (mine.Length == 0 || !whole || mine.Length * 2 <= all.Length)
            return new(mine.Length == 0 ? "false" : $"{column} = any (@AtPlaces)", units, [], [], mine, all.Length);
        // Most rows pass: an index would cost more than it saves. Places that follow one another make one run, so that a row costs one or
        // two comparisons; PostgreSQL asks once a statement whether there is a new place, which a run could wrongly hold.
        var runs = Runs(all, mine);
        var known = $"(select count(*) = @AtKnown from {places})";
        var rule = $"({column} || '/') ^@ any (array(select u || '/' from unnest(@AtUnits) u))";
        var test = runs.Count > MostRuns ? $"{column} = any (@AtPlaces)" : string.Join(" or ", runs.Select((run, n) => Within(column, run, n + 1, all.Length)));
        return new(mine.Length == all.Length ? $"({known} or {rule})" : $"(case when {known} then {test} else {rule} end)",
            units, [.. runs.Select(r => all[r.First])], [.. runs.Select(r => all[r.Last])], mine, all.Length);
    }

    /// <summary>Stretches of places, in order of their bytes, that are all the actor's; the longest first.</summary>
    private static List<(int First, int Last)> Runs(string[] places, string[] mine)
    {
        var (runs, next) = (new List<(int First, int Last)>(), 0);
        for (var at = 0; at < places.Length && next < mine.Length; at++)
            if (places[at] != mine[next])
                continue;
            else if (next++ > 0 && runs is [.., var last] && last.Last == at - 1)
                runs[^1] = (last.First, at);
            else
                runs.Add((at, at));
        return [.. runs.OrderByDescending(r => r.Last - r.First)];
    }

    // Each border in a query of its own, which runs once a statement instead of once a row.
    private static string Within(string column, (int First, int Last) run, int n, int count) => run switch
    {
        var (first, last) when first == last => $"{column} = (select (@AtFirst)[{n}])",
        (0, _) => $"{column} ~<=~ (select (@AtLast)[{n}])",
        var (_, last) when last == count - 1 => $"{column} ~>=~ (select (@AtFirst)[{n}])",
        _ => $"({column} ~>=~ (select (@AtFirst)[{n}]) and {column} ~<=~ (select (@AtLast)[{n}]))",
    };
}
