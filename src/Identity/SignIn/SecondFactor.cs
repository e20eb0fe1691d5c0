using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>The code after the password: a one-time code or a recovery code. Level 2 (Decree 69/2024: two factors).</summary>
internal sealed record SecondFactor(StaffUser User, string Code, Origin Origin);

/// <summary>A passkey, alone or after the password: level 2, since it proves possession and a PIN or a body part.</summary>
internal sealed record PasskeySignIn(PasskeyAnswer Answer, Origin Origin);

internal sealed class SecondFactorHandler(Database db, SignInTries tries, Codes codes, IConfiguration configuration)
{
    private const int TwoFactors = 2;

    /// <summary>The new session, or the refusal.</summary>
    public async Task<Result<Guid>> Handle(SecondFactor input, CancellationToken ct)
    {
        var guessed = input.User.UserName + "#code";
        if (await tries.Reserve(guessed, input.Origin, ct) is { } tooMany)
            return tooMany;
        await using var work = await db.Begin(SignInActor.Of(input.User), ct);
        if (!await MayStillSignIn(work, input.User, ct) || await codes.Take(work, input.User.Id, input.Code, ct) is not { } factor)
            return Problem.Invalid("identity.wrong-code", "Code");
        SignInTries.Forget(work, guessed, input.Origin);
        var session = await SessionStore.StartStaff(work, input.User, TwoFactors, input.Origin, factor, ct);
        await work.Commit(ct);
        return session;
    }

    /// <summary>The new session, or the refusal. Nothing is counted: a passkey cannot be guessed.</summary>
    public async Task<Result<Guid>> Handle(PasskeySignIn input, CancellationToken ct)
    {
        await using var work = await db.Begin(SignInActor.Of(input.Answer.User), ct);
        if (!await MayStillSignIn(work, input.Answer.User, ct))
            return Problem.Invalid("identity.wrong-passkey");
        Passkeys.Take(work, input.Answer);
        var session = await SessionStore.StartStaff(work, input.Answer.User, TwoFactors, input.Origin, "passkey", ct);
        try
        {
            await work.Commit(ct);
        }
        catch (StaleEditException)
        {
            return Problem.Invalid("identity.wrong-passkey");
        }
        return session;
    }

    private async Task<bool> MayStillSignIn(Work work, StaffUser user, CancellationToken ct) =>
        await work.OneOrNone<string>("select id from identity.staff where id = @Id and active and (@demo or not demonstration)",
            new { user.Id, demo = configuration.GetValue<bool>("Sen:Demo") }, ct) is not null;
}
