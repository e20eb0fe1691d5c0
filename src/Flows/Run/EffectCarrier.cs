using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>Carries out the effects of one step, in their order, in the transaction of the command.</summary>
internal sealed class EffectCarrier(Work work, ProcessDefinition definition, Instance instance, IReadOnlyList<Wait> before, StepResult step)
{
    private Ref About => new("process", instance.Id.ToString());

    public async Task Carry(Runner runner, CancellationToken ct)
    {
        // What is answered, or no longer stands in the state for any reason, waits no longer. User tasks have their own table.
        if (before.Any(wait => definition.Find(wait.At)?.Kind != NodeKind.UserTask && step.State.Waits.All(left => left.Id != wait.Id)))
            work.Add("delete from flows.wait where instance_id = @Id and not wait_id = any(@Waits)",
                new { instance.Id, Waits = step.State.Waits.Select(wait => wait.Id).ToArray() });
        foreach (var effect in step.Effects)
        {
            if (effect is ProcessCalled call)
                await Call(runner, call, ct);
            else
                Carry(effect);
        }
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case TaskOpened task:
                Open(task);
                break;
            case TaskCancelled task:
                Close(task.TaskId);
                if (definition.Find(task.ElementId)?.Kind == NodeKind.Call)
                    work.Enqueue(new EndCalled(instance.Id, task.TaskId), About);
                break;
            case ServiceCalled service:
                Await("service", service.TaskId, service.ElementId, service.Operation);
                work.Enqueue(new CallService(instance.Id, service.TaskId, service.ElementId, service.Operation ?? "", service.Variables), About);
                break;
            case TimerSet timer:
                var due = Timers.When(timer, work.Now);
                Await("timer", timer.TimerId, timer.ElementId, null, dueAt: due);
                work.Enqueue(new FireTimer(instance.Id, timer.TimerId), About, due);
                break;
            case MessageAwaited message:
                Await("message", message.WaitId, message.ElementId, message.Name, message.Key);
                work.Enqueue(new MatchMessages(message.Name), About);
                break;
            case SignalAwaited signal:
                Await("signal", signal.WaitId, signal.ElementId, signal.Name);
                break;
            case ChoiceOpened choice:
                var adHoc = definition.Find(choice.ElementId)!;
                Open(new TaskOpened(choice.WaitId, choice.ElementId, choice.Name, adHoc.Role, adHoc.Unit, ChooseActivity.Form, null));
                break;
            case AwaitCancelled choice when definition.Find(choice.ElementId)?.Kind == NodeKind.AdHoc:
                Close(choice.WaitId);
                break;
            case MessageSent message:
                Send(message);
                break;
            case SignalSent signal:
                work.Enqueue(new RaiseSignal(signal.Name, signal.Variables, Guid.CreateVersion7()), About);
                break;
            case Escalated escalated when instance.ParentId is { } parent:
                work.Enqueue(new AnswerCall(parent, instance.ParentWait!, null, escalated.Code, null), About);
                break;
            case WaitMoved moved:
                work.Add("update flows.wait set element = @To where instance_id = @Id and wait_id = @Wait", new { instance.Id, Wait = moved.WaitId, moved.To });
                work.Add("update flows.task set element = @To where instance_id = @Id and wait_id = @Wait", new { instance.Id, Wait = moved.WaitId, moved.To });
                break;
            case Stuck stuck:
                // Kept in the state; the operator sees it there and moves the token.
                work.Publish(new InstanceStuck(instance.Id, stuck.ElementId, stuck.Reason));
                break;
            case Ended ended:
                if (instance.ParentId is { } caller)
                    work.Enqueue(new AnswerCall(caller, instance.ParentWait!, ended.Error, null, JsonNode.Parse(step.State.ToJson())!["variables"]!.AsObject()), About);
                break;
        }
    }

    private void Close(string wait) => work.Add("update flows.task set state = 'cancelled', closed_at = @Now where instance_id = @Id and wait_id = @Wait and state = 'open'",
        new { work.Now, instance.Id, Wait = wait });

    private void Open(TaskOpened task)
    {
        var id = Guid.CreateVersion7();
        var unit = UnitPaths.Resolve(instance.UnitPath, task.Unit);
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
            UnitPath = unit,
            work.Now,
            DueAt = Shares.DueAt(definition, task.ElementId, instance.StartedAt, instance.DueAt),
        });
        work.Publish(new TaskOpenedEvent(id, task.ElementId, task.Role ?? "", unit));
    }

    // A process that another calls is an instance of its own, at its own unit, about the same thing.
    private async Task Call(Runner runner, ProcessCalled call, CancellationToken ct)
    {
        Await("call", call.CallId, call.ElementId, call.Process);
        await runner.Start(work, new(call.Process, new Ref(instance.SubjectKind, instance.SubjectId), instance.Title,
            UnitPaths.Resolve(instance.UnitPath, call.Unit), instance.DueAt) { Parent = instance.Id, ParentWait = call.CallId }, call.Variables, ct);
    }

    private void Send(MessageSent message)
    {
        var id = Guid.CreateVersion7();
        var body = (message.Variables ?? []).ToJsonString();
        if (message.Unit?.Split(':', 2) is [var installation, var there])
            work.Publish(new MessageSentEvent(id, message.Name, message.Key, installation, there, body));
        else
            Mailroom.Take(work, id, message.Name, message.Key, message.Unit is null ? "" : UnitPaths.Resolve(instance.UnitPath, message.Unit), body, new(instance.SubjectKind, instance.SubjectId), instance.Title);
    }

    private void Await(string kind, string wait, string element, string? name, string? key = null, DateTimeOffset? dueAt = null) => work.Add("""
        insert into flows.wait (instance_id, wait_id, kind, element, name, key, unit_path, since, due_at)
        values (@Id, @Wait, @Kind, @Element, @Name, @Key, @UnitPath, @Now, @DueAt)
        """, new { instance.Id, Wait = wait, Kind = kind, Element = element, Name = name, Key = key, instance.UnitPath, work.Now, DueAt = dueAt });
}
