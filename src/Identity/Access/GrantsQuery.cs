using Dapper;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>
/// Every grant of a person on a day: by roles, by what others delegated, and over the files of units that were merged into
/// theirs. What sign-in, lists and "why may I" all stand on.
/// </summary>
internal sealed class GrantsQuery(Database db, Units units)
{
    private sealed record Held(string StaffId, string Permission, string UnitCode, string Role);

    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Delegated(Guid Id, string FromId, string FromName, string ToId, string[] Permissions, string UnitCode, Guid? ParentId, string Decision);

    /// <summary>The grants of a day, nearest to the root first; own roles before delegated ones.</summary>
    public async Task<IReadOnlyList<Grant>> Of(string staffId, DateOnly day, CancellationToken ct)
    {
        var tree = await units.On(day, ct);
        var delegations = await Delegations(staffId, day, ct);
        var roles = await Roles([staffId, .. delegations.Select(d => d.FromId).Distinct()], day, ct);
        var own = Grants(roles[staffId], tree);
        var lent = delegations.Where(d => d.ToId == staffId).SelectMany(d => Lent(d, delegations, roles, tree));
        return [.. own.Concat(lent).Distinct().OrderBy(g => g.DelegatedBy is not null).ThenBy(g => g.UnitPath.Length).ThenBy(g => g.UnitPath, StringComparer.Ordinal)
            .ThenBy(g => g.Role, StringComparer.Ordinal).ThenBy(g => g.Permission, StringComparer.Ordinal)];
    }

    /// <summary>The own grants of roles alone: what a person may delegate.</summary>
    public async Task<IReadOnlyList<Grant>> Own(string staffId, DateOnly day, CancellationToken ct) =>
        [.. Grants((await Roles([staffId], day, ct))[staffId], await units.On(day, ct))];

    /// <summary>
    /// A delegation gives only what its giver, or the first giver of its chain, holds that day; at the narrower of both units.
    /// </summary>
    private static IEnumerable<Grant> Lent(Delegated last, IReadOnlyList<Delegated> all, ILookup<string, Held> roles, UnitsOn tree)
    {
        var first = last;
        for (var steps = 0; first.ParentId is { } parent; steps++)
        {
            if (steps > 10 || all.FirstOrDefault(d => d.Id == parent) is not { } above || above.ToId != first.FromId)
                return [];
            first = above;
        }
        if (tree.Find(last.UnitCode) is not { } at)
            return [];
        return Grants(roles[first.FromId].Where(r => last.Permissions.Contains(r.Permission)), tree)
            .Select(g => g.Covers(at.Path) ? g with { UnitPath = at.Path }
                : at.Path == g.UnitPath || g.UnitPath.StartsWith(at.Path + "/", StringComparison.Ordinal) ? g : null)
            .OfType<Grant>().Select(g => g with { DelegatedBy = last.FromName, Decision = last.Decision });
    }

    /// <summary>One grant a unit, and one for each unit that it took over: closed files stay where they were settled.</summary>
    private static IEnumerable<Grant> Grants(IEnumerable<Held> held, UnitsOn tree) => held.SelectMany(h => tree.Find(h.UnitCode) is not { } unit ? []
        : tree.TakenOver(unit.Code).Select(u => u.Path).Where(p => !p.StartsWith(unit.Path + "/", StringComparison.Ordinal)).Prepend(unit.Path)
            .Select(path => new Grant(h.Permission, path, h.Role))).Distinct();

    private async Task<ILookup<string, Held>> Roles(string[] staff, DateOnly day, CancellationToken ct) => (await db.Query<Held>("""
        select a.staff_id, permission, a.unit_code, r.code as role
        from identity.role_assignment a
        join identity.role r on r.code = a.role
        cross join unnest(r.permissions) as permission
        where a.staff_id = any (@staff) and a.valid_from <= @day and (a.valid_to is null or a.valid_to > @day)
        """, new { staff, day }, ct)).ToLookup(h => h.StaffId);

    private Task<IReadOnlyList<Delegated>> Delegations(string staffId, DateOnly day, CancellationToken ct) => db.Query<Delegated>("""
        with recursive chain as (
          select d.* from identity.delegation d where d.to_id = @staffId
          union
          select p.* from identity.delegation p join chain c on p.id = c.parent_id)
        select c.id, c.from_id, f.name as from_name, c.to_id, c.permissions, c.unit_code, c.parent_id, c.decision
        from chain c join identity.staff f on f.id = c.from_id and f.active
        where c.ended_at is null and c.valid_from <= @day and c.valid_to > @day
        """, new { staffId, day }, ct);
}
