using Sen.Calendar;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity.MyData;

/// <summary>A request of a person about their data.</summary>
internal sealed record RequestRow(
    Guid Id, string PersonId, string Name, string? PersonalId, string Kind, string What, string Wanted, string State, DateTimeOffset MadeAt, DateOnly AnswerBy, DateOnly DueOn,
    DateTimeOffset? TakenAt, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>
/// Requests to correct, erase, restrict or explain (Law 91/2025/QH15, art. 4). The office answers within 2 working days that it
/// took the request up, and corrects within 10 days; erasing 20, restricting 15 (Decree 356/2025/NĐ-CP, as commentaries of
/// January 2026 report it; the text itself was not found).
/// </summary>
internal sealed class DataRequests(Database db, OfficeCalendars calendars, Units units, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> Kinds = ["correct", "erase", "restrict", "explain"];
    private const int AnswerWorkingDays = 2, Shortest = 5, Longest = 1000;
    private const string Select = """
        select r.id, r.person_id, coalesce(p.name, s.name) as name, p.personal_id, r.kind, r.what, r.wanted, r.state, r.made_at, r.answer_by, r.due_on, r.taken_at, r.answer, r.answered_at
        from identity.data_request r
        left join identity.person p on p.id = r.person_id
        left join identity.staff s on s.id = r.person_id
        """;

    /// <summary>The refusal of whoever does not answer for the installation. A request is about what all of it holds on a person: no unit's alone.</summary>
    public static Problem? Refuse(Actor actor) => Access.RefuseAtRoot(actor, Permissions.PersonalDataAnswer);

    private static int Days(string kind) => kind switch { "erase" => 20, "restrict" => 15, _ => 10 };

    public Task<IReadOnlyList<RequestRow>> Of(string personId, CancellationToken ct) =>
        db.Query<RequestRow>(Select + " where r.person_id = @personId order by r.made_at desc limit 100", new { personId }, ct);

    /// <summary>What waits for an answer, the most pressing first; or what was answered, the latest first.</summary>
    public Task<IReadOnlyList<RequestRow>> List(bool answered, CancellationToken ct) => answered
        ? db.Query<RequestRow>(Select + " where r.state in ('done', 'refused') order by r.answered_at desc limit 200", ct: ct)
        : db.Query<RequestRow>(Select + " where r.state in ('open', 'taken') order by r.due_on, r.id limit 200", ct: ct);

    public Task<RequestRow?> Find(Guid id, CancellationToken ct) => db.OneOrNone<RequestRow>(Select + " where r.id = @id", new { id }, ct);

    public async Task<Result<Guid>> Make(string kind, string what, string wanted, Actor actor, CancellationToken ct)
    {
        (what, wanted) = (what.Trim(), wanted.Trim());
        var wrong = new List<Problem>();
        if (!Kinds.Contains(kind))
            wrong.Add(Problem.Invalid("identity.request-kind", "Kind"));
        if (what.Length is < Shortest or > Longest)
            wrong.Add(Problem.Invalid("identity.client-text", "What", Shortest, Longest));
        if (wanted.Length is < Shortest or > Longest)
            wrong.Add(Problem.Invalid("identity.client-text", "Wanted", Shortest, Longest));
        if (wrong.Count > 0)
            return Result<Guid>.Refused(wrong);
        var (id, today) = (Guid.CreateVersion7(), clock.ProvinceToday());
        await using var work = await db.Begin(actor, ct);
        work.Add("""
            insert into identity.data_request (id, person_id, kind, what, wanted, made_at, answer_by, due_on)
            values (@Request, @Id, @Kind, @What, @Wanted, @Now, @AnswerBy, @Due)
            """, new { Request = id, actor.Id, Kind = kind, What = what, Wanted = wanted, work.Now, AnswerBy = await AnswerBy(today, ct), Due = today.AddDays(Days(kind)) });
        work.Audit("data-request.make", new Ref("person", actor.Id), after: new { Request = id, kind });
        await work.Commit(ct);
        return id;
    }

    /// <summary>An official takes it up; the person is told.</summary>
    public Task<Result<Done>> Take(Guid id, Actor actor, CancellationToken ct) => Move(id, actor, "open", "taken", null, "identity.request-taken", ct);

    /// <summary>An official answers: done, or refused with the reason. What was asked is carried out where the data lies.</summary>
    public async Task<Result<Done>> Answer(Guid id, bool done, string answer, Actor actor, CancellationToken ct) =>
        answer.Trim().Length is < Shortest or > Longest
            ? Problem.Invalid("identity.client-text", "Answer", Shortest, Longest)
            : await Move(id, actor, null, done ? "done" : "refused", answer.Trim(), "identity.request-answered", ct);

    private async Task<Result<Done>> Move(Guid id, Actor actor, string? from, string to, string? answer, string template, CancellationToken ct)
    {
        if (Refuse(actor) is { } refused)
            return refused;
        if (await Find(id, ct) is not { } request)
            return Problem.NotFound("identity.no-request");
        if (request.PersonId == actor.Id)
            return Problem.Forbidden("identity.request-own");
        if (from is null ? request.State is not ("open" or "taken") : request.State != from)
            return Problem.Conflict("identity.request-moved");
        await using var work = await db.Begin(actor, ct);
        work.AddOne(answer is null
            ? "update identity.data_request set state = @to, taken_by = @By, taken_at = @Now where id = @id and state = @Before"
            : "update identity.data_request set state = @to, answer = @answer, answered_by = @By, answered_at = @Now where id = @id and state = @Before",
            new { id, to, answer, By = actor.Id, work.Now, Before = request.State });
        work.Audit("data-request." + to, new Ref("person", request.PersonId), answer, after: new { Request = id });
        work.Notify(new Notice(request.PersonId, template, new Ref("data-request", id.ToString()), [request.DueOn, answer ?? ""], "/du-lieu-cua-toi/yeu-cau"));
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<DateOnly> AnswerBy(DateOnly today, CancellationToken ct)
    {
        if ((await units.All(ct)) is not [var root, ..])
            return today.AddDays(AnswerWorkingDays);
        try
        {
            return (await calendars.For(root.Code, ct)).AddWorkingDays(today, AnswerWorkingDays);
        }
        catch (UnknownHolidaysException)
        {
            // The holidays of next year are not published yet: better a day early than late.
            return today.AddDays(AnswerWorkingDays);
        }
    }
}
