using System.Collections.Concurrent;
using Sen.Data;

namespace Sen.Directory;

/// <summary>Another code of a unit, and its period.</summary>
internal sealed record Alias(string Code, string UnitCode, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>What became of a unit from a day on.</summary>
/// <param name="Main">Code and open work went there.</param>
/// <param name="Files">It answers for the closed files.</param>
internal sealed record Successor(string FromCode, string ToCode, DateOnly EffectOn, bool Main, bool Files);

/// <summary>Every unit of every time as read at one moment; a day's directory is cut from it.</summary>
internal sealed class Snapshot(long generation, IReadOnlyList<Unit> versions, IReadOnlyList<Alias> aliases, IReadOnlyList<Successor> successors)
{
    // Fifty thousand units cost some ten megabytes a day shown.
    private const int MostDays = 8;
    private readonly ConcurrentDictionary<DateOnly, UnitsOn> _days = new();
    private readonly ILookup<string, string> _former = successors.Where(s => s.Files).ToLookup(s => s.ToCode, s => s.FromCode);
    private long _checkedAt;

    public const string Columns =
        "code, name, kind, path, parent_code, territory_code, short_name, name_en, demonstration, valid_from, valid_to";

    public long Generation => generation;

    /// <summary>When the database last said that this is still the newest; in ticks of UTC.</summary>
    public long CheckedAt { get => Volatile.Read(ref _checkedAt); set => Volatile.Write(ref _checkedAt, value); }

    /// <summary>The directory of a day.</summary>
    public UnitsOn On(DateOnly day)
    {
        if (_days.TryGetValue(day, out var known))
            return known;
        if (_days.Count >= MostDays)
            _days.Clear();
        return _days.GetOrAdd(day, d => new UnitsOn(d, versions, aliases, successors, _former));
    }

    public static async Task<Snapshot> Read(Database db, CancellationToken ct)
    {
        // The generation first: what changes while we read is read again at the next look.
        var generation = await ReadGeneration(db, ct);
        var versions = await db.Query<Unit>($"select {Columns} from directory.unit_version", ct: ct);
        var aliases = await db.Query<Alias>("select alias as code, unit_code, valid_from, valid_to from directory.unit_alias", ct: ct);
        var successors = await db.Query<Successor>("select from_code, to_code, effect_on, main, coalesce(files, main) as files from directory.successor where main or files", ct: ct);
        return new Snapshot(generation, [.. versions.OrderBy(u => u.Path, StringComparer.Ordinal).ThenBy(u => u.ValidFrom)], aliases, successors);
    }

    public static Task<long> ReadGeneration(Database db, CancellationToken ct) => db.One<long>("select n from directory.generation", ct: ct);
}
