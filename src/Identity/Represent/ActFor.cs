using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.Represent;

/// <summary>A citizen chooses for whom this session acts; null for themselves.</summary>
internal sealed record ActFor(Guid Session, Ref? Who);

internal sealed class ActForHandler(Database db, Representation representation, SessionStore sessions)
{
    public async Task<Result<Done>> Handle(ActFor input, Actor actor, CancellationToken ct)
    {
        if (input.Who is { } who && (await representation.Of(actor.Id, ct)).All(p => p.Who != who))
            return Problem.Forbidden("identity.no-longer-for", null, who.Id);
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.session set acting_kind = @Kind, acting_id = @Acting where id = @Session and subject_id = @Me and ended_at is null",
            new { input.Session, Me = actor.Id, input.Who?.Kind, Acting = input.Who?.Id });
        work.Audit("session.act-for", new Ref("person", actor.Id), after: new { For = input.Who?.ToString() });
        await work.Commit(ct);
        sessions.Forget([input.Session]);
        return Done.It;
    }
}
