using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Caching.Memory;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Identity.Clients;

/// <summary>A system that has proved itself.</summary>
internal sealed record KnownClient(Actor Actor, string KeyId, int PerMinute, DateTimeOffset ExpiresAt)
{
    /// <summary>It came by its certificate, not with a key.</summary>
    public bool ByCertificate { get; init; }
}

/// <summary>What a caller came with, for the log: <c>key</c> or <c>certificate</c>, its number, and the system that it is of, where they are known.</summary>
internal sealed record PresentedKey(string Kind, string? Id, string? Client);

/// <summary>
/// Finds the system that a key or certificate belongs to. Remembered for a few seconds, so a revoked key ends within that on
/// every copy of the program, at once on this one.
/// </summary>
internal sealed class ClientReader(Database db, IMemoryCache cache)
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(5), NoteEach = TimeSpan.FromMinutes(1);
    private const string Select = """
        select c.id, c.name, c.scopes, c.per_minute, u.path as unit_path, k.id as key_id, k.kind, k.hash, k.expires_at, k.used_at, k.used_from
        from identity.client_key k
        join identity.client c on c.id = k.client_id
        left join directory.v_unit u on u.code = c.unit_code
        where c.active and k.revoked_at is null and k.expires_at > @now
        """;

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string[] Scopes { get; init; } = [];
        public int PerMinute { get; init; }
        public string? UnitPath { get; init; }
        public string KeyId { get; init; } = "";
        public string Kind { get; init; } = "";
        public byte[] Hash { get; init; } = [];
        public DateTimeOffset ExpiresAt { get; init; }
        public DateTimeOffset? UsedAt { get; init; }
        public string? UsedFrom { get; init; }
        public DateTimeOffset? RevokedAt { get; init; }
        public bool Active { get; init; }
    }

    public Task<KnownClient?> ByKey(ClientKey key, Origin origin, CancellationToken ct) =>
        Find(key.Id, key.Hash, Select + " and k.kind = 'key' and k.id = @id", new { id = key.Id, now = db.Now }, origin, ct);

    public Task<KnownClient?> ByCertificate(X509Certificate2 certificate, Origin origin, CancellationToken ct)
    {
        var hash = ClientKey.HashOf(certificate);
        return OutOfDate(certificate)
            ? Task.FromResult<KnownClient?>(null)
            : Find(Convert.ToHexString(hash), hash, Select + " and k.kind = 'certificate' and k.hash = @hash", new { hash, now = db.Now }, origin, ct);
    }

    /// <summary>Why a key or certificate does not hold, read without the conditions; both null for what is no key at all.</summary>
    public async Task<(PresentedKey Key, string Reason)> Why(ClientKey? key, X509Certificate2? certificate, CancellationToken ct)
    {
        var kind = certificate is null ? "key" : "certificate";
        var hash = certificate is null ? key?.Hash ?? [] : ClientKey.HashOf(certificate);
        var row = key is null && certificate is null ? null : await db.OneOrNone<Row>("""
            select c.id, c.active, k.id as key_id, k.hash, k.expires_at, k.revoked_at from identity.client_key k join identity.client c on c.id = k.client_id
            where (k.kind = 'key' and k.id = @id) or (k.kind = 'certificate' and k.hash = @hash and @kind = 'certificate')
            order by k.revoked_at is not null, k.created_at desc limit 1
            """, new { id = key?.Id, hash, kind }, ct);
        var reason = row switch
        {
            null => key is null && certificate is null ? "malformed-key" : "unknown-key",
            _ when !CryptographicOperations.FixedTimeEquals(row.Hash, hash) => "wrong-secret",
            { RevokedAt: not null } => "revoked",
            { Active: false } => "stopped",
            _ => row.ExpiresAt <= db.Now || certificate is not null && OutOfDate(certificate) ? "expired" : "unknown-key",
        };
        return (new(kind, row?.KeyId, row?.Id), reason);
    }

    private bool OutOfDate(X509Certificate2 certificate) =>
        db.Now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || db.Now.UtcDateTime > certificate.NotAfter.ToUniversalTime();

    /// <summary>Takes a change of a client into account here at once.</summary>
    public void Forget() => _generation = new();

    private object _generation = new();

    private async Task<KnownClient?> Find(string name, byte[] hash, string sql, object args, Origin origin, CancellationToken ct)
    {
        var remembered = (_generation, name, Convert.ToHexString(hash));
        if (cache.TryGetValue(remembered, out KnownClient? known))
            return known;
        var row = await db.OneOrNone<Row>(sql, args, ct);
        if (row is null || !CryptographicOperations.FixedTimeEquals(row.Hash, hash))
            return null;
        if (row.UsedAt is not { } used || db.Now - used > NoteEach)
            await Note(row, origin, ct);
        var actor = new Actor(ActorKind.Machine, row.Id, row.Name)
        {
            UnitPath = row.UnitPath ?? "",
            // A unit that is gone gives no rights anywhere.
            Grants = row.UnitPath is { } path ? [.. row.Scopes.Select(s => new Grant(s, path, "client"))] : [],
        };
        return cache.Set(remembered, new KnownClient(actor, row.KeyId, row.PerMinute, row.ExpiresAt), Remember);
    }

    private async Task Note(Row row, Origin origin, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("clients"), ct);
        work.Add("update identity.client_key set used_at = @Now, used_from = @address where id = @KeyId", new { row.KeyId, work.Now, address = origin.Address });
        if (row.UsedFrom != origin.Address)
            SignInLog.Succeeded(work, new PresentedKey(row.Kind, row.KeyId, row.Id), origin);
        await work.Commit(ct);
    }
}
