using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>A staff member signs in with a password: authentication level 1 (one factor, Decree 69/2024).</summary>
internal sealed record StaffSignIn(string UserName, string Password, Origin Origin);

internal sealed class StaffSignInHandler(Database db, SignInTries tries, Passwords passwords, IConfiguration configuration)
{
    private sealed record Account(string Id, string Name, string? PasswordHash);

    /// <summary>The new session, or the refusal, which never says whether the account exists.</summary>
    public async Task<Result<Guid>> Handle(StaffSignIn input, CancellationToken ct)
    {
        var name = input.UserName.Trim().ToLowerInvariant();
        if (await tries.Reserve(name, input.Origin.Address, known: false, ct) is { } tooMany)
            return tooMany;
        var account = await db.OneOrNone<Account>(
            "select id, name, password_hash from identity.staff where user_name = @name and active and (@demo or not demonstration)",
            new { name, demo = configuration.GetValue<bool>("Sen:Demo") }, ct);
        var verified = passwords.Verify(account?.PasswordHash, input.Password);
        if (account is null || verified == PasswordVerificationResult.Failed)
            return Problem.Invalid("identity.wrong-password");
        await using var work = await db.Begin(new Actor(ActorKind.Staff, account.Id, account.Name), ct);
        SignInTries.Forget(work, name, input.Origin.Address);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
            work.Add("update identity.staff set password_hash = @Hash where id = @Id", new { account.Id, Hash = passwords.Hash(input.Password) });
        var session = SessionStore.Start(work, SessionKind.Staff, account.Id, assurance: 1, input.Origin);
        await work.Commit(ct);
        return session;
    }
}
