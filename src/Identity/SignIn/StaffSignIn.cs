using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>A staff member signs in with a password: one factor, level 1 (Decree 69/2024), unless the account has a second.</summary>
internal sealed record StaffSignIn(string UserName, string Password, Origin Origin);

/// <summary>The password was right.</summary>
/// <param name="User">Whose.</param>
/// <param name="Session">The new session; null when a second factor is asked for first.</param>
internal sealed record SignInStep(StaffUser User, Guid? Session);

internal sealed class StaffSignInHandler(Database db, SignInTries tries, Passwords passwords, Codes codes, SignInLog log, IConfiguration configuration)
{
    private sealed record Account(string Id, string Name, string? PasswordHash);

    /// <summary>The next step, or the refusal, which never says whether the account exists.</summary>
    public async Task<Result<SignInStep>> Handle(StaffSignIn input, CancellationToken ct)
    {
        var name = input.UserName.Trim().ToLowerInvariant();
        if (await tries.Reserve(name, input.Origin, ct) is { } tooMany)
            return tooMany;
        var account = await db.OneOrNone<Account>(
            "select id, name, password_hash from identity.staff where user_name = @name and active and (@demo or not demonstration)",
            new { name, demo = configuration.GetValue<bool>("Sen:Demo") }, ct);
        var verified = await passwords.Verify(account?.PasswordHash, input.Password, ct);
        if (account is null || verified == PasswordVerificationResult.Failed)
        {
            await log.Failed(SignInLog.SignIn, name, account is not null, "wrong-password", "password", input.Origin, ct);
            return Problem.Invalid("identity.wrong-password");
        }
        var user = new StaffUser(account.Id, name, account.Name);
        var asksMore = (await codes.Of(account.Id, ct)).Any;
        await using var work = asksMore ? await db.BeginDraft(SignInActor.Of(user), ct) : await db.Begin(SignInActor.Of(user), ct);
        SignInTries.Forget(work, name, input.Origin);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
            work.Add("update identity.staff set password_hash = @Hash where id = @Id and password_hash = @PasswordHash",
                new { account.Id, account.PasswordHash, Hash = await passwords.Hash(input.Password, ct) });
        Guid? session = asksMore ? null : await SessionStore.StartStaff(work, user, assurance: 1, input.Origin, confirmedWith: null, ct);
        SignInLog.Succeeded(work, asksMore ? SignInLog.FirstFactor : SignInLog.SignIn, user, "password", input.Origin);
        await work.Commit(ct);
        return new SignInStep(user, session);
    }
}

/// <summary>The actor of a sign-in: nobody's session yet.</summary>
internal static class SignInActor
{
    public static Actor Of(StaffUser user) => new(ActorKind.Staff, user.Id, user.Name);
}
