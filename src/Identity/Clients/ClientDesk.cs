using System.Text.RegularExpressions;
using Dapper;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>A registered system as its administrators see it.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record ClientRow(
    string Id, string Name, string Purpose, string Contact, string UnitCode, string? UnitPath, string? UnitName, string[] Scopes, int PerMinute,
    bool Active, int Version, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>What is said of a system when it is registered or changed.</summary>
internal sealed record ClientFacts(string Id, string Name, string Purpose, string Contact, string UnitCode, IReadOnlyList<string> Scopes, int PerMinute);

/// <summary>Registers systems. Every change asks for a fresh confirmation and for the permission at the system's unit.</summary>
internal sealed partial class ClientDesk(Database db, Units units, ClientReader reader, IEnumerable<ClientScope> scopes)
{
    private const string Select = """
        select c.id, c.name, c.purpose, c.contact, c.unit_code, u.path as unit_path, u.name as unit_name, c.scopes, c.per_minute, c.active, c.version, c.created_at,
          (select max(used_at) from identity.client_key k where k.client_id = c.id) as used_at
        from identity.client c left join directory.v_unit u on u.code = c.unit_code
        """;

    public IReadOnlyList<string> Scopes { get; } = [.. scopes.Select(s => s.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Systems of the actor's units, by name.</summary>
    public Task<IReadOnlyList<ClientRow>> List(Actor actor, CancellationToken ct) => db.Query<ClientRow>(Select + $"""

        where {Access.AtUnits("u.path")} order by c.name, c.id limit 500
        """, new { units = actor.UnitsFor(Permissions.ClientsManage) }, ct);

    public Task<ClientRow?> Find(string id, CancellationToken ct) => db.OneOrNone<ClientRow>(Select + " where c.id = @id", new { id }, ct);

    /// <summary>Registers a system, without a key yet.</summary>
    public async Task<Result<string>> Register(ClientFacts facts, Actor actor, CancellationToken ct)
    {
        if (await Wrong(facts, ct) is { Count: > 0 } wrong)
            return Result<string>.Refused(wrong);
        if (await Refuse(facts.UnitCode, actor, ct) is { } refused)
            return refused;
        if (await Find(facts.Id, ct) is not null)
            return Problem.Invalid("identity.client-taken", "Id");
        await using var work = await db.Begin(actor, ct);
        work.Add("""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by)
            values (@Id, @Name, @Purpose, @Contact, @UnitCode, @Scopes, @PerMinute, @Now, @By)
            """, new { facts.Id, facts.Name, facts.Purpose, facts.Contact, facts.UnitCode, facts.Scopes, facts.PerMinute, work.Now, By = actor.Id });
        work.Audit("client.register", new Ref("client", facts.Id), after: facts);
        await work.Commit(ct);
        return facts.Id;
    }

    /// <summary>Changes what a system may; its unit stays.</summary>
    public async Task<Result<string>> Change(ClientFacts facts, bool active, int version, Actor actor, CancellationToken ct)
    {
        if (await Wrong(facts, ct) is { Count: > 0 } wrong)
            return Result<string>.Refused(wrong);
        if (await Find(facts.Id, ct) is not { } before)
            return Problem.NotFound("identity.no-client");
        if (await Refuse(before.UnitCode, actor, ct) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        work.AddOne("""
            update identity.client set name = @Name, purpose = @Purpose, contact = @Contact, scopes = @Scopes, per_minute = @PerMinute, active = @active, version = version + 1
            where id = @Id and version = @version
            """, new { facts.Id, facts.Name, facts.Purpose, facts.Contact, facts.Scopes, facts.PerMinute, active, version });
        work.Audit("client.change", new Ref("client", facts.Id), before: before, after: new { facts, active });
        await work.Commit(ct);
        reader.Forget();
        return facts.Id;
    }

    /// <summary>Null when the actor may change systems of this unit, and has confirmed lately.</summary>
    public async Task<Problem?> Refuse(string unitCode, Actor actor, CancellationToken ct) =>
        Access.Refuse(actor, Permissions.ClientsManage, (await units.Find(unitCode, ct))?.Path ?? "") ?? StepUp.Refuse(actor, StepUpFor.Security, db.Now);

    private async Task<IReadOnlyList<Problem>> Wrong(ClientFacts facts, CancellationToken ct)
    {
        var wrong = new List<Problem>();
        if (!Name().IsMatch(facts.Id))
            wrong.Add(Problem.Invalid("identity.client-id", "Id"));
        foreach (var (text, field) in new[] { (facts.Name, "Name"), (facts.Purpose, "Purpose"), (facts.Contact, "Contact") })
            if (text.Trim().Length is < 3 or > 300)
                wrong.Add(Problem.Invalid("identity.client-text", field, 3, 300));
        if (facts.PerMinute is < 1 or > 100_000)
            wrong.Add(Problem.Invalid("identity.client-rate", "PerMinute", 1, 100_000));
        if (facts.Scopes.Except(Scopes).Any())
            wrong.Add(Problem.Invalid("identity.client-scope", "Chosen"));
        if (await units.Find(facts.UnitCode, ct) is null)
            wrong.Add(Problem.Invalid("identity.why.no-unit", "UnitCode"));
        return wrong;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$")]
    private static partial Regex Name();
}
