using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>Remembers tries at what can be guessed: passwords, codes. A right one forgets those of its pair.</summary>
internal sealed class SignInTries(Database db)
{
    /// <summary>
    /// Counts the try before the secret is looked at, one after the other for a pair, so that a burst of parallel tries
    /// does not slip past the count. Null when the try may be made, else the refusal.
    /// </summary>
    /// <param name="account">What is guessed at: a user name, or a user name and <c>#</c> the factor.</param>
    /// <param name="known">The browser has signed in to the account before, and proves it.</param>
    public async Task<Problem?> Reserve(string account, string address, bool known, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("sign-in"), ct);
        await work.Query<object>("select pg_advisory_xact_lock(hashtextextended(@pair, 0))::text", new { pair = $"{account}\n{address}" }, ct);
        var tries = await work.One<Tries>("""
            select
              (select count(*) from (select from identity.sign_in_try where account = @account and address = @address and at > @since limit 100) a)::int as pair,
              (select max(at) from identity.sign_in_try where account = @account and address = @address and at > @since) as last_pair,
              (select count(*) from (select from identity.sign_in_try where address = @address and at > @since limit 100) a)::int as address,
              (select count(*) from (select from identity.sign_in_try where account = @account and at > @since limit 100) a)::int as account,
              @known or exists (select from identity.session s join identity.staff f on f.id = s.subject_id
                where f.user_name = split_part(@account, '#', 1) and s.address = @address) as known_address
            """, new { account, address, known, since = work.Now - Throttle.Window }, ct);
        var wait = Throttle.Wait(tries, work.Now);
        if (wait > TimeSpan.Zero)
            return Problem.Invalid("identity.too-many-tries", null, (int)Math.Ceiling(wait.TotalMinutes));
        work.Add("delete from identity.sign_in_try where (account = @account or address = @address) and at < @old", new { account, address, old = work.Now - TimeSpan.FromDays(1) });
        work.Add("insert into identity.sign_in_try (account, address, at) values (@account, @address, @Now)", new { account, address, work.Now });
        await work.Commit(ct);
        return null;
    }

    /// <summary>The secret was right: tries of this pair no longer count.</summary>
    public static void Forget(Work work, string account, string address) =>
        work.Add("delete from identity.sign_in_try where account = @account and address = @address", new { account, address });
}
