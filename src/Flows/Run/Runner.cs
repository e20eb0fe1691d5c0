using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>
/// One transaction a command: lock the instance, step the engine, write tasks, history, waits, timers and jobs with the
/// caller's own rows. The engine decides; nothing here knows the meaning of a step.
/// </summary>
internal sealed class Runner(Definitions definitions)
{
    // The nodes that a step reached, in their order.
    private const string Passed = "insert into flows.history (instance_id, at, elements, actor) values (@Id, @Now, @Elements, @Actor)";
    private const string Close = "update flows.task set state = 'done', closed_at = @Now, closed_by = @Actor, outcome = @Outcome::jsonb where id = @Task";

    // What a transaction has stepped and not yet sent: a second step in it goes on from there, not from the row.
    private readonly ConditionalWeakTable<Work, Dictionary<Guid, Instance>> _unsent = [];

    public async Task<Guid> Start(Work work, StartProcess start, JsonObject variables, CancellationToken ct)
    {
        var version = await work.One<int?>("select max(version) from flows.definition where id = @Process", new { start.Process }, ct)
            ?? throw new InvalidOperationException($"There is no process {start.Process}.");
        var definition = await definitions.Get(work, start.Process, version, ct);
        var step = Engine.Start(definition, variables, start.At);
        var instance = new Instance
        {
            Id = start.Id ?? Guid.CreateVersion7(),
            Definition = start.Process,
            Version = version,
            SubjectKind = start.Subject.Kind,
            SubjectId = start.Subject.Id,
            Title = start.Title,
            UnitPath = start.UnitPath,
            State = step.State.ToJson(),
            StartedAt = work.Now,
            DueAt = start.DueAt,
            ParentId = start.Parent,
            ParentWait = start.ParentWait,
        };
        work.Add("with passed as (" + Passed + """
            )
            insert into flows.instance (id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at, due_at, ended_at, parent_id, parent_wait)
            values (@Id, @Definition, @Version, @SubjectKind, @SubjectId, @Title, @UnitPath, @State::jsonb, @StartedAt, @DueAt, @EndedAt, @ParentId, @ParentWait)
            """, instance with { EndedAt = step.State.Status == InstanceStatus.Ended ? work.Now : null },
            new { work.Now, Elements = step.Trace.ToArray(), Actor = work.Actor.Id });
        await new EffectCarrier(work, definition, instance, [], step).Carry(this, ct);
        return instance.Id;
    }

    public async Task<Result<FlowTask>> Complete(Work work, Guid task, JsonObject outcome, CancellationToken ct)
    {
        var (held, refused) = await Hold(work, task, ct);
        if (refused is not null)
            return refused;
        if (await Step(work, held!, new TaskCompleted(held!.WaitId) { Variables = outcome }, ct, new(task, outcome.ToJsonString())) is { } reason)
            // What this very transaction did before closed it.
            return Unsent(work, held.Id) is not null ? Problem.Conflict("flows.task-closed") : throw new InvalidOperationException($"Task {task} is open, but its instance does not wait for it: {reason}");
        return new FlowTask(task, held.Element, held.Form, held.Permission, held.TaskUnit, held.SubjectKind, held.SubjectId, held.Title, held.OpenedAt, held.TaskDue, "{}");
    }

    /// <summary>Locks an open task and its instance, or says why the actor cannot have them.</summary>
    public async Task<(Held? Task, Problem? Refused)> Hold(Work work, Guid task, CancellationToken ct)
    {
        // One round trip, and the instance is locked first: of two who press at once, the second finds the task closed.
        var held = await work.OneOrNone<Held>("""
            select i.id, i.definition, i.version, i.subject_kind, i.subject_id, i.title, i.unit_path, i.state::text, i.started_at, i.due_at, i.ended_at, i.parent_id, i.parent_wait,
              t.wait_id, t.element, t.form, t.permission, t.unit_path as task_unit, t.opened_at, t.due_at as task_due, t.assignee as holder_id, t.taken_at
            from flows.instance i join flows.task t on t.instance_id = i.id
            where t.id = @task and t.state = 'open' for update of i, t
            """, new { task }, ct);
        if (held is null)
            return (null, Problem.Conflict("flows.task-closed"));
        if (Identity.Access.Refuse(work.Actor, held.Permission, held.TaskUnit) is { } refused)
            return (held, refused);
        return (held, held.HolderId is null || held.HolderId == work.Actor.Id ? null
            : Holding.Held(await work.OneOrNone<string>("select name from identity.v_staff where id = @HolderId", held, ct), held.TakenAt));
    }

    /// <summary>Gives an event to an instance; the engine's reason when it changed nothing.</summary>
    public async Task<string?> Step(Work work, Guid id, BpmnEvent happened, CancellationToken ct) =>
        await Lock(work, id, ct) is { } instance ? await Step(work, instance, happened, ct) : "There is no such instance.";

    /// <summary>The same to an instance that is locked.</summary>
    public async Task<string?> Step(Work work, Instance instance, BpmnEvent happened, CancellationToken ct, Closing? closing = null)
    {
        instance = Unsent(work, instance.Id) ?? instance;
        if (instance.EndedAt is not null)
            return "The instance has ended.";
        var definition = await definitions.Get(work, instance.Definition, instance.Version, ct);
        var before = InstanceState.FromJson(instance.State);
        var step = Engine.Step(definition, before, happened);
        if (step.Effects is [Ignored ignored])
            return ignored.Reason;
        await Save(work, definition, instance, before, step, ct, closing);
        return null;
    }

    /// <summary>Stores a step and carries out its effects.</summary>
    public async Task Save(Work work, ProcessDefinition definition, Instance instance, InstanceState before, StepResult step, CancellationToken ct, Closing? closing = null)
    {
        var ended = step.Effects.OfType<Ended>().FirstOrDefault();
        var after = instance with { State = step.State.ToJson(), EndedAt = ended is null ? null : work.Now };
        _unsent.GetOrCreateValue(work)[instance.Id] = after;
        // One statement for all: each costs its own start and end in the server. Rows that are locked need no count: the commit travels with them.
        work.Add("with passed as (" + Passed + ")" + (closing is null ? "" : ", closed as (" + Close + ")")
            + " update flows.instance set state = @State::jsonb, version = @Version" + (ended is null ? "" : ", ended_at = @Now, error = @Error") + " where id = @Id",
            new { after.State, instance.Version, instance.Id, work.Now, ended?.Error, Elements = step.Trace.ToArray(), Actor = work.Actor.Id }, closing);
        await new EffectCarrier(work, definition, instance, before.Waits, step).Carry(this, ct);
    }

    private Instance? Unsent(Work work, Guid id) => _unsent.TryGetValue(work, out var stepped) ? stepped.GetValueOrDefault(id) : null;

    public async Task Cancel(Work work, Ref subject, CancellationToken ct)
    {
        var running = await work.Query<Guid>(
            "select id from flows.instance where subject_kind = @Kind and subject_id = @Id and ended_at is null order by id for update", subject, ct);
        foreach (var id in running)
            End(work, id);
    }

    public async Task Postpone(Work work, Ref subject, DateTimeOffset dueAt, CancellationToken ct)
    {
        var running = await work.Query<Guid>(
            "select id from flows.instance where subject_kind = @Kind and subject_id = @Id and ended_at is null order by id for update", subject, ct);
        foreach (var id in running)
        {
            var instance = (await Lock(work, id, ct))!;
            var definition = await definitions.Get(work, instance.Definition, instance.Version, ct);
            work.Add("update flows.instance set due_at = @DueAt where id = @Id", new { DueAt = dueAt, Id = id });
            foreach (var (task, element) in await work.Query<(Guid, string)>("select id, element from flows.task where instance_id = @id and state = 'open'", new { id }, ct))
                work.Add("update flows.task set due_at = @DueAt where id = @Id", new { DueAt = Shares.DueAt(definition, element, instance.StartedAt, dueAt), Id = task });
        }
    }

    /// <summary>Ends one instance from outside, with all that it waits for and all that it called.</summary>
    public static void End(Work work, Guid id)
    {
        work.Add("update flows.instance set ended_at = @Now where id = @Id and ended_at is null", new { work.Now, Id = id });
        work.Add("update flows.task set state = 'cancelled', closed_at = @Now, closed_by = @By where instance_id = @Id and state = 'open'",
            new { work.Now, By = work.Actor.Id, Id = id });
        work.Add("delete from flows.wait where instance_id = @Id", new { Id = id });
        work.Enqueue(new EndCalled(id, ""), new Ref("process", id.ToString()));
    }

    public static Task<Instance?> Lock(Work work, Guid id, CancellationToken ct) => work.OneOrNone<Instance>("""
        select id, definition, version, subject_kind, subject_id, title, unit_path, state::text, started_at, due_at, ended_at, parent_id, parent_wait
        from flows.instance where id = @id for update
        """, new { id }, ct);
}

/// <summary>What to start.</summary>
internal sealed record StartProcess(string Process, Ref Subject, string Title, string UnitPath, DateTimeOffset? DueAt)
{
    /// <summary>The instance's id where the caller knows it; null draws one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The element whose event came; null for the start without a trigger.</summary>
    public string? At { get; init; }
    public Guid? Parent { get; init; }
    public string? ParentWait { get; init; }
}

/// <summary>The task that somebody did, with what they decided as JSON.</summary>
internal sealed record Closing(Guid Task, string Outcome);

/// <summary>An instance as it lies in the table.</summary>
internal record Instance
{
    public required Guid Id { get; init; }
    public required string Definition { get; init; }
    public required int Version { get; init; }
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    public required string Title { get; init; }
    public required string UnitPath { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public Guid? ParentId { get; init; }
    public string? ParentWait { get; init; }
}

/// <summary>An open task with its instance, both locked.</summary>
internal sealed record Held : Instance
{
    public required string WaitId { get; init; }
    public required string Element { get; init; }
    public required string Form { get; init; }
    public required string Permission { get; init; }
    public required string TaskUnit { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? TaskDue { get; init; }

    /// <summary>Who has taken it, or null.</summary>
    public string? HolderId { get; init; }
    public DateTimeOffset? TakenAt { get; init; }
}
