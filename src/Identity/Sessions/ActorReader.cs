using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity.Sessions;

/// <summary>Makes the actor of a session: the position held today and every grant of the roles valid today.</summary>
internal sealed class ActorReader(Database db, Units units, GrantsQuery grants, TimeProvider clock, IConfiguration configuration)
{
    private sealed record StaffRow(string Id, string Name, string? Title, string? UnitCode);

    /// <summary>The actor, or null when the person is gone, inactive, or invented and this is not a demonstration.</summary>
    public Task<Actor?> Read(SessionKind kind, string id, int assurance, CancellationToken ct) =>
        kind == SessionKind.Staff ? Staff(id, assurance, ct) : Citizen(id, assurance, ct);

    /// <summary>The grants of a staff member today: by roles, by delegation, over units taken over.</summary>
    public Task<IReadOnlyList<Grant>> Grants(string staffId, CancellationToken ct) => grants.Of(staffId, clock.ProvinceToday(), ct);

    private async Task<Actor?> Staff(string id, int assurance, CancellationToken ct)
    {
        var row = await db.OneOrNone<StaffRow>("""
            select s.id, s.name, p.title, p.unit_code
            from identity.staff s
            left join identity.position p on p.staff_id = s.id and p.main and p.valid_from <= @today and (p.valid_to is null or p.valid_to > @today)
            where s.id = @id and s.active and (@demo or not s.demonstration)
            """, new { id, today = clock.ProvinceToday(), demo = Demo }, ct);
        return row is null ? null : new Actor(ActorKind.Staff, row.Id, row.Name)
        {
            Title = row.Title ?? "",
            UnitPath = row.UnitCode is null ? "" : (await units.Find(row.UnitCode, ct))?.Path ?? "",
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
