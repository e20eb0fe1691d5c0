using Dapper;
using Sen.Data;
using Sen.Identity.Packs;

namespace Sen.Identity.Delegations;

/// <summary>A delegation as it is listed.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record DelegationRow(Guid Id, string FromId, string FromName, string ToId, string ToName, string[] Permissions, string? UnitName,
    DateOnly ValidFrom, DateOnly ValidTo, string Decision, bool PassedOn, bool Absence, DateTimeOffset? EndedAt)
{
    /// <summary>True while it gives something today.</summary>
    public bool IsOn(DateOnly day) => EndedAt is null && ValidFrom <= day && ValidTo > day;
}

/// <summary>Delegations given and received, and the rules they stand under.</summary>
internal sealed class DelegationsQuery(Database db)
{
    /// <summary>Given by or to a person, the newest first.</summary>
    public Task<IReadOnlyList<DelegationRow>> Of(string staffId, CancellationToken ct) => db.Query<DelegationRow>("""
        select d.id, d.from_id, f.name as from_name, d.to_id, t.name as to_name, d.permissions, u.name as unit_name, d.valid_from, d.valid_to, d.decision,
          d.parent_id is not null as passed_on, d.absence_id is not null as absence, d.ended_at
        from identity.delegation d
        join identity.staff f on f.id = d.from_id join identity.staff t on t.id = d.to_id
        left join directory.v_unit_last u on u.code = d.unit_code
        where d.from_id = @staffId or d.to_id = @staffId
        order by d.ended_at is not null, d.valid_to desc, d.id desc limit 100
        """, new { staffId }, ct);

    /// <summary>Permissions that may be delegated, with their law.</summary>
    public Task<IReadOnlyList<DelegationRule>> Rules(CancellationToken ct) => db.Query<DelegationRule>(
        "select permission, delegable, redelegable, law from identity.permission_rule where delegable order by permission", ct: ct);
}
