using Microsoft.AspNetCore.Identity;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>A passkey as its owner sees it.</summary>
internal sealed record PasskeyRow(string Id, string Name, bool BackedUp, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>What is there to protect an account.</summary>
internal sealed record Protection(string UserName, DateTimeOffset? PasswordSetAt, FactorState Factors, IReadOnlyList<PasskeyRow> Passkeys);

/// <summary>
/// A staff member arranges their own second factors. The first one is set up with the password; afterwards each change asks
/// for a fresh confirmation. The owner is told of each.
/// </summary>
internal sealed class Factors(Database db, Codes codes, Passwords passwords, SignInTries tries, SessionStore sessions)
{
    private const int TwoFactors = 2, LongestName = 60;

    private sealed record Account(string UserName, string? PasswordHash, DateTimeOffset? PasswordSetAt);

    public async Task<Protection> Of(string staffId, CancellationToken ct)
    {
        var account = await Find(staffId, ct);
        return new(account.UserName, account.PasswordSetAt, await codes.Of(staffId, ct), await db.Query<PasskeyRow>("""
            select encode(id, 'hex') as id, name, backed_up, created_at, used_at from identity.passkey where staff_id = @staffId order by created_at limit 50
            """, new { staffId }, ct));
    }

    /// <summary>Sets up an app for one-time codes, or puts another in its place; returns new recovery codes when there were none.</summary>
    public async Task<Result<IReadOnlyList<string>>> AddTotp(NewSecret secret, string code, string? password, Guid session, Origin origin, Actor actor, CancellationToken ct)
    {
        if (await Refuse(password, origin, actor, ct) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        if (!codes.Finish(work, actor.Id, secret, code))
            return Problem.Invalid("identity.wrong-code", "Code");
        return await Added(work, "totp", session, actor, ct);
    }

    /// <summary>Adds a passkey that the framework's handler has checked; returns new recovery codes when there were none.</summary>
    public async Task<Result<IReadOnlyList<string>>> AddPasskey(UserPasskeyInfo passkey, string? name, string? password, Guid session, Origin origin, Actor actor, CancellationToken ct)
    {
        if (await Refuse(password, origin, actor, ct) is { } refused)
            return refused;
        name = name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : origin.Agent[..Math.Min(origin.Agent.Length, LongestName)];
        await using var work = await db.Begin(actor, ct);
        work.AddOne("""
            insert into identity.passkey
              (id, staff_id, name, public_key, sign_count, transports, user_verified, backup_eligible, backed_up, attestation, client_data, created_at)
            values (@Id, @Staff, @name, @Key, @Count, @Transports, @Verified, @Eligible, @BackedUp, @Attestation, @ClientData, @Now)
            """,
            new
            {
                Id = passkey.CredentialId,
                Staff = actor.Id,
                name,
                Key = passkey.PublicKey,
                Count = (long)passkey.SignCount,
                Transports = passkey.Transports ?? [],
                Verified = passkey.IsUserVerified,
                Eligible = passkey.IsBackupEligible,
                BackedUp = passkey.IsBackedUp,
                Attestation = passkey.AttestationObject,
                ClientData = passkey.ClientDataJson,
                work.Now,
            });
        return await Added(work, "passkey", session, actor, ct);
    }

    /// <summary>Takes one factor away: <c>totp</c>, or a passkey by its number in hex.</summary>
    public async Task<Result<Done>> Remove(string which, Actor actor, CancellationToken ct)
    {
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        if (which == "totp")
            work.AddOne("delete from identity.totp where staff_id = @Id", new { actor.Id });
        else
            work.AddOne("delete from identity.passkey where staff_id = @Id and encode(id, 'hex') = @which", new { actor.Id, which });
        Told(work, actor, "staff.remove-factor", which == "totp" ? "totp" : "passkey");
        await work.Commit(ct);
        return Done.It;
    }

    /// <summary>Ten new recovery codes in the place of the old.</summary>
    public async Task<Result<IReadOnlyList<string>>> NewRecoveryCodes(Actor actor, CancellationToken ct)
    {
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        var made = SignIn.Codes.NewRecoveryCodes(work, actor.Id);
        Told(work, actor, "staff.make-recovery-codes", "recovery-code");
        await work.Commit(ct);
        return Result<IReadOnlyList<string>>.Of(made);
    }

    /// <summary>The first factor needs the password; further changes a fresh confirmation.</summary>
    private async Task<Problem?> Refuse(string? password, Origin origin, Actor actor, CancellationToken ct)
    {
        if ((await codes.Of(actor.Id, ct)).Any)
            return StepUp.Refuse(actor, StepUpFor.Security, db.Now);
        var account = await Find(actor.Id, ct);
        if (await tries.Reserve(account.UserName + "#confirm", origin, ct) is { } tooMany)
            return tooMany;
        return await passwords.Verify(account.PasswordHash, password ?? "", ct) == PasswordVerificationResult.Failed
            ? Problem.Invalid("identity.wrong-password-again", "Password")
            : null;
    }

    private async Task<Result<IReadOnlyList<string>>> Added(Work work, string kind, Guid session, Actor actor, CancellationToken ct)
    {
        IReadOnlyList<string> made = (await codes.Of(actor.Id, ct)).RecoveryCodes == 0 ? SignIn.Codes.NewRecoveryCodes(work, actor.Id) : [];
        Told(work, actor, "staff.add-factor", kind);
        // The factor has just been proved beside the password or another one.
        await sessions.Confirm(work, session, kind, TwoFactors);
        return Result<IReadOnlyList<string>>.Of(made);
    }

    private static void Told(Work work, Actor actor, string act, string kind)
    {
        work.Audit(act, new Ref("staff", actor.Id), after: new { Factor = kind });
        work.Notify(new Notice(actor.Id, "identity.security-changed", new Ref("staff", actor.Id), [work.Now], "/tai-khoan/bao-mat"));
    }

    private Task<Account> Find(string staffId, CancellationToken ct) =>
        db.One<Account>("select user_name, password_hash, password_set_at from identity.staff where id = @staffId", new { staffId }, ct);
}
