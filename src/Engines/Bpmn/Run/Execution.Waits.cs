namespace Sen.Bpmn;

// What activities and events wait for.
internal sealed partial class Execution
{
    /// <summary>A trigger whose time or key has been computed.</summary>
    private readonly record struct Prepared(Node Node, Trigger Trigger, string? Text);

    /// <summary>Computes what an activity with its boundary events, a catch event or an event-based gateway will wait for; null when nothing.</summary>
    private static List<Prepared>? Prepare(Node node, Token? item, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        List<Prepared>? armed = null;
        if (node.Kind is NodeKind.Catch or NodeKind.ReceiveTask && !Prepare(node, view, armed ??= [], out problem))
            return null;
        if (node.Kind == NodeKind.EventGateway)
        {
            foreach (var flow in node.Outgoing)
            {
                if (!Prepare(flow.To, view, armed ??= [], out problem))
                    return null;
            }
        }
        // The boundary events of a repeated activity belong to the whole of it.
        if (item is null)
        {
            foreach (var boundary in node.Boundaries)
            {
                if (!Prepare(boundary, view, armed ??= [], out problem))
                    return null;
            }
        }
        return armed;
    }

    private static bool Prepare(Node node, IReadOnlyDictionary<string, object?> view, List<Prepared> armed, out string? problem)
    {
        problem = null;
        foreach (var trigger in node.Triggers)
        {
            string? text = null;
            if (trigger is TimerTrigger timer)
                text = Time(timer, view, out problem);
            else if (trigger is MessageTrigger message)
                text = Key(message.Key, view, out problem);
            if (problem is not null)
                return false;
            armed.Add(new(node, trigger, text));
        }
        return true;
    }

    private void Arm(Prepared arm, int token)
    {
        var node = arm.Node;
        switch (arm.Trigger)
        {
            case TimerTrigger { Kind: TimerKind.Cycle }:
                var (kind, text) = TimerTrigger.FirstOf(arm.Text!);
                effects.Add(new TimerSet(Await(WaitKind.Timer, node, token, cycle: arm.Text), node.Id, kind, text));
                break;
            case TimerTrigger timer:
                effects.Add(new TimerSet(Await(WaitKind.Timer, node, token), node.Id, timer.Kind, arm.Text!));
                break;
            case MessageTrigger message:
                effects.Add(new MessageAwaited(Await(WaitKind.Message, node, token, message.Name, arm.Text), node.Id, message.Name, arm.Text));
                break;
            case SignalTrigger signal:
                effects.Add(new SignalAwaited(Await(WaitKind.Signal, node, token, signal.Name), node.Id, signal.Name));
                break;
        }
    }

    private static Dictionary<string, object?> Merge(IReadOnlyDictionary<string, object?>? outer, Dictionary<string, object?> inner)
    {
        var merged = outer is null ? [] : new Dictionary<string, object?>(outer);
        foreach (var (name, value) in inner)
            merged[name] = value;
        return merged;
    }

    private static IEnumerable<string> Choices(Node adHoc) => adHoc.Choices.Select(node => node.Id);

    // Somebody begins an activity of an ad-hoc sub-process (13.3.5).
    private string? Choose(ActivityChosen chosen)
    {
        if (waits.Find(wait => wait.Id == chosen.WaitId && wait.Kind == WaitKind.AdHoc) is not { } wait)
            return NotAwaited;
        var node = definition.Find(wait.At)!;
        if (!Choices(node).Contains(chosen.ElementId))
            return "This activity is not open to choice here.";
        if (node.AdHoc!.Sequential && Runs(wait.Token))
            return "One activity after another: the one that runs must end first.";
        Set(chosen.Variables, wait.Token);
        moving.Enqueue(new(definition.Find(chosen.ElementId)!, wait.Token, null));
        return null;
    }

    // After each activity: is enough done?
    private void CheckChoice(Node node, Token token)
    {
        if (node.AdHoc!.Completion is not { } completion || !waits.Exists(wait => wait.Token == token.Id && wait.Kind == WaitKind.AdHoc))
            return;
        if (Holds(completion, node.Id, View(token.Id), out var problem) is not { } holds)
            effects.Add(new Stuck(token.Id, node.Id, problem!));
        else if (holds)
            CloseChoice(token);
    }

    // No more choices; what still runs is cancelled, or ends by itself.
    private void CloseChoice(Token token)
    {
        if (waits.Find(wait => wait.Token == token.Id && wait.Kind == WaitKind.AdHoc) is { } wait)
            Drop(wait);
        if (NodeOf(token).AdHoc!.CancelRemaining)
            CancelInside(token.Id);
    }

    /// <summary>Puts a token elsewhere in its scope; the reason if that cannot be.</summary>
    private string? MoveToken(Moved moved)
    {
        if (Get(moved.Token) is not { } token)
            return "There is no such token.";
        var from = NodeOf(token);
        if (definition.Find(moved.To) is not { } target || target.Scope != from.Scope || target.Kind is NodeKind.Boundary or NodeKind.EventSubProcess
            || (target.Kind == NodeKind.Start && target.Triggers.Count > 0 && target.Scope.Owner is not null))
            return "A token moves only to a node of its own scope that flows can enter.";
        if (token.Item is not null && target != from)
            return "One instance of a repeated activity can only be tried again; the activity as a whole can be moved.";
        Set(moved.Variables, token.Scope);
        if (token.Item is null)
        {
            Cancel(token);
            moving.Enqueue(new(target, token.Scope, null));
            return null;
        }
        CancelInside(token.Id);
        for (var i = 0; i < waits.Count; i++)
        {
            if (waits[i].Token == token.Id)
                Drop(waits[i--]);
        }
        Replace(Get(token.Id)!, Get(token.Id)! with { Stuck = null });
        moving.Enqueue(new(target, token.Scope, null, token.Id));
        return null;
    }

    /// <summary>Begins to wait for what a new version adds to the places where tokens stand; what has come already does not come again.</summary>
    public void ArmMissing(Predicate<string> added)
    {
        bool Missing(Node one, int token) => added(one.Id) && !waits.Exists(wait => wait.At == one.Id && wait.Token == token);

        foreach (var token in tokens.ToArray())
        {
            if (token.Item is not null || token.Stuck is not null)
                continue;
            var node = NodeOf(token);
            var view = View(token.Id);
            foreach (var missing in node.Boundaries.Append(node).Where(one => Missing(one, token.Id) && one.Kind is NodeKind.Boundary or NodeKind.Catch or NodeKind.ReceiveTask))
                ArmNow(missing, view, token.Id, token.Scope);
            foreach (var handler in (node.Body?.Handlers ?? []).Where(one => Missing(one, token.Id)))
                ArmNow(handler, view, token.Id, token.Id);
        }
        foreach (var handler in definition.Body.Handlers.Where(one => Missing(one, 0)))
            ArmNow(handler, variables, 0, 0);
    }

    private void ArmNow(Node node, IReadOnlyDictionary<string, object?> view, int token, int scope)
    {
        var armed = new List<Prepared>();
        if (!Prepare(node, view, armed, out var problem))
            effects.Add(new Stuck(scope, node.Id, problem!));
        foreach (var arm in armed)
            Arm(arm, token);
    }
}
