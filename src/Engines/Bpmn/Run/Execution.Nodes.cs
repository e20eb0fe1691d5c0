namespace Sen.Bpmn;

// What happens when a token reaches a node, and when it leaves (BPMN 2.0, 13.3 to 13.5).
internal sealed partial class Execution
{
    private void Arrive(Node node, int scope, string? via)
    {
        if (++moves > MaxMoves)
        {
            Rest(node, scope, stuck: $"The process passed {MaxMoves} nodes without waiting.");
            return;
        }
        trace.Add(node.Id);
        switch (node.Kind)
        {
            case NodeKind.Start:
                Leave(node, scope);
                break;
            case NodeKind.Catch when node.Triggers is [LinkTrigger]:
                Leave(node, scope);
                break;
            case NodeKind.Throw:
                if (Throw(node, scope))
                    Leave(node, scope);
                break;
            case NodeKind.End:
                Throw(node, scope);
                break;
            case NodeKind.ExclusiveGateway or NodeKind.ParallelGateway or NodeKind.InclusiveGateway:
                ArriveAtGateway(node, scope, via);
                break;
            default:
                if (node.Repeat is null)
                    Begin(node, scope, null);
                else
                    BeginAll(node, scope);
                break;
        }
    }

    /// <summary>An activity begins, or one instance of a repeated one (<paramref name="item"/>), or a wait between nodes.</summary>
    private void Begin(Node node, int scope, Token? item)
    {
        if (item is not null && ++moves > MaxMoves)
        {
            Halt(item, $"The process passed {MaxMoves} nodes without waiting.");
            return;
        }
        var view = View(item?.Id ?? scope);
        var inputs = Inputs(node, view, out var problem);
        // Timers and keys first: if one cannot be computed, the activity has not begun.
        var armed = problem is null ? Prepare(node, item, inputs is null ? view : Merge(view, inputs), out problem) : null;
        if (problem is not null)
        {
            if (item is null)
                Rest(node, scope, stuck: problem);
            else
                Halt(item, problem);
            return;
        }
        switch (node.Kind)
        {
            case NodeKind.ManualTask or NodeKind.Task or NodeKind.ScriptTask or NodeKind.SendTask:
                Pass(node, scope, item, inputs is null ? view : Merge(view, inputs), inputs);
                return;
        }

        var token = item ?? Rest(node, scope);
        if (inputs is not null)
            token = Replace(token, token with { Locals = Merge(token.Locals, inputs) });
        Open(node, token);
        if (armed is not null && Get(token.Id)!.Stuck is null)
        {
            foreach (var arm in armed)
                Arm(arm, token.Id);
        }
    }

    private void Open(Node node, Token token)
    {
        var unit = node.Unit;
        if (node.ComputedUnit is { } computed)
        {
            var view = View(token.Id);
            unit = Evaluate(computed, view, out var problem) as string;
            if (unit is null)
            {
                Halt(token, problem ?? $"The unit \"{node.Unit}\" has no value. {computed.Why(view)}".TrimEnd());
                return;
            }
        }
        switch (node.Kind)
        {
            case NodeKind.UserTask:
                effects.Add(new TaskOpened(Await(WaitKind.Task, node, token.Id), node.Id, node.Name, node.Role, unit, node.Form, node.Share, token.Locals is null ? null : Values.ToJson(token.Locals)));
                break;
            case NodeKind.ServiceTask or NodeKind.BusinessRuleTask:
                effects.Add(new ServiceCalled(Await(WaitKind.Task, node, token.Id), node.Id, node.Name, node.Kind, node.Operation, Given(node, token)));
                break;
            case NodeKind.Call:
                effects.Add(new ProcessCalled(Await(WaitKind.Call, node, token.Id), node.Id, node.Name, node.Operation!, unit, Given(node, token)));
                break;
            case NodeKind.AdHoc:
                effects.Add(new ChoiceOpened(Await(WaitKind.AdHoc, node, token.Id), node.Id, node.Name, [.. Choices(node)]));
                goto case NodeKind.SubProcess;
            case NodeKind.SubProcess:
                foreach (var name in node.Body!.Locals)
                    Declare(token.Id, name, null);
                Enter(node.Body, token.Id, begin: true);
                break;
        }
    }

    // A service and a called process get what the activity names, or all that is visible there.
    private System.Text.Json.Nodes.JsonObject Given(Node node, Token token) => Values.ToJson(node.Inputs.Count > 0 ? token.Locals! : View(token.Id));

    // A scope begins: its event sub-processes wait, its start events get tokens.
    private void Enter(Scope scope, int token, bool begin)
    {
        foreach (var handler in scope.Handlers)
        {
            var armed = new List<Prepared>();
            if (!Prepare(handler, View(token), armed, out var problem))
                Rest(handler.Scope.Owner!, token, stuck: problem);
            foreach (var arm in armed)
                Arm(arm, token);
        }
        if (!begin)
            return;
        foreach (var start in scope.Starts)
            moving.Enqueue(new(start, token, null));
    }

    // Tasks that are done as soon as they begin.
    private void Pass(Node node, int scope, Token? item, IReadOnlyDictionary<string, object?> view, Dictionary<string, object?>? inputs)
    {
        string? problem = null;
        if (node.Script is { } script)
        {
            var value = Evaluate(script.Expression, view, out problem);
            if (problem is null)
                Set(script.Result, Values.FromFeel(value), item?.Id ?? scope);
        }
        else if (node.Triggers is [MessageTrigger message])
        {
            var key = Key(message.Key, inputs ?? view, out problem);
            if (problem is null)
                effects.Add(new MessageSent(node.Id, message.Name, key, node.Unit, inputs is null ? null : Values.ToJson(inputs)));
        }
        problem ??= Accept(node, null, item?.Id ?? scope, item is null ? scope : item.Id);
        if (problem is null && item is not null)
            ItemDone(node, Get(item.Id)!);
        else if (problem is null)
            Leave(node, scope);
        else if (item is null)
            Rest(node, scope, stuck: problem);
        else
            Halt(item, problem);
    }

    /// <summary>An activity or wait has done what it is for.</summary>
    private void Done(Node node, Token token)
    {
        if (token.Item is not null)
        {
            ItemDone(node, Get(token.Id)!);
            return;
        }
        Cancel(token);
        Leave(node, token.Scope);
    }

    /// <summary>
    /// A token leaves by every flow without a condition and every flow whose condition holds (13.3.1);
    /// by the default flow when no condition holds. Without any flow it is used up.
    /// </summary>
    private void Leave(Node node, int scope)
    {
        Span<bool> taken = node.Outgoing.Count <= 64 ? stackalloc bool[node.Outgoing.Count] : new bool[node.Outgoing.Count];
        var (any, held) = (false, false);
        IReadOnlyDictionary<string, object?>? view = null;
        for (var i = 0; i < taken.Length; i++)
        {
            var flow = node.Outgoing[i];
            if (flow == node.Default)
                continue;
            taken[i] = true;
            if (flow.Condition is not null)
            {
                if (Holds(flow.Condition, flow.Id, view ??= View(scope), out var problem) is not { } holds)
                {
                    Rest(node, scope, stuck: problem);
                    return;
                }
                taken[i] = holds;
                held |= holds;
            }
            any |= taken[i];
        }
        if (!any && node.Default is null && taken.Length > 0)
        {
            Rest(node, scope, stuck: "No condition holds and there is no default flow.");
            return;
        }
        for (var i = 0; i < taken.Length; i++)
        {
            var flow = node.Outgoing[i];
            if (taken[i] || (!held && flow == node.Default))
                moving.Enqueue(new(flow.To, scope, flow.Id));
        }
        if (scope != 0 && node.IsActivity && Get(scope) is { } around && NodeOf(around) is { AdHoc: not null } adHoc)
            CheckChoice(adHoc, around);
    }

    private bool LeaveFinished()
    {
        foreach (var token in tokens)
        {
            if (token.Stuck is not null || token.Loop is not null || NodeOf(token) is not { Body: not null } node || Runs(token.Id))
                continue;
            if (node.Kind == NodeKind.AdHoc && waits.Exists(wait => wait.Token == token.Id && wait.Kind == WaitKind.AdHoc))
                continue;
            if (Accept(node, null, token.Id, token.Scope) is { } problem)
                Halt(token, problem);
            else
                Done(node, token);
            return true;
        }
        return false;
    }

    private bool Runs(int scope)
    {
        foreach (var token in tokens)
        {
            if (token.Scope == scope)
                return true;
        }
        return false;
    }
}
