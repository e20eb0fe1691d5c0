using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity.Packs;

/// <summary>An invented member of staff of <c>demo/staff.yaml</c>.</summary>
internal sealed class DemoStaffEntry
{
    public required string Id { get; init; }
    public required string UserName { get; init; }
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Unit { get; init; }
    public required IReadOnlyList<RoleAtUnit> Roles { get; init; }

    /// <summary>Must be true: a real person has no place in a pack.</summary>
    public required bool Demo { get; init; }

    internal sealed class RoleAtUnit
    {
        public required string Role { get; init; }
        public required string Unit { get; init; }
    }
}

/// <summary>Brings invented staff, only into a demonstration (<c>Sen:Demo</c>), and gives them passwords made here.</summary>
internal sealed class DemoStaffPart(Database db, Units units, DemoPasswords demoPasswords, TimeProvider clock, IConfiguration configuration)
{
    private const string File = "demo/staff.yaml";

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File) || !configuration.GetValue<bool>("Sen:Demo"))
            return "";
        var entries = pack.Read<List<DemoStaffEntry>>(File);
        foreach (var entry in entries)
            await Check(entry, ct);
        var known = (await db.Query<string>("select id from identity.staff where demonstration", ct: ct)).ToHashSet();
        var added = entries.Where(e => !known.Contains(e.Id)).ToArray();
        if (added.Length > 0)
        {
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            foreach (var entry in added)
                Add(work, entry, clock.ProvinceToday());
            work.Audit("staff.add-demonstration", new Ref("pack", pack.Name), after: added.Select(e => e.UserName));
            await work.Commit(ct);
        }
        var passwords = await demoPasswords.Give(ct);
        return $"demonstration staff: {entries.Count}, added: {added.Length}, passwords made: {passwords}";
    }

    private static void Add(Work work, DemoStaffEntry entry, DateOnly today)
    {
        work.Add("insert into identity.staff (id, user_name, name, demonstration, created_at) values (@Id, @UserName, @Name, true, @Now)",
            new { entry.Id, entry.UserName, entry.Name, work.Now });
        work.Add("insert into identity.position (staff_id, unit_code, title, valid_from) values (@Id, @Unit, @Title, @today)",
            new { entry.Id, entry.Unit, entry.Title, today });
        foreach (var held in entry.Roles)
            work.Add("insert into identity.role_assignment (staff_id, role, unit_code, valid_from) values (@Id, @Role, @Unit, @today)",
                new { entry.Id, held.Role, held.Unit, today });
    }

    private async Task Check(DemoStaffEntry entry, CancellationToken ct)
    {
        if (!entry.Demo)
            throw new PackException(File, 0, $"{entry.UserName} is not marked demo: true; real people are not part of a pack");
        foreach (var code in entry.Roles.Select(r => r.Unit).Append(entry.Unit))
            if (await units.Find(code, ct) is null)
                throw new PackException(File, 0, $"{entry.UserName}: there is no unit {code}");
        var roles = entry.Roles.Select(r => r.Role).ToArray();
        var missing = await db.OneOrNone<string>(
            "select wanted from unnest(@roles) as wanted where not exists (select from identity.role where code = wanted) limit 1", new { roles }, ct);
        if (missing is not null)
            throw new PackException(File, 0, $"{entry.UserName}: there is no role {missing}");
    }
}
