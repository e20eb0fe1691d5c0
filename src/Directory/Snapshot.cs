using Sen.Data;

namespace Sen.Directory;

/// <summary>The units as read at one moment, indexed by code and former code.</summary>
internal sealed class Snapshot(DateTimeOffset readAt, IReadOnlyList<Unit> all, IReadOnlyDictionary<string, string> aliases)
{
    private readonly Dictionary<string, Unit> _byCode = all.ToDictionary(u => u.Code);

    public const string Columns = "code, name, kind, path, parent_code, territory_code, short_name, name_en, demonstration";

    public DateTimeOffset ReadAt => readAt;
    public IReadOnlyList<Unit> All => all;

    public Unit? Find(string code) =>
        _byCode.GetValueOrDefault(code) ?? (aliases.TryGetValue(code, out var now) ? _byCode.GetValueOrDefault(now) : null);

    public static async Task<Snapshot> Read(Database db, DateTimeOffset now, CancellationToken ct)
    {
        var all = await db.Query<Unit>($"select {Columns} from directory.v_unit order by path", ct: ct);
        var aliases = await db.Query<(string Alias, string Code)>("select alias, unit_code from directory.unit_alias", ct: ct);
        return new Snapshot(now, all, aliases.ToDictionary(a => a.Alias, a => a.Code));
    }
}
