using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>
/// One transaction a command: lock the instance, step the engine, write tasks, history and timers with the caller's own
/// rows. The engine decides; nothing here knows the meaning of a step.
/// </summary>
internal sealed class Runner(Definitions definitions)
{
    public async Task Start(Work work, string process, Ref subject, string title, string unitPath, DateTimeOffset? dueAt, JsonObject variables, CancellationToken ct)
    {
        var version = await work.One<int>("select max(version) from flows.definition where id = @process", new { process }, ct);
        var definition = await definitions.Get(work, process, version, ct);
        var step = Engine.Start(definition, variables);
        var instance = new Instance(Guid.CreateVersion7(), process, version, unitPath, "", work.Now, dueAt);
        work.Add("""
            insert into flows.instance (id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at, due_at)
            values (@Id, @Definition, @Version, @Kind, @Subject, @Title, @UnitPath, @State::jsonb, @Now, @DueAt)
            """, new
        {
            instance.Id,
            Definition = process,
            Version = version,
            subject.Kind,
            Subject = subject.Id,
            Title = title,
            UnitPath = unitPath,
            State = step.State.ToJson(),
            work.Now,
            DueAt = dueAt,
        });
        Carry(work, definition, instance, step);
    }

    public async Task<Result<FlowTask>> Complete(Work work, Guid task, JsonObject outcome, CancellationToken ct)
    {
        var found = await work.OneOrNone<FlowTask>("""
            select t.id, t.element, t.form, t.permission, t.unit_path, i.subject_kind, i.subject_id, i.title, t.opened_at, t.due_at, '{}' as labels
            from flows.task t join flows.instance i on i.id = t.instance_id
            where t.id = @task and t.state = 'open' for update of i
            """, new { task }, ct);
        if (found is null)
            return Problem.Conflict("flows.task-closed");
        if (Identity.Access.Refuse(work.Actor, found.Permission, found.UnitPath) is { } refused)
            return refused;
        var (id, wait) = await work.One<(Guid, string)>("select instance_id, wait_id from flows.task where id = @task", new { task }, ct);
        var instance = await Lock(work, id, ct);
        var definition = await definitions.Get(work, instance.Definition, instance.Version, ct);
        var step = Engine.Step(definition, InstanceState.FromJson(instance.State), new TaskCompleted(wait) { Variables = outcome });
        work.AddOne("update flows.task set state = 'done', closed_at = @Now, closed_by = @By, outcome = @Outcome::jsonb where id = @Task and state = 'open'",
            new { work.Now, By = work.Actor.Id, Outcome = outcome.ToJsonString(), Task = task });
        Save(work, instance, step);
        Carry(work, definition, instance, step);
        return found;
    }

    public async Task Fire(Work work, Guid instanceId, string timer, CancellationToken ct)
    {
        var instance = await Lock(work, instanceId, ct);
        var definition = await definitions.Get(work, instance.Definition, instance.Version, ct);
        var step = Engine.Step(definition, InstanceState.FromJson(instance.State), new TimerFired(timer));
        Save(work, instance, step);
        Carry(work, definition, instance, step);
    }

    public async Task Cancel(Work work, Ref subject, CancellationToken ct)
    {
        var running = await work.Query<Guid>(
            "select id from flows.instance where subject_kind = @Kind and subject_id = @Id and ended_at is null for update", subject, ct);
        foreach (var id in running)
        {
            work.Add("update flows.instance set ended_at = @Now where id = @Id", new { work.Now, Id = id });
            work.Add("update flows.task set state = 'cancelled', closed_at = @Now, closed_by = @By where instance_id = @Id and state = 'open'",
                new { work.Now, By = work.Actor.Id, Id = id });
        }
    }

    private static void Save(Work work, Instance instance, StepResult step) => work.AddOne(
        "update flows.instance set state = @State::jsonb, ended_at = @EndedAt where id = @Id",
        new { State = step.State.ToJson(), EndedAt = step.State.Status == InstanceStatus.Ended ? work.Now : (DateTimeOffset?)null, instance.Id });

    /// <summary>Carries out the engine's effects, in their order.</summary>
    private static void Carry(Work work, ProcessDefinition definition, Instance instance, StepResult step)
    {
        foreach (var element in step.Trace)
            work.Add("insert into flows.history (instance_id, at, element, actor) values (@Id, @Now, @Element, @Actor)",
                new { instance.Id, work.Now, Element = element, Actor = work.Actor.Id });
        foreach (var effect in step.Effects)
            switch (effect)
            {
                case TaskOpened task:
                    Open(work, definition, instance, task);
                    break;
                case TaskCancelled task:
                    work.Add("update flows.task set state = 'cancelled', closed_at = @Now where instance_id = @Id and wait_id = @Wait and state = 'open'",
                        new { work.Now, instance.Id, Wait = task.TaskId });
                    break;
                case TimerSet timer:
                    work.Enqueue(new FireTimer(instance.Id, timer.TimerId), new Ref("process", instance.Id.ToString()), Timers.When(timer, work.Now));
                    break;
                case Stuck stuck:
                    // Kept in the state; the operator sees it there and moves the token.
                    work.Publish(new InstanceStuck(instance.Id, stuck.ElementId, stuck.Reason));
                    break;
            }
    }

    private static void Open(Work work, ProcessDefinition definition, Instance instance, TaskOpened task)
    {
        var id = Guid.CreateVersion7();
        work.Add("""
            insert into flows.task (id, instance_id, wait_id, element, form, permission, unit_path, opened_at, due_at)
            values (@Id, @Instance, @Wait, @Element, @Form, @Permission, @UnitPath, @Now, @DueAt)
            """, new
        {
            Id = id,
            Instance = instance.Id,
            Wait = task.TaskId,
            Element = task.ElementId,
            Form = task.Form ?? task.ElementId,
            Permission = task.Role ?? "",
            instance.UnitPath,
            work.Now,
            DueAt = Shares.DueAt(definition, task.ElementId, instance.StartedAt, instance.DueAt),
        });
        work.Publish(new TaskOpenedEvent(id, task.ElementId, task.Role ?? "", instance.UnitPath));
    }

    private static Task<Instance> Lock(Work work, Guid id, CancellationToken ct) => work.One<Instance>(
        "select id, definition, version, unit_path, state::text, started_at, due_at from flows.instance where id = @id for update", new { id }, ct);
}

/// <summary>A running instance as it lies in the table.</summary>
internal sealed record Instance(Guid Id, string Definition, int Version, string UnitPath, string State, DateTimeOffset StartedAt, DateTimeOffset? DueAt);

/// <summary>A timer of an instance has come.</summary>
[Job("flows.fire-timer")]
internal sealed record FireTimer(Guid Instance, string Timer);

/// <summary>A task waits for somebody.</summary>
[Event("flows.task-opened", 1)]
internal sealed record TaskOpenedEvent(Guid Task, string Element, string Permission, string UnitPath);

/// <summary>An instance cannot go on by itself.</summary>
[Event("flows.instance-stuck", 1)]
internal sealed record InstanceStuck(Guid Instance, string Element, string Reason);
