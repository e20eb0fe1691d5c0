namespace Sen.Bpmn;

// What happens when a token reaches a node, and when it leaves (BPMN 2.0, 13.3 to 13.5).
internal sealed partial class Execution
{
    private void Arrive(FlowNode node, int scope, string? via)
    {
        if (trace.Count >= MaxMoves)
        {
            Rest(node, scope, stuck: $"The process passed {MaxMoves} nodes without waiting.");
            return;
        }
        trace.Add(node.Id);
        switch (node)
        {
            case StartEvent or Milestone or ManualTask:
                Leave(node, scope);
                break;
            case EndEvent end:
                if (end.Terminate)
                    Terminate(scope);
                break;
            case Gateway gateway:
                Arrive(gateway, scope, via);
                break;
            case ScriptTask script:
                Compute(script, scope);
                break;
            case SendTask send:
                effects.Add(new MessageSent(send.Id, send.Message.Name));
                Leave(send, scope);
                break;
            default:
                Begin(node, scope);
                break;
        }
    }

    // Nodes at which a token rests.
    private void Begin(FlowNode node, int scope)
    {
        // Timers first: if one cannot be computed, the activity has not begun.
        var armed = definition.ScopeOf(node.Id).Boundaries(node.Id).ToArray<FlowNode>();
        FlowNode[] events = node is CatchEvent ? [node] : armed;
        var times = new Dictionary<string, string>();
        foreach (var (id, timer) in events.Select(catching => (catching.Id, TriggerOf(catching))))
        {
            if (timer is not TimerTrigger trigger)
                continue;
            if (variables.Time(trigger, out var problem) is not { } time)
            {
                Rest(node, scope, stuck: problem);
                return;
            }
            times[id] = time;
        }

        var token = Rest(node, scope);
        switch (node)
        {
            case UserTask task:
                effects.Add(new TaskOpened(Await(WaitKind.Task, task, token), task.Id, task.Name, task.Role, task.Unit, task.Form, task.Share));
                break;
            case ServiceTask task:
                effects.Add(new ServiceCalled(Await(WaitKind.Task, task, token), task.Id, task.Name, task.Kind, task.Operation));
                break;
            case ReceiveTask task:
                Arm(task, task.Message, token, times);
                break;
            case SubProcess process:
                moving.Enqueue((process.Body.Start, token.Id, null));
                break;
        }
        foreach (var catching in events)
            Arm(catching, TriggerOf(catching)!, token, times);
    }

    private void Arm(FlowNode node, Trigger trigger, Token token, Dictionary<string, string> times) => effects.Add(trigger switch
    {
        TimerTrigger timer => new TimerSet(Await(WaitKind.Timer, node, token), node.Id, timer.Kind, times[node.Id]),
        MessageTrigger message => new MessageAwaited(Await(WaitKind.Message, node, token, message.Name), node.Id, message.Name),
        SignalTrigger signal => new SignalAwaited(Await(WaitKind.Signal, node, token, signal.Name), node.Id, signal.Name),
        _ => throw new NotSupportedException(trigger.GetType().Name),
    });

    private void Compute(ScriptTask script, int scope)
    {
        if (variables.Compute(script) is { } problem)
            Rest(script, scope, stuck: problem);
        else
            Leave(script, scope);
    }

    /// <summary>
    /// A token leaves by every flow without a condition and every flow whose condition holds (13.3.1);
    /// by the default flow when no condition holds. Without any flow it is used up.
    /// </summary>
    private void Leave(FlowNode node, int scope)
    {
        var flows = definition.ScopeOf(node.Id).Outgoing(node.Id);
        var free = flows.Where(flow => flow.Condition is null && flow.Id != node.Default).ToArray();
        if (Holding(flows, out var problem) is not { } holding)
        {
            Rest(node, scope, stuck: problem);
            return;
        }
        if (holding.Count == 0 && node.Default is not null)
            holding = [flows.Single(flow => flow.Id == node.Default)];
        if (flows.Count > 0 && free.Length + holding.Count == 0)
            Rest(node, scope, stuck: "No condition holds and there is no default flow.");
        else
            Take(flows.Where(flow => free.Contains(flow) || holding.Contains(flow)), scope);
    }

    private List<SequenceFlow>? Holding(IEnumerable<SequenceFlow> flows, out string? problem)
    {
        problem = null;
        var holding = new List<SequenceFlow>();
        foreach (var flow in flows.Where(flow => flow.Condition is not null))
        {
            if (variables.Holds(flow, out problem) is not { } holds)
                return null;
            if (holds)
                holding.Add(flow);
        }
        return holding;
    }

    private void Take(IEnumerable<SequenceFlow> flows, int scope)
    {
        foreach (var flow in flows)
            moving.Enqueue((definition.Find(flow.To)!, scope, flow.Id));
    }

    // Ends the scope of the end event at once, and nothing above it (13.5.6).
    private void Terminate(int scope)
    {
        foreach (var token in tokens.Where(token => token.Scope == scope).ToArray())
            Cancel(token);
        var others = moving.Where(move => move.Scope != scope).ToArray();
        moving.Clear();
        foreach (var move in others)
            moving.Enqueue(move);
        terminated |= scope == 0;
    }

    private bool LeaveFinishedSubProcess()
    {
        if (tokens.FirstOrDefault(token => token.Stuck is null && definition.Find(token.At) is SubProcess && !tokens.Exists(inner => inner.Scope == token.Id)) is not { } done)
            return false;
        Cancel(done);
        Leave(definition.Find(done.At)!, done.Scope);
        return true;
    }

    private static Trigger? TriggerOf(FlowNode node) => node switch
    {
        CatchEvent caught => caught.Trigger,
        BoundaryEvent boundary => boundary.Trigger,
        _ => null,
    };
}
