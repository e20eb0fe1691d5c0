using System.Text.Json.Nodes;
using Dapper;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>A task of a person, as worklists show it.</summary>
/// <param name="Id">Identifier of the task.</param>
/// <param name="Element">Step of the process.</param>
/// <param name="Form">Which page does it, e.g. <c>draft-result</c>; see <see cref="TaskPage"/>.</param>
/// <param name="Permission">Permission that is needed at <paramref name="UnitPath"/>.</param>
/// <param name="UnitPath">Unit where it is to be done.</param>
/// <param name="SubjectKind">Kind of the thing it is about.</param>
/// <param name="SubjectId">The thing it is about.</param>
/// <param name="Title">What people call that thing.</param>
/// <param name="OpenedAt">Since when it waits.</param>
/// <param name="DueAt">By when it should be done: its share of the legal time limit; null without a limit.</param>
/// <param name="Labels">Names of the step, JSON object with vi, en, ar.</param>
[method: ExplicitConstructor] // columns beyond the constructor are set as properties
public sealed record FlowTask(
    Guid Id, string Element, string Form, string Permission, string UnitPath, string SubjectKind, string SubjectId,
    string Title, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, string Labels)
{
    /// <summary>Name of the step in a language, Vietnamese when it lacks one.</summary>
    public string Name(string language)
    {
        var labels = JsonNode.Parse(Labels)!;
        return (string?)labels[language] ?? (string?)labels["vi"] ?? Element;
    }

    /// <summary>The thing it is about.</summary>
    public Ref Subject => new(SubjectKind, SubjectId);

    /// <summary>The member of staff who has taken it; null while it waits for anybody who may do it.</summary>
    public string? HolderId { get; init; }

    /// <summary>The holder's name.</summary>
    public string? HolderName { get; init; }

    /// <summary>Since when the holder has it, where that is known.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The refusal that names the holder when that is somebody else; null when the actor may go on.</summary>
    public Problem? HeldFrom(Actor actor) => HolderId is null || HolderId == actor.Id ? null : Holding.Held(HolderName, TakenAt);
}

/// <summary>A form that tasks of processes may name (<c>sen:form</c>), and the page that shows it; registered by the module that owns the subject.</summary>
/// <param name="SubjectKind">Kind of the thing that tasks are about.</param>
/// <param name="Form">Name of the form.</param>
/// <param name="Path">Path of the page, without language.</param>
public sealed record TaskPage(string SubjectKind, string Form, Func<FlowTask, string> Path);

/// <summary>A program that service and business rule tasks call by name (<c>sen:operation</c>); registered by the module that owns it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Run">Gives the variables that the task sets. May run more than once a call, under the same <see cref="ServiceCall.CallId"/>. Throwing means: again later; <see cref="ProcessErrorException"/> goes to the process.</param>
public sealed record ServiceOperation(string Name, Func<ServiceCall, CancellationToken, Task<JsonObject>> Run);

/// <summary>One call of a service.</summary>
/// <param name="Instance">The instance that calls.</param>
/// <param name="CallId">The same in every attempt.</param>
/// <param name="Subject">What the process is about.</param>
/// <param name="UnitPath">Where it runs.</param>
/// <param name="Variables">What the task gives.</param>
/// <param name="Services">Services of this attempt.</param>
public sealed record ServiceCall(Guid Instance, string CallId, Ref Subject, string UnitPath, JsonObject Variables, IServiceProvider Services);

/// <summary>The service has no result but a BPMN error, which the process catches or ends with.</summary>
public sealed class ProcessErrorException(string code) : Exception($"BPMN error {code}")
{
    /// <summary>The code of the error.</summary>
    public string Code => code;
}

/// <summary>A message for whichever instance waits for it; when none does, for the process that begins on it.</summary>
/// <param name="Id">The sender's: a message that comes twice is taken once.</param>
/// <param name="Name">Which message.</param>
/// <param name="Key">For which conversation; null for any.</param>
/// <param name="UnitPath">Only instances at this unit or below; empty for all.</param>
/// <param name="Body">Variables that it sets.</param>
public sealed record FlowMessage(Guid Id, string Name, string? Key, string UnitPath, JsonObject Body)
{
    /// <summary>What it is about, for the process that it may start; null: that process is about itself.</summary>
    public Ref? Subject { get; init; }

    /// <summary>What people call that.</summary>
    public string? Title { get; init; }
}

/// <summary>Starts processes and takes what people decided and others sent, inside the caller's transaction.</summary>
public sealed class Processes
{
    private readonly Runner _runner;

    internal Processes(Runner runner) => _runner = runner;

    /// <summary>Starts the newest version of a process about a thing.</summary>
    /// <param name="work">The transaction of the act.</param>
    /// <param name="process">Identifier of the process.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="unitPath">Unit where its tasks are done.</param>
    /// <param name="dueAt">End of the legal time limit, shared out among the steps; null without one.</param>
    /// <param name="variables">Variables that conditions read.</param>
    public Task<Guid> Start(Work work, string process, Ref subject, string title, string unitPath, DateTimeOffset? dueAt, JsonObject variables, CancellationToken ct) =>
        _runner.Start(work, new(process, subject, title, unitPath, dueAt), variables, ct);

    /// <summary>The actor begins an open task: it is theirs from now on. Refused when it is closed, not theirs to do, or in another's hands.</summary>
    public static async Task<Problem?> Hold(Work work, Guid task, CancellationToken ct)
    {
        if (await Holding.Refuse(work, task, ct) is { } refused)
            return refused;
        work.Add("update flows.task set assignee = @By, taken_at = @Now where id = @Task and assignee is null", new { By = work.Actor.Id, work.Now, Task = task });
        return null;
    }

    /// <summary>Completes an open task: the actor must hold its permission at its unit, and nobody else may have taken it. Several of one instance may be completed in one transaction; tasks that it opens itself are there after it.</summary>
    /// <param name="work">The transaction of the act.</param>
    /// <param name="task">The task.</param>
    /// <param name="outcome">Variables that the decision sets, e.g. <c>outcome</c>.</param>
    public Task<Result<FlowTask>> Complete(Work work, Guid task, JsonObject outcome, CancellationToken ct) =>
        _runner.Complete(work, task, outcome, ct);

    /// <summary>Takes a message in; it is brought to the instance that waits for it, now or when one does.</summary>
    public void Receive(Work work, FlowMessage message) =>
        Mailroom.Take(work, message.Id, message.Name, message.Key, message.UnitPath, message.Body.ToJsonString(), message.Subject, message.Title);

    /// <summary>Raises a signal: every instance that waits for it hears it, and the processes that begin on it start.</summary>
    public void Raise(Work work, string signal, JsonObject? variables = null) => work.Enqueue(new RaiseSignal(signal, variables, Guid.CreateVersion7()));

    /// <summary>Gives the instances about a thing another end of their time limit, after the clock stood still; open tasks get their shares of it anew.</summary>
    public Task Postpone(Work work, Ref subject, DateTimeOffset dueAt, CancellationToken ct) => _runner.Postpone(work, subject, dueAt, ct);

    /// <summary>Takes the instances about a thing, and their open tasks, that lie at one of these units to another; false when there are none.</summary>
    public Task<bool> Relocate(Work work, Ref subject, string[] from, string to, CancellationToken ct) => WorkMover.Relocate(work, subject, from, to, ct);

    /// <summary>Ends the instances about a thing, whatever is open: withdrawn, stopped.</summary>
    public Task Cancel(Work work, Ref subject, CancellationToken ct) => _runner.Cancel(work, subject, ct);
}

/// <summary>Open tasks by what an actor may do.</summary>
public sealed class Worklist(Database db)
{
    private const string Select = """
        select t.id, t.element, t.form, t.permission, t.unit_path, i.subject_kind, i.subject_id, i.title, t.opened_at, t.due_at,
          coalesce(d.labels -> t.element, '{}')::text as labels, t.assignee as holder_id, s.name as holder_name, t.taken_at
        from flows.task t
        join flows.instance i on i.id = t.instance_id
        join flows.definition d on d.id = i.definition and d.version = i.version
        left join identity.v_staff s on s.id = t.assignee
        where t.state = 'open'
        """;

    private const string Permitted = """
         and exists (select from unnest(@permissions, @units) g (permission, unit)
           where t.permission = g.permission and (g.unit = '' or t.unit_path = g.unit or starts_with(t.unit_path, g.unit || '/')))
        """;

    /// <summary>Tasks that the actor may do, the most urgent first, from a position on.</summary>
    /// <param name="actor">Whose list.</param>
    /// <param name="text">Part of the title, in any spelling; null for all.</param>
    /// <param name="after">Due time and id of the last row of the page before; null for the first page.</param>
    /// <param name="limit">Rows of a page, at most 100.</param>
    public Task<IReadOnlyList<FlowTask>> For(Actor actor, string? text, (DateTimeOffset Due, Guid Id)? after, int limit, CancellationToken ct) =>
        db.Query<FlowTask>(Select + Permitted + """
             and (@text::text is null or sen_fold(i.title) like '%' || sen_fold(@text) || '%')
             and (@afterId::uuid is null or (coalesce(t.due_at, 'infinity'), t.id) > (@afterDue::timestamptz, @afterId))
            order by coalesce(t.due_at, 'infinity'), t.id limit @limit
            """, new
        {
            permissions = actor.Grants.Select(g => g.Permission).ToArray(),
            units = actor.Grants.Select(g => g.UnitPath).ToArray(),
            text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
            afterDue = after?.Due,
            afterId = after?.Id,
            limit = Math.Clamp(limit, 1, 100),
        }, ct);

    /// <summary>How many tasks wait for the actor and how many of them are late, counted to at most 1,000.</summary>
    public Task<(int Open, int Late)> Count(Actor actor, CancellationToken ct) =>
        db.One<(int, int)>("select count(*)::int, (count(*) filter (where due_at < @now))::int from (" + Select + Permitted + " limit 1000) w",
            new
            {
                permissions = actor.Grants.Select(g => g.Permission).ToArray(),
                units = actor.Grants.Select(g => g.UnitPath).ToArray(),
                now = db.Now,
            }, ct);

    /// <summary>An open task, or null when it is done or never was.</summary>
    public Task<FlowTask?> Find(Guid id, CancellationToken ct) => db.OneOrNone<FlowTask>(Select + " and t.id = @id", new { id }, ct);

    /// <summary>Open tasks about a thing.</summary>
    public Task<IReadOnlyList<FlowTask>> About(Ref subject, CancellationToken ct) =>
        db.Query<FlowTask>(Select + " and i.subject_kind = @Kind and i.subject_id = @Id order by t.opened_at limit 50", subject, ct);
}

/// <summary>Writes the interval ledger of legal time: started, paused because, resumed, stopped.</summary>
public static class LegalClock
{
    /// <summary>The time limit starts to run (at acceptance, not when the dossier arrives).</summary>
    public static void StartClock(this Work work, Ref subject) => Tick(work, subject, "start", null);

    /// <summary>The time limit stands still, e.g. while the citizen supplements.</summary>
    public static void PauseClock(this Work work, Ref subject, string reason) => Tick(work, subject, "pause", reason);

    /// <summary>The time limit runs again.</summary>
    public static void ResumeClock(this Work work, Ref subject) => Tick(work, subject, "resume", null);

    /// <summary>The work is done.</summary>
    public static void StopClock(this Work work, Ref subject) => Tick(work, subject, "stop", null);

    private static void Tick(Work work, Ref subject, string what, string? reason) => work.Add(
        "insert into flows.clock (subject_kind, subject_id, at, what, reason) values (@Kind, @Id, @At, @What, @Reason)",
        new { subject.Kind, subject.Id, At = work.Now, What = what, Reason = reason });
}

/// <summary>A stretch in which the legal clock of a thing stood still.</summary>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when; null while it stands.</param>
/// <param name="Reason">Why.</param>
public sealed record LegalPause(DateTimeOffset From, DateTimeOffset? Until, string? Reason);

/// <summary>The legal time of a thing as its interval ledger tells it; what is left of a limit is Calendar's to compute.</summary>
/// <param name="StartedAt">When the limit began to run.</param>
/// <param name="StoppedAt">When the work was done; null while it is not.</param>
/// <param name="Pauses">When it stood still, in order.</param>
public sealed record LegalTime(DateTimeOffset StartedAt, DateTimeOffset? StoppedAt, IReadOnlyList<LegalPause> Pauses)
{
    /// <summary>Whether the clock runs.</summary>
    public bool Runs => StoppedAt is null && Pauses is [] or [.., { Until: not null }];

    internal static LegalTime? Of(IEnumerable<(DateTimeOffset At, string What, string? Reason)> ticks)
    {
        LegalTime? time = null;
        foreach (var (at, what, reason) in ticks)
        {
            // A tick twice says nothing new: a pause in a pause, a resumption of what runs.
            time = what switch
            {
                "start" => time ?? new(at, null, []),
                "pause" when time is { Runs: true } => time with { Pauses = [.. time.Pauses, new(at, null, reason)] },
                "resume" when time is { StoppedAt: null } => time with { Pauses = Closed(time.Pauses, at) },
                "stop" when time is { StoppedAt: null } => time with { Pauses = Closed(time.Pauses, at), StoppedAt = at },
                _ => time,
            };
        }
        return time;
    }

    private static LegalPause[] Closed(IReadOnlyList<LegalPause> pauses, DateTimeOffset at) =>
        [.. pauses.Select(pause => pause.Until is null ? pause with { Until = at } : pause)];
}

/// <summary>Reads the interval ledger.</summary>
public sealed class LegalTimes(Database db)
{
    /// <summary>The legal time of a thing; null when its clock never started.</summary>
    public async Task<LegalTime?> Of(Ref subject, CancellationToken ct) =>
        LegalTime.Of(await db.Query<(DateTimeOffset, string, string?)>("select at, what, reason from flows.clock where subject_kind = @Kind and subject_id = @Id order by id", subject, ct));
}
