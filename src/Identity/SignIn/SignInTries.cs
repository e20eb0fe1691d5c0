using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>Remembers tries at what can be guessed: passwords, codes. A right one forgets those of its pair.</summary>
internal sealed class SignInTries(Database db, SignInLog log)
{
    /// <summary>
    /// Counts the try before the secret is looked at, one after the other for a pair, so that a burst of parallel tries
    /// does not slip past the count. Null when the try may be made, else the refusal.
    /// </summary>
    /// <param name="account">What is guessed at: a user name, or a user name and <c>#</c> the factor.</param>
    public Task<Problem?> Reserve(string account, Origin origin, CancellationToken ct) => Reserve(account, origin, everywhere: true, ct);

    /// <summary>The same; without <paramref name="everywhere"/> no limit holds over all places: for what is too long to be guessed, so that nobody keeps its owner from it.</summary>
    public async Task<Problem?> Reserve(string account, Origin origin, bool everywhere, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("sign-in"), ct);
        // A statement of its own: the count must see what the one before it committed.
        await work.Query<object>("select pg_advisory_xact_lock(hashtextextended(@pair, 0))::text", new { pair = $"{account}\n{origin.Place}" }, ct);
        // Counting stops where a limit is: under attack the rows of one account are many.
        var tries = await work.One<Tries>("""
            select
              (select count(*) from (select from identity.sign_in_try where account = @account and address = @place and at > @since limit 100) t)::int as pair,
              (select max(at) from identity.sign_in_try where account = @account and address = @place and at > @since) as last_pair,
              (select count(*) from (select from identity.sign_in_try where address = @place and at > @since limit 100) t)::int as address,
              (select count(*) from (select from identity.sign_in_try where account = @account and at > @since limit 100) t)::int as account,
              @device or exists (select from identity.session s join identity.staff f on f.id = s.subject_id
                where f.user_name = split_part(@account, '#', 1) and s.address = @place) as known,
              exists (select from identity.staff where user_name = split_part(@account, '#', 1)) as exists
            """, new { account, place = origin.Place, device = origin.Device is not null || !everywhere, since = work.Now - Throttle.Window }, ct);
        var wait = Throttle.Wait(tries, work.Now);
        if (wait > TimeSpan.Zero)
        {
            log.Throttled(work, account, tries.Exists, origin);
            await work.Commit(ct);
            return Problem.Invalid("identity.too-many-tries", null, (int)Math.Ceiling(wait.TotalMinutes));
        }
        // A few at a time, whosever they are: a name that is tried once is never tried again.
        work.Add("delete from identity.sign_in_try where ctid = any (array(select ctid from identity.sign_in_try where at < @old order by at limit 20 for update skip locked))",
            new { old = work.Now - TimeSpan.FromDays(1) });
        work.Add("insert into identity.sign_in_try (account, address, at) values (@account, @Place, @Now)", new { account, origin.Place, work.Now });
        await work.Commit(ct);
        return null;
    }

    /// <summary>The secret was right: tries of this pair no longer count.</summary>
    public static void Forget(Work work, string account, Origin origin) =>
        work.Add("delete from identity.sign_in_try where account = @account and address = @Place", new { account, origin.Place });
}
