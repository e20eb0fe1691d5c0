using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Clients;

/// <summary>A key or certificate of a system.</summary>
internal sealed record KeyRow(
    string Id, string Kind, string Note, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt, string? UsedFrom);

/// <summary>Gives and ends the keys and certificates of systems; whoever gave one is reminded before it runs out.</summary>
internal sealed class ClientKeys(Database db, ClientDesk desk, ClientReader reader)
{
    public const int MostKeys = 4;
    public static readonly IReadOnlyList<int> Days = [30, 90, 180, 365];
    private static readonly TimeSpan FirstWarning = TimeSpan.FromDays(14), LastWarning = TimeSpan.FromDays(3);

    public Task<IReadOnlyList<KeyRow>> Of(string id, CancellationToken ct) => db.Query<KeyRow>("""
        select id, kind, note, created_at, expires_at, revoked_at, used_at, used_from from identity.client_key where client_id = @id
        order by revoked_at is not null, created_at desc limit 50
        """, new { id }, ct);

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
            // The same certificate may come again after it was ended: its first letters alone are no key of a row.
            return await Add(id, new($"{Convert.ToHexString(hash)[..18]}{RandomNumberGenerator.GetHexString(6)}", "certificate", hash, certificate.Subject, days), actor, ct);
        }
    }

    /// <summary>Ends a key at once.</summary>
    public async Task<Result<Done>> Revoke(string id, string keyId, Actor actor, CancellationToken ct)
    {
        if (await desk.Find(id, ct) is not { } client)
            return Problem.NotFound("identity.no-client");
        if (await desk.Refuse(client.UnitCode, actor, ct) is { } refused)
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
        if (await desk.Find(id, ct) is not { } client)
            return Problem.NotFound("identity.no-client");
        if (await desk.Refuse(client.UnitCode, actor, ct) is { } refused)
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
}
