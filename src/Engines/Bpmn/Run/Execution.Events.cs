namespace Sen.Bpmn;

// Events that come from outside, and those that the process throws (BPMN 2.0, 13.5).
internal sealed partial class Execution
{
    private const string NotAwaited = "Nothing waits for this any more.";

    private string? Answer(string id, WaitKind kind, System.Text.Json.Nodes.JsonObject? values)
    {
        foreach (var wait in waits)
        {
            if (wait.Id != id || (wait.Kind != kind && !(kind == WaitKind.Task && wait.Kind is WaitKind.Call or WaitKind.AdHoc)))
                continue;
            Fire(wait, values);
            return null;
        }
        return NotAwaited;
    }

    private string? Message(MessageArrived message)
    {
        foreach (var wait in waits)
        {
            if (wait.Kind != WaitKind.Message || wait.Name != message.Name || (message.WaitId ?? wait.Id) != wait.Id || (message.Key is not null && wait.Key is not null && wait.Key != message.Key))
                continue;
            Fire(wait, message.Variables);
            return null;
        }
        return NotAwaited;
    }

    // Signals are broadcast (10.5.1). One catch may cancel another: a boundary event and a catch inside its sub-process.
    private string? Signal(SignalRaised signal)
    {
        var waiting = waits.FindAll(wait => wait.Kind == WaitKind.Signal && wait.Name == signal.Name);
        foreach (var wait in waiting)
        {
            if (waits.Contains(wait))
                Fire(wait, signal.Variables);
        }
        return waiting.Count == 0 ? "Nothing waits for this signal." : null;
    }

    private string? Fail(TaskFailed failed)
    {
        if (waits.Find(wait => wait.Id == failed.TaskId && wait.Kind is WaitKind.Task or WaitKind.Call) is not { } wait)
            return NotAwaited;
        var token = Get(wait.Token)!;
        Set(failed.Variables, token.Scope);
        if (Raise(new ErrorTrigger(failed.Code), token.Scope, token) == Caught.Nowhere)
            EndWithError(failed.Code);
        return null;
    }

    private string? Escalate(CallEscalated escalated)
    {
        if (waits.Find(wait => wait.Id == escalated.CallId && wait.Kind == WaitKind.Call) is not { } wait)
            return NotAwaited;
        var token = Get(wait.Token)!;
        Set(escalated.Variables, token.Scope);
        if (Raise(new EscalationTrigger(escalated.Code), token.Scope, token) == Caught.Nowhere)
            effects.Add(new Escalated(wait.At, escalated.Code));
        return null;
    }

    private void Fire(Wait wait, System.Text.Json.Nodes.JsonObject? values)
    {
        var node = definition.Find(wait.At)!;
        if (node.Kind == NodeKind.Start)
        {
            var handler = node.Scope.Owner!;
            if (!node.Interrupting)
                Again(wait);
            else
                waits.Remove(wait);
            Handle(node, handler, wait.Token, values);
            return;
        }
        var token = Get(wait.Token)!;
        if (node.Kind == NodeKind.Boundary)
        {
            if (!node.Interrupting)
                Again(wait);
            else
                waits.Remove(wait);
            Escape(node, token, values);
            return;
        }
        waits.Remove(wait);
        if (wait.Kind == WaitKind.AdHoc)
        {
            Set(values, token.Id);
            CloseChoice(token);
        }
        else if (NodeOf(token).Kind == NodeKind.EventGateway)
        {
            trace.Add(node.Id);
            Cancel(token);
            if (Accept(node, values, token.Scope, token.Scope) is { } problem)
                Rest(node, token.Scope, stuck: problem);
            else
                Leave(node, token.Scope);
        }
        else if (Accept(node, values, token.Id, token.Scope) is { } problem)
        {
            Halt(token, problem);
        }
        else
        {
            Done(node, token);
        }
    }

    // A boundary event takes a token out of its activity, or puts one beside it (13.5.3).
    private void Escape(Node boundary, Token host, System.Text.Json.Nodes.JsonObject? values)
    {
        if (boundary.Interrupting)
            Cancel(host);
        trace.Add(boundary.Id);
        if (Accept(boundary, values, host.Scope, host.Scope) is { } problem)
            Rest(boundary, host.Scope, stuck: problem);
        else
            Leave(boundary, host.Scope);
    }

    // An event sub-process begins, in place of all else in its scope or beside it (13.5.4).
    private void Handle(Node start, Node handler, int scope, System.Text.Json.Nodes.JsonObject? values)
    {
        if (start.Interrupting)
            CancelInside(scope);
        trace.Add(handler.Id);
        var token = Rest(handler, scope);
        foreach (var name in handler.Body!.Locals)
            Declare(token.Id, name, null);
        if (Accept(start, values, token.Id, token.Id) is { } problem)
        {
            Halt(token, problem);
            return;
        }
        Enter(handler.Body, token.Id, begin: false);
        moving.Enqueue(new(start, token.Id, null));
    }

    // A wait that is not used up: messages and signals may repeat, timers as often as their cycle says.
    private void Again(Wait wait)
    {
        if (wait.Kind != WaitKind.Timer)
            return;
        waits.Remove(wait);
        if (wait.Cycle is null || TimerTrigger.AfterOne(wait.Cycle) is not { } left)
            return;
        var node = definition.Find(wait.At)!;
        effects.Add(new TimerSet(Await(WaitKind.Timer, node, wait.Token, cycle: left), node.Id, TimerKind.Duration, TimerTrigger.FirstOf(left).Text));
    }

    private enum Caught { Nowhere, Beside, Instead }

    /// <summary>
    /// Gives an error or escalation to the nearest event that catches it, from the inside out: event sub-processes of a scope,
    /// then the edge of the activity (10.5.1, 13.5.3, 13.5.4). A code that is named wins over one that is not.
    /// </summary>
    private Caught Raise(Trigger thrown, int scope, Token? at)
    {
        while (true)
        {
            if (at is not null)
            {
                var host = at.Item is null ? at : Get(at.Scope)!;
                if (Best(NodeOf(at).Boundaries, thrown) is { } boundary)
                {
                    Escape(boundary, host, null);
                    return boundary.Interrupting ? Caught.Instead : Caught.Beside;
                }
                scope = host.Scope;
            }
            var inner = scope == 0 ? null : Get(scope)!;
            var body = inner is null ? definition.Body : NodeOf(inner).Body!;
            // What an event sub-process throws goes outwards, not to its neighbours.
            if ((at is null || NodeOf(at).Kind != NodeKind.EventSubProcess) && Best(body.Handlers, thrown) is { } start)
            {
                Handle(start, start.Scope.Owner!, scope, null);
                return start.Interrupting ? Caught.Instead : Caught.Beside;
            }
            if (inner is null)
                return Caught.Nowhere;
            at = inner;
        }
    }

    private static Node? Best(IReadOnlyList<Node> events, Trigger thrown)
    {
        Node? any = null;
        foreach (var node in events)
        {
            foreach (var trigger in node.Triggers)
            {
                switch (thrown, trigger)
                {
                    case (ErrorTrigger error, ErrorTrigger { Code: { } code }) when code == error.Code:
                    case (EscalationTrigger escalation, EscalationTrigger { Code: { } level }) when level == escalation.Code:
                        return node;
                    case (ErrorTrigger, ErrorTrigger { Code: null }):
                    case (EscalationTrigger, EscalationTrigger { Code: null }):
                        any ??= node;
                        break;
                }
            }
        }
        return any;
    }

    private void EndWithError(string code)
    {
        CancelInside(0);
        moving.Clear();
        error = code;
    }

    // What a throw or end event makes happen; false when its own token is gone by that.
    private bool Throw(Node node, int scope)
    {
        var view = View(scope);
        var inputs = Inputs(node, view, out var problem);
        foreach (var trigger in node.Triggers)
        {
            switch (trigger)
            {
                case MessageTrigger message when problem is null:
                    var key = Key(message.Key, inputs ?? view, out problem);
                    if (problem is null)
                        effects.Add(new MessageSent(node.Id, message.Name, key, node.Unit, inputs is null ? null : Values.ToJson(inputs)));
                    break;
                case SignalTrigger signal when problem is null:
                    effects.Add(new SignalSent(node.Id, signal.Name, inputs is null ? null : Values.ToJson(inputs)));
                    break;
                case LinkTrigger:
                    moving.Enqueue(new(node.LinkTarget!, scope, null));
                    return false;
                case TerminateTrigger:
                    CancelInside(scope);
                    terminated |= scope == 0;
                    return false;
                case EscalationTrigger escalation:
                    var caught = Raise(escalation, scope, null);
                    if (caught == Caught.Nowhere)
                        effects.Add(new Escalated(node.Id, escalation.Code!));
                    if (caught == Caught.Instead)
                        return false;
                    break;
                case ErrorTrigger failure:
                    if (Raise(failure, scope, null) == Caught.Nowhere)
                        EndWithError(failure.Code!);
                    return false;
            }
        }
        if (problem is null)
            return true;
        Rest(node, scope, stuck: problem);
        return false;
    }
}
