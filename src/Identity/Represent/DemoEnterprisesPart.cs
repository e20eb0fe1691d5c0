using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Represent;

/// <summary>An invented enterprise of <c>demo/enterprises.yaml</c>.</summary>
internal sealed class DemoEnterpriseEntry
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Identifier of an invented citizen.</summary>
    public required string Representative { get; init; }
}

/// <summary>Brings invented enterprises, only into a demonstration (<c>Sen:Demo</c>).</summary>
internal sealed class DemoEnterprisesPart(Database db, IConfiguration configuration)
{
    private const string File = "demo/enterprises.yaml";

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File) || !configuration.GetValue<bool>("Sen:Demo"))
            return "";
        var entries = pack.Read<List<DemoEnterpriseEntry>>(File);
        var known = (await db.Query<string>("select code from identity.enterprise", ct: ct)).ToHashSet();
        var added = entries.Where(e => !known.Contains(e.Code)).ToArray();
        if (added.Length > 0)
        {
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            foreach (var entry in added)
                await Enterprises.Put(work, entry.Code, entry.Name, entry.Representative, "recorded", "dữ liệu trình diễn", ct);
            work.Audit("enterprise.record", new Ref("pack", pack.Name), after: added.Select(e => e.Code));
            await work.Commit(ct);
        }
        return $"demonstration enterprises: {entries.Count}, added: {added.Length}";
    }
}
