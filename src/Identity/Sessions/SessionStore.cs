using Microsoft.Extensions.Caching.Memory;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Sessions;

/// <summary>
/// Sessions in the database: the cookie carries only a session's number, protected. An actor is remembered for a few
/// seconds, so a revoked session or role ends within <see cref="Remember"/> on every copy of the program, at once on this one.
/// </summary>
internal sealed class SessionStore(Database db, ActorReader actors, Representation representation, IMemoryCache cache)
{
    public static readonly TimeSpan Remember = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TouchEach = TimeSpan.FromMinutes(1);

    private sealed record Live(SessionKind Kind, string SubjectId, int Assurance, DateTimeOffset SeenAt, DateTimeOffset EndsAt, DateTimeOffset? ConfirmedAt, string? ActingKind, string? ActingId);

    /// <summary>Buffers a new session and the ledger entry of the sign-in; valid once the work commits.</summary>
    public static Guid Start(Work work, SessionKind kind, string subject, int assurance, Origin origin, string? confirmedWith = null, Ref? actingFor = null)
    {
        var id = Guid.NewGuid();
        var life = SessionLife.Of(kind);
        work.Add("""
            insert into identity.session (id, kind, subject_id, assurance, address, agent, started_at, seen_at, idle_until, ends_at, confirmed_at, confirmed_with, acting_kind, acting_id)
            values (@Id, lower(@Kind), @Subject, @Assurance, @Address, @Agent, @Now, @Now, @Idle, @Ends, @ConfirmedAt, @ConfirmedWith, @ActingKind, @ActingId)
            """,
            new
            {
                Id = id,
                Kind = kind,
                Subject = subject,
                Assurance = assurance,
                origin.Address,
                origin.Agent,
                work.Now,
                Idle = work.Now + life.Idle,
                Ends = work.Now + life.Whole,
                ConfirmedAt = confirmedWith is null ? (DateTimeOffset?)null : work.Now,
                ConfirmedWith = confirmedWith,
                ActingKind = actingFor?.Kind,
                ActingId = actingFor?.Id,
            });
        work.Audit("session.start", new Ref("person", subject), after: new { Session = id, Assurance = assurance, origin.Address });
        return id;
    }

    /// <summary>The same for staff; a sign-in from where the account never signed in before is told to its owner.</summary>
    public static async Task<Guid> StartStaff(Work work, SignIn.StaffUser user, int assurance, Origin origin, string? confirmedWith, CancellationToken ct)
    {
        var seen = await work.One<(bool Before, bool Here)>("""
            select exists (select from identity.session where subject_id = @Id), exists (select from identity.session where subject_id = @Id and address = @Address)
            """, new { user.Id, origin.Address }, ct);
        if (seen.Before && !seen.Here && origin.Device is null)
            work.Notify(new Notice(user.Id, "identity.new-place", new Ref("person", user.Id), [work.Now, origin.Address], "/tai-khoan"));
        return Start(work, SessionKind.Staff, user.Id, assurance, origin, confirmedWith);
    }

    /// <summary>Who acts in the session, or null when it has ended, been revoked, or its person may no longer sign in.</summary>
    public async Task<Actor?> Actor(Guid id, CancellationToken ct)
    {
        if (cache.TryGetValue((typeof(SessionStore), id), out Actor? known))
            return known;
        var live = await db.OneOrNone<Live>("""
            select kind, subject_id, assurance, seen_at, ends_at, confirmed_at, acting_kind, acting_id from identity.session
            where id = @id and ended_at is null and idle_until > @now and ends_at > @now
            """, new { id, now = db.Now }, ct);
        if (live is null)
            return null;
        var actor = await actors.Read(live.Kind, live.SubjectId, live.Assurance, ct);
        if (actor is null)
            return null;
        actor = actor with { ConfirmedAt = live.ConfirmedAt };
        if (live is { ActingKind: { } kind, ActingId: { } acting })
            actor = await For(actor, new Ref(kind, acting), ct);
        if (db.Now - live.SeenAt > TouchEach)
            await Touch(id, live, actor, ct);
        return cache.Set((typeof(SessionStore), id), actor, Remember);
    }

    /// <summary>Who acts, read anew: another copy of the program may have confirmed the session a moment ago.</summary>
    public Task<Actor?> Fresh(Guid id, CancellationToken ct)
    {
        cache.Remove((typeof(SessionStore), id));
        return Actor(id, ct);
    }

    /// <summary>Notes in the session that its person has just proved who they are, with a factor.</summary>
    public async Task Confirm(Work work, Guid id, string with, int assurance)
    {
        work.AddOne("""
            update identity.session set confirmed_at = @Now, confirmed_with = @With, assurance = greatest(assurance, @Assurance)
            where id = @Id and subject_id = @Subject and ended_at is null
            """, new { Id = id, work.Now, With = with, Assurance = assurance, Subject = work.Actor.Id });
        work.Audit("session.confirm", new Ref("person", work.Actor.Id), after: new { Session = id, With = with });
        await work.Commit();
        cache.Remove((typeof(SessionStore), id));
    }

    /// <summary>The live sessions of somebody, the latest first.</summary>
    public Task<IReadOnlyList<SessionRow>> Of(string subject, CancellationToken ct) => db.Query<SessionRow>("""
        select id, address, agent, assurance, started_at, seen_at from identity.session
        where subject_id = @subject and ended_at is null and idle_until > @now and ends_at > @now
        order by seen_at desc limit 50
        """, new { subject, now = db.Now }, ct);

    /// <summary>Ends a session of the actor's own; nothing happens when it is not theirs or has ended.</summary>
    public async Task End(Guid id, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var session = await work.OneOrNone<string>(
            "select subject_id from identity.session where id = @id and subject_id = @subject and ended_at is null for update", new { id, subject = actor.Id }, ct);
        if (session is null)
            return;
        work.Add("update identity.session set ended_at = @Now, ended_by = @By where id = @Id", new { Id = id, work.Now, By = actor.Id });
        work.Audit("session.end", new Ref("person", actor.Id), after: new { Session = id });
        await work.Commit(ct);
        cache.Remove((typeof(SessionStore), id));
    }

    /// <summary>Ends every session of the actor but the one at hand, as an act of its own.</summary>
    public async Task EndOthers(Actor actor, Guid kept, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var ended = await EndOthers(work, actor.Id, kept, ct);
        work.Audit("session.end", new Ref("person", actor.Id), after: new { Sessions = ended });
        await work.Commit(ct);
        Forget(ended);
    }

    /// <summary>Ends all sessions of somebody but one; null ends all. Call <see cref="Forget"/> after the commit.</summary>
    public async Task<IReadOnlyList<Guid>> EndOthers(Work work, string subject, Guid? kept, CancellationToken ct)
    {
        var open = await work.Query<Guid>("select id from identity.session where subject_id = @subject and ended_at is null and id is distinct from @kept::uuid for update", new { subject, kept }, ct);
        work.Add("update identity.session set ended_at = @Now, ended_by = @By where subject_id = @subject and ended_at is null and id is distinct from @kept::uuid",
            new { subject, kept, work.Now, By = work.Actor.Id });
        return open;
    }

    /// <summary>No longer remembers the actors of these sessions here; other copies of the program do within <see cref="Remember"/>.</summary>
    public void Forget(IEnumerable<Guid> ended)
    {
        foreach (var id in ended)
            cache.Remove((typeof(SessionStore), id));
    }

    /// <summary>Acting for somebody holds as long as its basis does: what was revoked a moment ago is asked anew.</summary>
    private async Task<Actor> For(Actor actor, Ref who, CancellationToken ct) =>
        (await representation.Of(actor.Id, ct)).FirstOrDefault(p => p.Who == who) is { } principal
            ? actor with { OnBehalfOf = who, OnBehalfOfName = principal.Name, Title = principal.Name }
            : actor;

    private async Task Touch(Guid id, Live live, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        work.Add("update identity.session set seen_at = @Now, idle_until = @Idle where id = @Id and ended_at is null",
            new { Id = id, work.Now, Idle = work.Now + SessionLife.Of(live.Kind).Idle });
        await work.Commit(ct);
    }
}
