using Microsoft.AspNetCore.Identity;
using Sen.Data;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Identity.Sessions;

/// <summary>A staff member proves again who they are, inside a session, with what the account has.</summary>
/// <param name="Session">The session that is confirmed.</param>
/// <param name="Code">One-time code or recovery code, where the account has a second factor.</param>
/// <param name="Password">Where it has none; enough for accounts of the demonstration only.</param>
/// <param name="Origin">From where.</param>
internal sealed record Confirm(Guid Session, string? Code, string? Password, Origin Origin);

/// <summary>How an account may confirm.</summary>
/// <param name="UserName">Its name.</param>
/// <param name="PasswordHash">Its password.</param>
/// <param name="Demonstration">The password alone serves.</param>
/// <param name="Factors">What it has.</param>
internal sealed record Confirming(string UserName, string? PasswordHash, bool Demonstration, FactorState Factors)
{
    public bool ByPassword => !Factors.Any && Demonstration;

    /// <summary>The account must set up a second factor first.</summary>
    public bool Cannot => !Factors.Any && !Demonstration;
}

internal sealed class ConfirmHandler(Database db, SignInTries tries, Passwords passwords, Codes codes, SessionStore sessions, SignInLog log)
{
    private const int TwoFactors = 2;

    private sealed record Account(string UserName, string? PasswordHash, bool Demonstration);

    public async Task<Confirming> Of(string staffId, CancellationToken ct)
    {
        var account = await db.One<Account>("select user_name, password_hash, demonstration from identity.staff where id = @staffId", new { staffId }, ct);
        return new(account.UserName, account.PasswordHash, account.Demonstration, await codes.Of(staffId, ct));
    }

    public async Task<Result<Done>> Handle(Confirm input, Actor actor, CancellationToken ct)
    {
        var account = await Of(actor.Id, ct);
        if (account.Cannot)
            return Problem.Conflict("identity.no-factor");
        var guessed = account.UserName + "#confirm";
        if (await tries.Reserve(guessed, input.Origin, ct) is { } tooMany)
            return tooMany;
        if (await Take(input, account, guessed, actor, ct))
            return Done.It;
        await log.Failed(SignInLog.Confirm, account.UserName, known: true, account.ByPassword ? "wrong-password" : "wrong-code",
            account.ByPassword ? "password" : "code", input.Origin, ct);
        return account.ByPassword ? Problem.Invalid("identity.wrong-password-again", "Password") : Problem.Invalid("identity.wrong-code", "Code");
    }

    /// <summary>True when the factor holds and the session is confirmed; else nothing is written.</summary>
    private async Task<bool> Take(Confirm input, Confirming account, string guessed, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var factor = !account.ByPassword ? await codes.Take(work, actor.Id, input.Code ?? "", ct)
            : await passwords.Verify(account.PasswordHash, input.Password ?? "", ct) == PasswordVerificationResult.Failed ? null : "password";
        if (factor is null)
            return false;
        SignInTries.Forget(work, guessed, input.Origin);
        SignInLog.Succeeded(work, SignInLog.Confirm, new StaffUser(actor.Id, account.UserName, actor.Name), factor, input.Origin);
        await sessions.Confirm(work, input.Session, factor, account.ByPassword ? actor.Assurance : TwoFactors);
        return true;
    }

    /// <summary>Confirms by a passkey of the same account.</summary>
    public async Task<Result<Done>> Handle(Guid session, PasskeyAnswer? answer, Actor actor, CancellationToken ct)
    {
        if (answer is null || answer.User.Id != actor.Id)
            return Problem.Invalid("identity.wrong-passkey");
        await using var work = await db.Begin(actor, ct);
        Passkeys.Take(work, answer);
        try
        {
            await sessions.Confirm(work, session, "passkey", TwoFactors);
        }
        catch (StaleEditException)
        {
            return Problem.Invalid("identity.wrong-passkey");
        }
        return Done.It;
    }
}
