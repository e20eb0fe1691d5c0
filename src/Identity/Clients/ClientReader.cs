using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Caching.Memory;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Clients;

/// <summary>A system that has proved itself.</summary>
internal sealed record KnownClient(Actor Actor, string KeyId, int PerMinute, DateTimeOffset ExpiresAt);

/// <summary>
/// Finds the system that a key or certificate belongs to. Remembered for a few seconds, so a revoked key ends within that on
/// every copy of the program, at once on this one.
/// </summary>
internal sealed class ClientReader(Database db, IMemoryCache cache)
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(5), NoteEach = TimeSpan.FromMinutes(1);
    private const string Select = """
        select c.id, c.name, c.scopes, c.per_minute, u.path as unit_path, k.id as key_id, k.hash, k.expires_at, k.used_at
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
        public byte[] Hash { get; init; } = [];
        public DateTimeOffset ExpiresAt { get; init; }
        public DateTimeOffset? UsedAt { get; init; }
    }

    public Task<KnownClient?> ByKey(ClientKey key, string address, CancellationToken ct) =>
        Find(key.Id, key.Hash, Select + " and k.kind = 'key' and k.id = @id", new { id = key.Id, now = db.Now }, address, ct);

    public Task<KnownClient?> ByCertificate(X509Certificate2 certificate, string address, CancellationToken ct)
    {
        var hash = ClientKey.HashOf(certificate);
        return db.Now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || db.Now.UtcDateTime > certificate.NotAfter.ToUniversalTime()
            ? Task.FromResult<KnownClient?>(null)
            : Find(Convert.ToHexString(hash), hash, Select + " and k.kind = 'certificate' and k.hash = @hash", new { hash, now = db.Now }, address, ct);
    }

    /// <summary>Takes a change of a client into account here at once.</summary>
    public void Forget() => _generation = new();

    private object _generation = new();

    private async Task<KnownClient?> Find(string name, byte[] hash, string sql, object args, string address, CancellationToken ct)
    {
        var remembered = (_generation, name, Convert.ToHexString(hash));
        if (cache.TryGetValue(remembered, out KnownClient? known))
            return known;
        var row = await db.OneOrNone<Row>(sql, args, ct);
        if (row is null || !CryptographicOperations.FixedTimeEquals(row.Hash, hash))
            return null;
        if (row.UsedAt is not { } used || db.Now - used > NoteEach)
            await Note(row, address, ct);
        var actor = new Actor(ActorKind.Machine, row.Id, row.Name)
        {
            UnitPath = row.UnitPath ?? "",
            // A unit that is gone gives no rights anywhere.
            Grants = row.UnitPath is { } path ? [.. row.Scopes.Select(s => new Grant(s, path, "client"))] : [],
        };
        return cache.Set(remembered, new KnownClient(actor, row.KeyId, row.PerMinute, row.ExpiresAt), Remember);
    }

    private async Task Note(Row row, string address, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("clients"), ct);
        work.Add("update identity.client_key set used_at = @Now, used_from = @address where id = @KeyId", new { row.KeyId, work.Now, address });
        await work.Commit(ct);
    }
}
