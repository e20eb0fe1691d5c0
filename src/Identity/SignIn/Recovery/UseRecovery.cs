using System.Security.Cryptography;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>With both halves of the code the person sets a new password; factors and sessions of before are gone.</summary>
internal sealed record UseRecovery(string UserName, string First, string Second, string New, string Again, Origin Origin);

internal sealed class UseRecoveryHandler(Database db, SignInTries tries, Passwords passwords, PasswordRules rules, SessionStore sessions, SignInLog log)
{
    private sealed class Open
    {
        public Guid Id { get; init; }
        public string StaffId { get; init; } = "";
        public string UserName { get; init; } = "";
        public string Name { get; init; } = "";
        public byte[] FirstHalf { get; init; } = [];
        public byte[] SecondHalf { get; init; } = [];
    }

    public async Task<Result<Done>> Handle(UseRecovery input, CancellationToken ct)
    {
        var name = input.UserName.Trim().ToLowerInvariant();
        var guessed = name + "#recovery";
        if (await tries.Reserve(guessed, input.Origin, everywhere: false, ct) is { } tooMany)
            return tooMany;
        var open = await db.OneOrNone<Open>("""
            select r.id, r.staff_id, s.user_name, s.name, r.first_half, r.second_half
            from identity.recovery r join identity.staff s on s.id = r.staff_id and s.active
            where s.user_name = @name and r.state = 'approved' and r.expires_at > @now
            """, new { name, now = db.Now }, ct);
        // The order of the halves does not matter: the person got two slips of paper.
        if (open is null || !(Fits(open, input.First, input.Second) || Fits(open, input.Second, input.First)))
        {
            await log.Failed(SignInLog.Recovery, name, open is not null, "wrong-code", "recovery", input.Origin, ct);
            return Problem.Invalid("identity.recover-wrong", "First");
        }
        if (rules.Refuse(input.New, "New", open.UserName, open.Name) is { } weak)
            return weak;
        if (input.New != input.Again)
            return Problem.Invalid("identity.password-differs", "Again");
        var user = new StaffUser(open.StaffId, open.UserName, open.Name);
        await using var work = await db.Begin(SignInActor.Of(user), ct);
        work.AddOne("update identity.recovery set state = 'used', ended_at = @Now where id = @Id and state = 'approved' and expires_at > @Now", new { open.Id, work.Now });
        work.AddOne("update identity.staff set password_hash = @Hash, password_set_at = @Now where id = @StaffId and active",
            new { open.StaffId, work.Now, Hash = await passwords.Hash(input.New, ct) });
        Codes.RemoveAll(work, open.StaffId);
        SignInTries.Forget(work, guessed, input.Origin);
        var ended = await sessions.EndOthers(work, open.StaffId, kept: null, ct);
        work.Audit("staff.recover", new Ref("staff", open.StaffId), after: new { Recovery = open.Id });
        work.Notify(new Notice(open.StaffId, "identity.security-changed", new Ref("staff", open.StaffId), [work.Now], "/tai-khoan/bao-mat"));
        SignInLog.Succeeded(work, SignInLog.Recovery, user, "recovery", input.Origin);
        await work.Commit(ct);
        sessions.Forget(ended);
        return Done.It;
    }

    private static bool Fits(Open open, string first, string second) =>
        CryptographicOperations.FixedTimeEquals(open.FirstHalf, Hash(first)) & CryptographicOperations.FixedTimeEquals(open.SecondHalf, Hash(second));

    private static byte[] Hash(string typed) => Codes.Hash(new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant());
}
