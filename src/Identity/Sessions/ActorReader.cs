using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Sessions;

/// <summary>Makes the actor of a session: the position held today and every grant of the roles valid today.</summary>
internal sealed class ActorReader(Database db, TimeProvider clock, IConfiguration configuration)
{
    private sealed record StaffRow(string Id, string Name, string? Title, string? UnitPath);

    /// <summary>The actor, or null when the person is gone, inactive, or invented and this is not a demonstration.</summary>
    public Task<Actor?> Read(SessionKind kind, string id, int assurance, CancellationToken ct) =>
        kind == SessionKind.Staff ? Staff(id, assurance, ct) : Citizen(id, assurance, ct);

    /// <summary>The grants of a staff member's roles that are valid today, nearest to the root first.</summary>
    public Task<IReadOnlyList<Grant>> Grants(string staffId, CancellationToken ct) => db.Query<Grant>("""
        select permission, u.path as unit_path, r.code as role
        from identity.role_assignment a
        join identity.role r on r.code = a.role
        join directory.v_unit u on u.code = a.unit_code
        cross join unnest(r.permissions) as permission
        where a.staff_id = @staffId and a.valid_from <= @today and (a.valid_to is null or a.valid_to > @today)
        order by length(u.path), u.path, r.code, permission
        """, new { staffId, today = clock.ProvinceToday() }, ct);

    private async Task<Actor?> Staff(string id, int assurance, CancellationToken ct)
    {
        var row = await db.OneOrNone<StaffRow>("""
            select s.id, s.name, p.title, u.path as unit_path
            from identity.staff s
            left join identity.position p on p.staff_id = s.id and p.valid_from <= @today and (p.valid_to is null or p.valid_to > @today)
            left join directory.v_unit u on u.code = p.unit_code
            where s.id = @id and s.active and (@demo or not s.demonstration)
            """, new { id, today = clock.ProvinceToday(), demo = Demo }, ct);
        return row is null ? null : new Actor(ActorKind.Staff, row.Id, row.Name)
        {
            Title = row.Title ?? "",
            UnitPath = row.UnitPath ?? "",
            Assurance = assurance,
            Grants = await Grants(id, ct),
        };
    }

    private async Task<Actor?> Citizen(string id, int assurance, CancellationToken ct)
    {
        var name = await db.OneOrNone<string>("select name from identity.person where id = @id and (@demo or not demonstration)",
            new { id, demo = Demo }, ct);
        return name is null ? null : new Actor(ActorKind.Citizen, id, name) { Assurance = assurance };
    }

    private bool Demo => configuration.GetValue<bool>("Sen:Demo");
}
