using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>The code after the password: a one-time code or a recovery code. Level 2 (Decree 69/2024: two factors).</summary>
internal sealed record SecondFactor(StaffUser User, string Code, Origin Origin);

/// <summary>A passkey, alone or after the password: level 2, since it proves possession and a PIN or a body part.</summary>
internal sealed record PasskeySignIn(PasskeyAnswer Answer, Origin Origin);

internal sealed class SecondFactorHandler(Database db, SignInTries tries, Codes codes, SignInLog log, IConfiguration configuration)
{
    private const int TwoFactors = 2;

    /// <summary>The new session, or the refusal.</summary>
    public async Task<Result<Guid>> Handle(SecondFactor input, CancellationToken ct)
    {
        var guessed = input.User.UserName + "#code";
        if (await tries.Reserve(guessed, input.Origin, ct) is { } tooMany)
            return tooMany;
        if (await Start(input.User, input.Origin, Code, ct) is { } session)
            return session;
        await log.Failed(SignInLog.SignIn, input.User.UserName, known: true, "wrong-code", "code", input.Origin, ct);
        return Problem.Invalid("identity.wrong-code", "Code");

        async Task<string?> Code(Work work)
        {
            SignInTries.Forget(work, guessed, input.Origin);
            return await codes.Take(work, input.User.Id, input.Code, ct);
        }
    }

    /// <summary>The new session, or the refusal. Nothing is counted: a passkey cannot be guessed.</summary>
    public async Task<Result<Guid>> Handle(PasskeySignIn input, CancellationToken ct)
    {
        if (await Start(input.Answer.User, input.Origin, Passkey, ct) is { } session)
            return session;
        await log.Failed(SignInLog.SignIn, input.Answer.User.UserName, known: true, "wrong-passkey", "passkey", input.Origin, ct);
        return Problem.Invalid("identity.wrong-passkey");

        Task<string?> Passkey(Work work)
        {
            Passkeys.Take(work, input.Answer);
            return Task.FromResult<string?>("passkey");
        }
    }

    /// <summary>The session when the account is still good and the factor holds, else null, and nothing is written.</summary>
    private async Task<Guid?> Start(StaffUser user, Origin origin, Func<Work, Task<string?>> take, CancellationToken ct)
    {
        await using var work = await db.Begin(SignInActor.Of(user), ct);
        if (!await MayStillSignIn(work, user, ct) || await take(work) is not { } factor)
            return null;
        var session = await SessionStore.StartStaff(work, user, TwoFactors, origin, factor, ct);
        SignInLog.Succeeded(work, SignInLog.SignIn, user, factor, origin);
        try
        {
            await work.Commit(ct);
        }
        catch (StaleEditException)
        {
            // The same answer or code was taken a moment ago.
            return null;
        }
        return session;
    }

    private async Task<bool> MayStillSignIn(Work work, StaffUser user, CancellationToken ct) =>
        await work.OneOrNone<string>("select id from identity.staff where id = @Id and active and (@demo or not demonstration)",
            new { user.Id, demo = configuration.GetValue<bool>("Sen:Demo") }, ct) is not null;
}
