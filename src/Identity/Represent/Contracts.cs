using Dapper;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>Why a citizen may act for somebody.</summary>
public enum RepresentBasis
{
    /// <summary>Legal representative of an enterprise.</summary>
    Representative,
    /// <summary>Parent or guardian of a person under 18 (Civil Code 2015, arts. 21 and 136).</summary>
    Guardian,
    /// <summary>Authorised, for all procedures or some, for a time (Civil Code 2015, arts. 562-563).</summary>
    Authority,
}

/// <summary>Somebody for whom a citizen may act today.</summary>
/// <param name="Kind"><c>person</c> or <c>enterprise</c>.</param>
/// <param name="Id">Identifier of the person or enterprise.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">Enterprise code or personal number.</param>
/// <param name="Basis">Why.</param>
/// <param name="Scope">Codes of the procedures; empty means all.</param>
/// <param name="Until">Last day, or null.</param>
[method: ExplicitConstructor] // arrays are set as properties
public sealed record Principal(string Kind, string Id, string Name, string Code, RepresentBasis Basis, string[] Scope, DateOnly? Until)
{
    /// <summary>As <see cref="Actor.OnBehalfOf"/> says it.</summary>
    public Ref Who => new(Kind, Id);

    /// <summary>True when the basis covers the procedure.</summary>
    public bool Covers(string procedure) => Scope.Length == 0 || Scope.Contains(procedure);
}

/// <summary>
/// For whom citizens may act. A citizen chooses at <c>/dai-dien</c>; from then on <see cref="Actor.OnBehalfOf"/> says for whom, and the
/// ledger records both. <see cref="Actor.Id"/> stays the person at the keyboard.
/// </summary>
public sealed class Representation(Database db, TimeProvider clock)
{
    /// <summary>Everybody for whom the person may act today: enterprises first, by name.</summary>
    public Task<IReadOnlyList<Principal>> Of(string personId, CancellationToken ct) => db.Query<Principal>("""
        select 'enterprise' as kind, e.id, e.name, e.code, 'Representative' as basis, '{}'::text[] as scope, null::date as until
        from identity.enterprise e where e.representative_id = @personId and e.active
        union all
        select 'person', p.id, p.name, p.personal_id, 'Guardian', '{}'::text[], (p.birth_date + interval '18 years' - interval '1 day')::date
        from identity.person p where p.guardian_id = @personId and p.birth_date > @today - interval '18 years'
        union all
        select a.grantor_kind, a.grantor_id, coalesce(e.name, p.name), coalesce(e.code, p.personal_id), 'Authority', a.scope, a.to_on
        from identity.authority a
        left join identity.enterprise e on a.grantor_kind = 'enterprise' and e.id = a.grantor_id and e.active
        left join identity.person p on a.grantor_kind = 'person' and p.id = a.grantor_id
        where a.agent_id = @personId and a.revoked_at is null and a.from_on <= @today and a.to_on >= @today and coalesce(e.id, p.id) is not null
        order by 1, 3, 2 limit 500
        """, new { personId, today = clock.ProvinceToday() }, ct);

    /// <summary>The one whom the actor acts for in a procedure, with the basis that covers it; null when for themselves or without such a basis.</summary>
    public async Task<Principal?> For(Actor actor, string procedure, CancellationToken ct) => actor.OnBehalfOf is not { } who ? null
        : (await Of(actor.Id, ct)).FirstOrDefault(p => p.Who == who && p.Covers(procedure));

    /// <summary>Null when the actor acts for themselves or the basis covers the procedure; else the refusal. For the handler that lodges or answers.</summary>
    public async Task<Problem?> Refuse(Actor actor, string procedure, CancellationToken ct)
    {
        if (actor.OnBehalfOf is not { } who)
            return null;
        var bases = (await Of(actor.Id, ct)).Where(p => p.Who == who).ToArray();
        return bases.Any(p => p.Covers(procedure)) ? null
            : bases.Length == 0 ? Problem.Forbidden("identity.no-longer-for", null, actor.OnBehalfOfName)
            : Problem.Forbidden("identity.not-for-procedure", null, actor.OnBehalfOfName, procedure);
    }
}
