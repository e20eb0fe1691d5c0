using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>One step in progress: moves tokens until all are at rest. Mutable, used once.</summary>
internal sealed partial class Execution(ProcessDefinition definition, InstanceState before)
{
    // A loop of nodes that never wait would not end; no real process passes this many in one step.
    private const int MaxMoves = 10_000;

    private readonly List<Token> tokens = [.. before.Tokens];
    private readonly List<Wait> waits = [.. before.Waits];
    private readonly Variables variables = new(before.Variables);
    private readonly Queue<(FlowNode Node, int Scope, string? Via)> moving = new();
    private readonly List<Effect> effects = [];
    private readonly List<string> trace = [];
    private int next = before.Next;
    private bool terminated;

    public void Set(JsonObject? values) => variables.Set(values);

    public void Start() => moving.Enqueue((definition.Body.Start, 0, null));

    /// <summary>Gives an answer to the first fitting wait; the reason if there is none.</summary>
    public string? Answer(WaitKind kind, Func<Wait, bool> fits, JsonObject? values)
    {
        if (waits.FirstOrDefault(wait => wait.Kind == kind && fits(wait)) is not { } wait)
            return "Nothing waits for this any more.";
        variables.Set(values);
        Fire(wait);
        return null;
    }

    /// <summary>Gives a signal to all that wait for it (BPMN 2.0, 10.5.1: signals are broadcast).</summary>
    public string? Signal(string name, JsonObject? values)
    {
        var waiting = waits.Where(wait => wait.Kind == WaitKind.Signal && wait.Name == name).ToArray();
        if (waiting.Length == 0)
            return "Nothing waits for this signal.";
        variables.Set(values);
        // One catch may cancel another: an interrupting boundary event and a catch inside its sub-process.
        foreach (var wait in waiting.Where(waits.Contains))
            Fire(wait);
        return null;
    }

    /// <summary>Puts a token elsewhere in its scope; the reason if that cannot be.</summary>
    public string? Move(int tokenId, string to, JsonObject? values)
    {
        if (tokens.FirstOrDefault(token => token.Id == tokenId) is not { } token)
            return "There is no such token.";
        if (definition.Find(to) is not { } target || target is BoundaryEvent || !ReferenceEquals(definition.ScopeOf(to), definition.ScopeOf(token.At)))
            return "A token moves only to a node of its own scope that flows can enter.";
        variables.Set(values);
        Cancel(token);
        moving.Enqueue((target, token.Scope, null));
        return null;
    }

    public StepResult Finish()
    {
        Run();
        var ended = tokens.Count == 0;
        if (ended)
            effects.Add(new Ended(terminated));
        return new(before with
        {
            Status = ended ? InstanceStatus.Ended : InstanceStatus.Running,
            Next = next,
            Tokens = tokens,
            Waits = waits,
            Variables = variables.Values,
        }, effects, trace);
    }

    private void Run()
    {
        do
        {
            while (moving.TryDequeue(out var move))
            {
                // Its sub-process may have been cancelled while it was on its way.
                if (move.Scope == 0 || tokens.Exists(token => token.Id == move.Scope))
                    Arrive(move.Node, move.Scope, move.Via);
            }
        }
        while (FireInclusiveJoin() || LeaveFinishedSubProcess());
    }

    // An answer came: from the thing itself, or by a boundary event (BPMN 2.0, 13.5.3).
    private void Fire(Wait wait)
    {
        var token = tokens.Single(token => token.Id == wait.Token);
        if (definition.Find(wait.At) is BoundaryEvent boundary)
        {
            if (boundary.Interrupting)
            {
                waits.Remove(wait);
                Cancel(token);
            }
            else if (wait.Kind == WaitKind.Timer)
            {
                waits.Remove(wait);
            }
            trace.Add(boundary.Id);
            Leave(boundary, token.Scope);
            return;
        }
        waits.Remove(wait);
        Cancel(token);
        Leave(definition.Find(token.At)!, token.Scope);
    }

    /// <summary>Takes a token away with all that it waits for and all that runs inside it.</summary>
    private void Cancel(Token token)
    {
        foreach (var inner in tokens.Where(inner => inner.Scope == token.Id).ToArray())
            Cancel(inner);
        foreach (var wait in waits.Where(wait => wait.Token == token.Id).ToArray())
        {
            waits.Remove(wait);
            effects.Add(wait.Kind switch
            {
                WaitKind.Task => new TaskCancelled(wait.Id, wait.At),
                WaitKind.Timer => new TimerCancelled(wait.Id, wait.At),
                _ => new AwaitCancelled(wait.Id, wait.At),
            });
        }
        tokens.Remove(token);
    }

    private Token Rest(FlowNode node, int scope, string? via = null, string? stuck = null)
    {
        var token = new Token(next++, scope, node.Id, via, stuck);
        tokens.Add(token);
        if (stuck is not null)
            effects.Add(new Stuck(token.Id, node.Id, stuck));
        return token;
    }

    private string Await(WaitKind kind, FlowNode node, Token token, string? name = null)
    {
        var id = $"{node.Id}.{next++}";
        waits.Add(new(id, kind, node.Id, token.Id, name));
        return id;
    }
}
