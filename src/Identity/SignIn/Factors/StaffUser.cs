using Microsoft.AspNetCore.Identity;
using Sen.Data;

namespace Sen.Identity.SignIn;

/// <summary>A staff account as the framework's passkey handler knows it.</summary>
internal sealed record StaffUser(string Id, string UserName, string Name);

/// <summary>
/// What the framework's passkey handler reads: accounts and their passkeys. It writes nothing here; our acts do, in their
/// own transaction.
/// </summary>
internal sealed class StaffUserStore(Database db) : IUserPasskeyStore<StaffUser>
{
    // A record with positional arrays needs its constructor called by name of the column; a plain class does not.
    private sealed class Row
    {
        public byte[] Id { get; init; } = [];
        public byte[] PublicKey { get; init; } = [];
        public DateTimeOffset CreatedAt { get; init; }
        public long SignCount { get; init; }
        public string[] Transports { get; init; } = [];
        public bool UserVerified { get; init; }
        public bool BackupEligible { get; init; }
        public bool BackedUp { get; init; }
        public byte[] Attestation { get; init; } = [];
        public byte[] ClientData { get; init; } = [];
        public string Name { get; init; } = "";

        public UserPasskeyInfo Info => new(Id, PublicKey, CreatedAt, (uint)SignCount, Transports, UserVerified, BackupEligible, BackedUp, Attestation, ClientData) { Name = Name };
    }

    private const string Users = "select id, user_name, name from identity.staff where active";
    private const string Passkeys =
        "select id, public_key, created_at, sign_count, transports, user_verified, backup_eligible, backed_up, attestation, client_data, name from identity.passkey";

    public Task<StaffUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        db.OneOrNone<StaffUser>(Users + " and id = @userId", new { userId }, cancellationToken);

    public Task<StaffUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.OneOrNone<StaffUser>(Users + " and user_name = lower(@normalizedUserName)", new { normalizedUserName }, cancellationToken);

    public Task<StaffUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        db.OneOrNone<StaffUser>("select s.id, s.user_name, s.name from identity.passkey p join identity.staff s on s.id = p.staff_id where p.id = @credentialId",
            new { credentialId }, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(StaffUser user, CancellationToken cancellationToken) =>
        [.. (await db.Query<Row>(Passkeys + " where staff_id = @Id order by created_at", user, cancellationToken)).Select(r => r.Info)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await db.OneOrNone<Row>(Passkeys + " where staff_id = @Id and id = @credentialId", new { user.Id, credentialId }, cancellationToken))?.Info;

    public Task<string> GetUserIdAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task AddOrUpdatePasskeyAsync(StaffUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task RemovePasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetUserNameAsync(StaffUser user, string? userName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetNormalizedUserNameAsync(StaffUser user, string? normalizedName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> CreateAsync(StaffUser user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> UpdateAsync(StaffUser user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> DeleteAsync(StaffUser user, CancellationToken cancellationToken) => throw ReadsOnly();

    public void Dispose()
    {
    }

    private static NotSupportedException ReadsOnly() => new("accounts and passkeys are written by acts, not by the framework");
}
