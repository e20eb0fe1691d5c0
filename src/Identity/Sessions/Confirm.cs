using Microsoft.AspNetCore.Identity;
using Sen.Data;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Identity.Sessions;

/// <summary>A staff member proves again who they are, inside a session.</summary>
internal sealed record Confirm(Guid Session, string Password, Origin Origin);

internal sealed class ConfirmHandler(Database db, SignInTries tries, Passwords passwords, SessionStore sessions)
{
    private sealed record Account(string UserName, string? PasswordHash);

    public async Task<Result<Done>> Handle(Confirm input, Actor actor, CancellationToken ct)
    {
        var account = await db.One<Account>("select user_name, password_hash from identity.staff where id = @Id and active", actor, ct);
        if (await tries.Reserve(account.UserName + "#confirm", input.Origin.Address, known: true, ct) is { } tooMany)
            return tooMany;
        if (passwords.Verify(account.PasswordHash, input.Password) == PasswordVerificationResult.Failed)
            return Problem.Invalid("identity.wrong-password-again", "Password");
        await using var work = await db.Begin(actor, ct);
        SignInTries.Forget(work, account.UserName + "#confirm", input.Origin.Address);
        await sessions.Confirm(work, input.Session, "password", actor.Assurance);
        return Done.It;
    }
}
