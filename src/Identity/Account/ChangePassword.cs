using Microsoft.AspNetCore.Identity;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>A staff member changes their password; every other session ends.</summary>
internal sealed record ChangePassword(string Old, string New, string Again, Guid Session, Origin Origin);

internal sealed class ChangePasswordHandler(Database db, Passwords passwords, PasswordRules rules, SignInTries tries, Codes codes, SessionStore sessions)
{
    private sealed record Account(string UserName, string Name, string? PasswordHash);

    public async Task<Result<Done>> Handle(ChangePassword input, Actor actor, CancellationToken ct)
    {
        if ((await codes.Of(actor.Id, ct)).Any && StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } refused)
            return refused;
        var account = await db.One<Account>("select user_name, name, password_hash from identity.staff where id = @Id", actor, ct);
        if (await tries.Reserve(account.UserName + "#confirm", input.Origin, ct) is { } tooMany)
            return tooMany;
        if (await passwords.Verify(account.PasswordHash, input.Old, ct) == PasswordVerificationResult.Failed)
            return Problem.Invalid("identity.wrong-password-again", "Old");
        if (input.New == input.Old)
            return Problem.Invalid("identity.password-same", "New");
        if (rules.Refuse(input.New, "New", account.UserName, account.Name) is { } weak)
            return weak;
        if (input.New != input.Again)
            return Problem.Invalid("identity.password-differs", "Again");
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.staff set password_hash = @Hash, password_set_at = @Now where id = @Id", new { actor.Id, work.Now, Hash = await passwords.Hash(input.New, ct) });
        SignInTries.Forget(work, account.UserName + "#confirm", input.Origin);
        var ended = await sessions.EndOthers(work, actor.Id, input.Session, ct);
        work.Audit("staff.set-password", new Ref("staff", actor.Id), "own");
        work.Notify(new Notice(actor.Id, "identity.security-changed", new Ref("staff", actor.Id), [work.Now], "/tai-khoan/bao-mat"));
        await work.Commit(ct);
        sessions.Forget(ended);
        return Done.It;
    }
}
