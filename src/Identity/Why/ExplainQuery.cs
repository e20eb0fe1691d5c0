using Sen.Data;
using Sen.Directory;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.Why;

/// <summary>A staff member found by name or user name.</summary>
internal sealed record FoundStaff(string Id, string UserName, string Name, string? Title, string? UnitName, bool Active);

/// <summary>Why somebody may or may not, with what would change it.</summary>
/// <param name="Reason">The rule that decided.</param>
/// <param name="Roles">Every role that would give the permission.</param>
/// <param name="Held">Every grant of the person, for the reader who asks further.</param>
internal sealed record Explanation(AccessReason Reason, IReadOnlyList<RoleName> Roles, IReadOnlyList<Grant> Held);

/// <summary>Answers an administrator why anyone may or may not act at a unit.</summary>
internal sealed class ExplainQuery(Database db, ActorReader actors, RoleNames roles)
{
    /// <summary>Staff whose name or user name holds the text, in any spelling.</summary>
    public Task<IReadOnlyList<FoundStaff>> Search(string text, CancellationToken ct) => db.Query<FoundStaff>("""
        select s.id, s.user_name, s.name, p.title, u.name as unit_name, s.active
        from identity.staff s
        left join identity.position p on p.staff_id = s.id and p.valid_to is null and p.main
        left join directory.v_unit_last u on u.code = p.unit_code
        where position(public.sen_fold(trim(@text)) in s.folded) > 0
        order by s.user_name = lower(trim(@text)) desc, s.name, s.id limit 20
        """, new { text }, ct);

    /// <summary>The explanation for a staff member, a permission and a unit.</summary>
    public async Task<Explanation> Explain(FoundStaff staff, string permission, Unit unit, string language, CancellationToken ct)
    {
        // Asked from outside a session: what the roles give, whatever level the person signs in with.
        var actor = new Actor(ActorKind.Staff, staff.Id, staff.Name) { Grants = staff.Active ? await actors.Grants(staff.Id, ct) : [] };
        var giving = (await roles.All(language, ct)).Where(r => r.Permissions.Contains(permission)).ToArray();
        return new Explanation(Access.Explain(actor, permission, unit.Path), giving, actor.Grants);
    }
}
