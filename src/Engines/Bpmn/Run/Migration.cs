namespace Sen.Bpmn;

/// <summary>Why an instance cannot go on in another version.</summary>
/// <param name="ElementId">The element of the old version where it stands.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Code">Stable: <c>gone</c>, <c>kind</c>, <c>scope</c>, <c>ended</c>, <c>map</c>.</param>
/// <param name="Reason">One English sentence.</param>
public sealed record MigrationProblem(string ElementId, string? Name, string Code, string Reason);

/// <summary>
/// Lets an instance go on in another version of its process. What it waits for stays under its id; events that the new
/// version adds to an activity or scope begin now, those that it drops end.
/// </summary>
internal sealed class Migration
{
    private readonly ProcessDefinition from;
    private readonly ProcessDefinition to;
    private readonly InstanceState state;
    private readonly IReadOnlyDictionary<string, string> map;
    private readonly List<MigrationProblem> problems = [];

    public Migration(ProcessDefinition from, ProcessDefinition to, InstanceState state, IReadOnlyDictionary<string, string> map)
    {
        (this.from, this.to, this.state, this.map) = (from, to, state, map);
        if (state.Status == InstanceStatus.Ended)
            problems.Add(new(from.Id, from.Name, "ended", "The instance has ended."));
        foreach (var (old, target) in map)
        {
            if (from.Find(old) is null)
                problems.Add(new(old, null, "map", "The map names an element that the old version does not have."));
            else if (to.Find(target) is null)
                problems.Add(new(old, from.Find(old)!.Name, "map", $"The map leads to \"{target}\", which the new version does not have."));
        }
        foreach (var at in state.Tokens.Select(token => token.At).Distinct())
            Check(from.Find(at)!);
    }

    public IReadOnlyList<MigrationProblem> Problems => problems;

    private string Mapped(string id) => map.GetValueOrDefault(id, id);

    private void Check(Node old)
    {
        void Problem(string code, string reason) => problems.Add(new(old.Id, old.Name, code, reason));

        if (to.Find(Mapped(old.Id)) is not { } target)
            Problem("gone", "The new version has no such element: the map must say where the token goes on.");
        else if (target.Kind != old.Kind)
            Problem("kind", $"The token stands at {old.Kind}, the new element is {target.Kind}.");
        else if ((old.Scope.Owner is null) != (target.Scope.Owner is null) || (old.Scope.Owner is { } around && Mapped(around.Id) != target.Scope.Owner!.Id))
            Problem("scope", "The new element lies in another sub-process.");
        else if ((old.Repeat is null) != (target.Repeat is null))
            Problem("kind", "Only one of the two elements repeats.");
        else if (old.IsGateway && state.Tokens.Any(token => token.At == old.Id && token.Via is not null && target.Incoming.All(flow => flow.Id != Mapped(token.Via))))
            Problem("gone", "A token waits at a join on a flow that the new version does not have.");
    }

    public StepResult Run()
    {
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(" ", problems.Select(problem => $"{problem.ElementId}: {problem.Reason}")));
        var effects = new List<Effect>();
        var waits = new List<Wait>();
        // New is what no old element becomes, and what no longer waits for the same thing.
        var added = to.AllNodes.Select(node => node.Id).Except(from.AllNodes.Select(node => Mapped(node.Id))).ToHashSet();
        foreach (var wait in state.Waits)
        {
            var at = Mapped(wait.At);
            if (to.Find(at) is { } target && Fits(wait, target))
            {
                waits.Add(wait with { At = at });
                if (at != wait.At)
                    effects.Add(new WaitMoved(wait.Id, wait.At, at));
                continue;
            }
            added.Add(at);
            effects.Add(wait.Kind == WaitKind.Timer ? new TimerCancelled(wait.Id, wait.At) : new AwaitCancelled(wait.Id, wait.At));
        }
        var moved = state with
        {
            Process = to.Id,
            Tokens = [.. state.Tokens.Select(token => token with { At = Mapped(token.At), Via = token.Via is null ? null : Mapped(token.Via) })],
            Waits = waits,
        };
        var run = new Execution(to, moved);
        run.ArmMissing(added.Contains);
        var result = run.Finish();
        return result with { Effects = [.. effects, .. result.Effects] };
    }

    // The same kind of event for the same message or signal, at the same activity.
    private bool Fits(Wait wait, Node target)
    {
        var host = wait.Token == 0 ? null : state.Tokens.First(token => token.Id == wait.Token).At;
        if (target.Kind == NodeKind.Boundary && target.Host!.Id != Mapped(host!))
            return false;
        return wait.Kind switch
        {
            WaitKind.Timer => target.Triggers.Any(trigger => trigger is TimerTrigger),
            WaitKind.Message => target.Triggers.Any(trigger => trigger is MessageTrigger message && message.Name == wait.Name),
            WaitKind.Signal => target.Triggers.Any(trigger => trigger is SignalTrigger signal && signal.Name == wait.Name),
            _ => true,
        };
    }
}
