using System.Text.RegularExpressions;
using Dapper;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Represent;

/// <summary>An authorisation as its grantor or agent sees it.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record AuthorityRow(
    Guid Id, string GrantorKind, string GrantorId, string GrantorName, string AgentId, string AgentName, string[] Scope, string? Paper,
    DateOnly FromOn, DateOnly ToOn, DateTimeOffset? RevokedAt);

/// <summary>Gives somebody authority to act: by the grantor's own act, or recorded by an official who saw the paper.</summary>
/// <param name="Grantor">The person themselves, or an enterprise that they represent.</param>
/// <param name="AgentNumber">Personal number of who is to act.</param>
/// <param name="AgentName">Their name, so that a wrong digit is found.</param>
/// <param name="Scope">Codes of procedures; empty for all.</param>
/// <param name="Until">Last day.</param>
/// <param name="Paper">Only when an official records it.</param>
internal sealed record GiveAuthority(Ref Grantor, string AgentNumber, string AgentName, IReadOnlyList<string> Scope, DateOnly? Until, string? Paper);

internal sealed partial class Authorities(Database db, Representation representation, TimeProvider clock)
{
    private const int LongestYears = 5, MostScopes = 20;
    private const string Select = """
        select a.id, a.grantor_kind, a.grantor_id, coalesce(e.name, p.name) as grantor_name, a.agent_id, g.name as agent_name, a.scope, a.paper, a.from_on, a.to_on, a.revoked_at
        from identity.authority a
        join identity.person g on g.id = a.agent_id
        left join identity.enterprise e on a.grantor_kind = 'enterprise' and e.id = a.grantor_id
        left join identity.person p on a.grantor_kind = 'person' and p.id = a.grantor_id
        """;

    private sealed record Agent(string Id, string Name, bool Fits);

    /// <summary>What the person has given, for themselves or for enterprises they represent, the latest first.</summary>
    public Task<IReadOnlyList<AuthorityRow>> Given(string personId, CancellationToken ct) => db.Query<AuthorityRow>(Select + """

        where (a.grantor_kind = 'person' and a.grantor_id = @personId) or (a.grantor_kind = 'enterprise' and e.representative_id = @personId)
        order by a.made_at desc limit 100
        """, new { personId }, ct);

    /// <summary>What the person has received and may give up.</summary>
    public Task<IReadOnlyList<AuthorityRow>> Received(string personId, CancellationToken ct) => db.Query<AuthorityRow>(Select + """

        where a.agent_id = @personId and a.revoked_at is null and a.to_on >= @today order by a.made_at desc limit 100
        """, new { personId, today = clock.ProvinceToday() }, ct);

    /// <summary>By the grantor, who must have signed in with two factors and confirmed lately.</summary>
    public async Task<Result<Guid>> Give(GiveAuthority input, Actor actor, CancellationToken ct)
    {
        if (StepUp.RefuseLevel(actor, 2) is { } low)
            return low;
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } refused)
            return refused;
        var mayGive = input.Grantor == new Ref("person", actor.Id)
            // Nobody hands on what they were only authorised to do (Civil Code 2015, art. 564, asks for the grantor's consent).
            || (await representation.Of(actor.Id, ct)).Any(p => p.Who == input.Grantor && p.Basis == RepresentBasis.Representative);
        return mayGive ? await Add(input, actor, ct) : Problem.Forbidden("identity.not-yours-to-give");
    }

    /// <summary>By an official at a one-stop desk, from a paper.</summary>
    public Task<Result<Guid>> Record(GiveAuthority input, Actor actor, CancellationToken ct) =>
        !actor.Holds(Permissions.DossierAccept) ? Task.FromResult<Result<Guid>>(Problem.Forbidden("identity.not-held", Permissions.DossierAccept, Permissions.DossierAccept))
        : input.Paper is not { Length: >= 5 and <= 300 } ? Task.FromResult<Result<Guid>>(Problem.Invalid("identity.paper-missing", "Paper"))
        : Add(input, actor, ct);

    /// <summary>Ends it at once: by its grantor, a representative of the grantor, or the agent.</summary>
    public async Task<Result<Done>> Revoke(Guid id, Actor actor, CancellationToken ct)
    {
        var mine = (await Given(actor.Id, ct)).Concat(await Received(actor.Id, ct)).FirstOrDefault(a => a.Id == id);
        if (mine is null)
            return Problem.NotFound("identity.no-authority");
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.authority set revoked_at = @Now, revoked_by = @By where id = @id and revoked_at is null", new { id, work.Now, By = actor.Id });
        work.Audit("authority.revoke", new Ref("authority", id.ToString()));
        if (mine.AgentId != actor.Id)
            work.Notify(new Notice(mine.AgentId, "identity.authority-ended", new Ref("authority", id.ToString()), [mine.GrantorName], "/dai-dien"));
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<Result<Guid>> Add(GiveAuthority input, Actor actor, CancellationToken ct)
    {
        var today = clock.ProvinceToday();
        // Without a term an authorisation holds a year (Civil Code 2015, art. 563).
        var until = input.Until ?? today.AddYears(1);
        var wrong = new List<Problem>();
        var agent = await db.OneOrNone<Agent>("select id, name, public.sen_fold(name) = public.sen_fold(trim(@name)) as fits from identity.person where personal_id = @number",
            new { number = input.AgentNumber.Trim(), name = input.AgentName }, ct);
        if (agent is null)
            wrong.Add(Problem.Invalid("identity.agent-unknown", "AgentNumber"));
        else if (!agent.Fits)
            wrong.Add(Problem.Invalid("identity.agent-name", "AgentName"));
        else if (input.Grantor == new Ref("person", agent.Id))
            wrong.Add(Problem.Invalid("identity.agent-self", "AgentNumber"));
        if (until < today || until > today.AddYears(LongestYears))
            wrong.Add(Problem.Invalid("identity.authority-until", "Until", LongestYears));
        if (input.Scope.Count > MostScopes || input.Scope.Any(s => !Procedure().IsMatch(s)))
            wrong.Add(Problem.Invalid("identity.authority-scope", "Scope", MostScopes));
        if (wrong.Count > 0)
            return Result<Guid>.Refused(wrong);
        var grantor = await db.OneOrNone<string>("""
            select name from identity.person where @Kind = 'person' and id = @Id
            union all select name from identity.enterprise where @Kind = 'enterprise' and id = @Id and active
            """, new { input.Grantor.Kind, input.Grantor.Id }, ct);
        if (grantor is null)
            return Problem.Invalid("identity.grantor-unknown", "Grantor");
        var id = Guid.CreateVersion7();
        await using var work = await db.Begin(actor, ct);
        work.Add("""
            insert into identity.authority (id, grantor_kind, grantor_id, agent_id, scope, paper, from_on, to_on, made_by, made_at)
            values (@Authority, @Kind, @Id, @Agent, @Scope, @Paper, @From, @Until, @By, @Now)
            """,
            new { Authority = id, input.Grantor.Kind, input.Grantor.Id, Agent = agent!.Id, input.Scope, input.Paper, From = today, Until = until, By = actor.Id, work.Now });
        work.Audit("authority.give", new Ref("authority", id.ToString()), input.Paper, after: new { Grantor = input.Grantor.ToString(), Agent = agent.Id, input.Scope, until });
        work.Notify(new Notice(agent.Id, "identity.authority-given", new Ref("authority", id.ToString()), [grantor, until], "/dai-dien"));
        await work.Commit(ct);
        return id;
    }

    [GeneratedRegex(@"^[0-9]\.[0-9]{6}$")]
    private static partial Regex Procedure();
}
