using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>A staff member signs in with a password: authentication level 1 (one factor, Decree 69/2024).</summary>
internal sealed record StaffSignIn(string UserName, string Password, Origin Origin);

internal sealed class StaffSignInHandler(Database db, Passwords passwords, IConfiguration configuration)
{
    private sealed record Account(string Id, string Name, string? PasswordHash);

    /// <summary>The new session, or the refusal, which never says whether the account exists.</summary>
    public async Task<Result<Guid>> Handle(StaffSignIn input, CancellationToken ct)
    {
        var name = input.UserName.Trim().ToLowerInvariant();
        if (await Reserve(name, input.Origin.Address, ct) is { } tooMany)
            return tooMany;
        var account = await db.OneOrNone<Account>(
            "select id, name, password_hash from identity.staff where user_name = @name and active and (@demo or not demonstration)",
            new { name, demo = configuration.GetValue<bool>("Sen:Demo") }, ct);
        var verified = passwords.Verify(account?.PasswordHash, input.Password);
        if (account is null || verified == PasswordVerificationResult.Failed)
            return Problem.Invalid("identity.wrong-password");
        await using var work = await db.Begin(new Actor(ActorKind.Staff, account.Id, account.Name), ct);
        work.Add("delete from identity.sign_in_try where account = @name and address = @Address", new { name, input.Origin.Address });
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
            work.Add("update identity.staff set password_hash = @Hash where id = @Id", new { account.Id, Hash = passwords.Hash(input.Password) });
        var session = SessionStore.Start(work, SessionKind.Staff, account.Id, assurance: 1, input.Origin);
        await work.Commit(ct);
        return session;
    }

    /// <summary>
    /// Counts the try before the password is looked at, one after the other for a pair, so that a burst of parallel
    /// tries does not slip past the count.
    /// </summary>
    private async Task<Problem?> Reserve(string account, string address, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("sign-in"), ct);
        await work.Query<object>("select pg_advisory_xact_lock(hashtextextended(@pair, 0))::text", new { pair = $"{account}\n{address}" }, ct);
        var tries = await work.One<Tries>("""
            select
              (select count(*) from identity.sign_in_try where account = @account and address = @address and at > @since)::int as pair,
              (select max(at) from identity.sign_in_try where account = @account and address = @address and at > @since) as last_pair,
              (select count(*) from identity.sign_in_try where address = @address and at > @since)::int as address,
              (select count(*) from identity.sign_in_try where account = @account and at > @since)::int as account,
              exists (select from identity.session s join identity.staff f on f.id = s.subject_id
                where f.user_name = @account and s.address = @address) as known_address
            """, new { account, address, since = work.Now - Throttle.Window }, ct);
        var wait = Throttle.Wait(tries, work.Now);
        if (wait > TimeSpan.Zero)
            return Problem.Invalid("identity.too-many-tries", null, (int)Math.Ceiling(wait.TotalMinutes));
        work.Add("delete from identity.sign_in_try where (account = @account or address = @address) and at < @old", new { account, address, old = work.Now - TimeSpan.FromDays(1) });
        work.Add("insert into identity.sign_in_try (account, address, at) values (@account, @address, @Now)", new { account, address, work.Now });
        await work.Commit(ct);
        return null;
    }
}
