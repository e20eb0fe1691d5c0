using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Dapper;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity.Clients;

/// <summary>A registered system as its administrators see it.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record ClientRow(
    string Id, string Name, string Purpose, string Contact, string UnitCode, string? UnitPath, string? UnitName, string[] Scopes, int PerMinute,
    bool Active, int Version, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>A key or certificate of a system.</summary>
internal sealed record KeyRow(
    string Id, string Kind, string Note, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt, string? UsedFrom);

/// <summary>What is said of a system when it is registered or changed.</summary>
internal sealed record ClientFacts(string Id, string Name, string Purpose, string Contact, string UnitCode, IReadOnlyList<string> Scopes, int PerMinute);

/// <summary>Registers systems and their keys. Every change asks for a fresh confirmation and for the permission at the system's unit.</summary>
internal sealed partial class ClientDesk(Database db, Units units, ClientReader reader, IEnumerable<ClientScope> scopes)
{
    public const int MostKeys = 4;
    public static readonly IReadOnlyList<int> Days = [30, 90, 180, 365];
    private static readonly TimeSpan FirstWarning = TimeSpan.FromDays(14), LastWarning = TimeSpan.FromDays(3);

    private const string Select = """
        select c.id, c.name, c.purpose, c.contact, c.unit_code, u.path as unit_path, u.name as unit_name, c.scopes, c.per_minute, c.active, c.version, c.created_at,
          (select max(used_at) from identity.client_key k where k.client_id = c.id) as used_at
        from identity.client c left join directory.v_unit u on u.code = c.unit_code
        """;

    public IReadOnlyList<string> Scopes { get; } = [.. scopes.Select(s => s.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Systems of the actor's units, by name.</summary>
    public Task<IReadOnlyList<ClientRow>> List(Actor actor, CancellationToken ct) => db.Query<ClientRow>(Select + """

        where exists (select from unnest(@units) at where at = '' or u.path = at or starts_with(u.path, at || '/')) order by c.name, c.id limit 500
        """, new { units = actor.UnitsFor(Permissions.ClientsManage) }, ct);

    public Task<ClientRow?> Find(string id, CancellationToken ct) => db.OneOrNone<ClientRow>(Select + " where c.id = @id", new { id }, ct);

    public Task<IReadOnlyList<KeyRow>> Keys(string id, CancellationToken ct) => db.Query<KeyRow>("""
        select id, kind, note, created_at, expires_at, revoked_at, used_at, used_from from identity.client_key where client_id = @id
        order by revoked_at is not null, created_at desc limit 50
        """, new { id }, ct);

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

    /// <summary>A new key beside those there are, so that a system changes over without standing still; shown once.</summary>
    public async Task<Result<string>> AddKey(string id, int days, Actor actor, CancellationToken ct)
    {
        var key = ClientKey.New();
        var done = await Add(id, new(key.Id, "key", key.Hash, "", days), actor, ct);
        return done.Ok ? key.ToString() : done.Problem;
    }

    /// <summary>A certificate that the system shows in mutual TLS; trusted by itself, whoever issued it.</summary>
    public async Task<Result<string>> AddCertificate(string id, string pem, int days, Actor actor, CancellationToken ct)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return Problem.Invalid("identity.client-certificate", "Certificate");
        }
        using (certificate)
        {
            if (certificate.NotAfter.ToUniversalTime() <= db.Now.UtcDateTime)
                return Problem.Invalid("identity.client-certificate-old", "Certificate");
            var hash = ClientKey.HashOf(certificate);
            return await Add(id, new(Convert.ToHexString(hash)[..24], "certificate", hash, certificate.Subject, days), actor, ct);
        }
    }

    /// <summary>Ends a key at once.</summary>
    public async Task<Result<Done>> Revoke(string id, string keyId, Actor actor, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } client)
            return Problem.NotFound("identity.no-client");
        if (await Refuse(client.UnitCode, actor, ct) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.client_key set revoked_at = @Now where id = @keyId and client_id = @id and revoked_at is null", new { id, keyId, work.Now });
        work.CancelReminders(new Ref("client-key", keyId), "identity.client-key-made");
        work.Audit("client.revoke-key", new Ref("client", id), after: new { Key = keyId });
        await work.Commit(ct);
        reader.Forget();
        return Done.It;
    }

    private sealed record NewKey(string Id, string Kind, byte[] Hash, string Note, int Days);

    private async Task<Result<string>> Add(string id, NewKey key, Actor actor, CancellationToken ct)
    {
        if (!Days.Contains(key.Days))
            return Problem.Invalid("identity.client-days", "Days");
        if (await Find(id, ct) is not { } client)
            return Problem.NotFound("identity.no-client");
        if (await Refuse(client.UnitCode, actor, ct) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        await work.Query<string>("select id from identity.client where id = @id for update", new { id }, ct);
        if (await work.One<int>("select count(*)::int from identity.client_key where client_id = @id and revoked_at is null and expires_at > @Now", new { id, work.Now }, ct) >= MostKeys)
            return Problem.Conflict("identity.client-keys", MostKeys);
        if (await work.One<bool>("select exists (select from identity.client_key where hash = @Hash and revoked_at is null)", new { key.Hash }, ct))
            return Problem.Invalid("identity.client-certificate-known", "Certificate");
        var expires = work.Now.AddDays(key.Days);
        work.Add("""
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at)
            values (@Id, @Client, @Kind, @Hash, @Note, @Now, @By, @Expires)
            """, new { key.Id, Client = id, key.Kind, key.Hash, key.Note, work.Now, By = actor.Id, Expires = expires });
        work.Audit("client.add-key", new Ref("client", id), after: new { Key = key.Id, key.Kind, Expires = expires });
        work.Notify(new Notice(actor.Id, "identity.client-key-made", new Ref("client-key", key.Id), [client.Name, key.Id, expires], "/he-thong-ket-noi/" + id,
            [.. new[] { FirstWarning, LastWarning }.Select(w => new Reminder(expires - w - work.Now, "identity.client-key-ends"))]));
        await work.Commit(ct);
        reader.Forget();
        return key.Id;
    }

    private async Task<Problem?> Refuse(string unitCode, Actor actor, CancellationToken ct) =>
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
