using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>One step in progress: moves tokens until all are at rest. Mutable, used once. Free of LINQ: it is the hot path.</summary>
internal sealed partial class Execution
{
    // A loop of nodes that never wait would not end; no real process passes this many in one step.
    private const int MaxMoves = 10_000;

    private readonly ProcessDefinition definition;
    private readonly InstanceState before;
    private readonly List<Token> tokens;
    private readonly List<Wait> waits;
    private readonly Queue<Move> moving = new();
    private readonly List<Effect> effects = [];
    private readonly List<string> trace = [];
    private int next;
    private int moves;
    private bool terminated;
    private string? error;

    public Execution(ProcessDefinition definition, InstanceState before)
    {
        (this.definition, this.before) = (definition, before);
        (tokens, waits) = ([.. before.Tokens], [.. before.Waits]);
        next = before.Next;
        variables = before.Variables;
    }

    /// <summary>A token on its way to a node, or an instance of a repeated activity about to begin.</summary>
    private readonly record struct Move(Node Node, int Scope, string? Via, int Item = 0);

    public void Start(Node? triggered, JsonObject? values)
    {
        Set(values, 0);
        Enter(definition.Body, 0, triggered is null);
        if (triggered is null)
            return;
        if (triggered.Kind == NodeKind.Start)
        {
            moving.Enqueue(new(triggered, 0, null));
            return;
        }
        // A receive task or an event behind a gateway that starts instances: what it waits for is what came.
        trace.Add(triggered.Id);
        Leave(triggered, 0);
    }

    /// <summary>Takes an event; the reason if nothing can take it.</summary>
    public string? Take(BpmnEvent happened) => happened switch
    {
        TaskCompleted completed => Answer(completed.TaskId, WaitKind.Task, completed.Variables),
        TimerFired fired => Answer(fired.TimerId, WaitKind.Timer, fired.Variables),
        MessageArrived message => Message(message),
        SignalRaised signal => Signal(signal),
        TaskFailed failed => Fail(failed),
        CallEscalated escalated => Escalate(escalated),
        ActivityChosen chosen => Choose(chosen),
        Moved moved => MoveToken(moved),
        _ => throw new ArgumentException($"Unknown event {happened.GetType().Name}.", nameof(happened)),
    };

    public StepResult Finish()
    {
        Run();
        var ended = tokens.Count == 0;
        if (ended)
        {
            while (waits.Count > 0)
                Drop(waits[0]);
            effects.Add(new Ended(terminated, error));
        }
        return new(new InstanceState
        {
            Process = before.Process,
            Status = ended ? InstanceStatus.Ended : InstanceStatus.Running,
            Next = next,
            Tokens = tokens,
            Waits = waits,
            Variables = variables,
        }, effects, trace);
    }

    private void Run()
    {
        do
        {
            while (moving.TryDequeue(out var move))
            {
                // Its sub-process may have been cancelled while it was on its way.
                if (move.Scope != 0 && Get(move.Scope) is null)
                    continue;
                if (move.Item == 0)
                    Arrive(move.Node, move.Scope, move.Via);
                else if (Get(move.Item) is { } item)
                    Begin(move.Node, move.Scope, item);
            }
        }
        while ((definition.HasInclusiveJoins && FireInclusiveJoin()) || (definition.HasBodies && LeaveFinished()));
    }

    private Node NodeOf(Token token) => definition.Find(token.At)!;

    private Token? Get(int id)
    {
        foreach (var token in tokens)
        {
            if (token.Id == id)
                return token;
        }
        return null;
    }

    private Token Replace(Token old, Token with)
    {
        tokens[tokens.IndexOf(old)] = with;
        return with;
    }

    /// <summary>Takes a token away with all that it waits for and all that runs inside it.</summary>
    private void Cancel(Token token)
    {
        CancelInside(token.Id);
        for (var i = 0; i < waits.Count; i++)
        {
            if (waits[i].Token == token.Id)
                Drop(waits[i--]);
        }
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Id == token.Id)
                tokens.RemoveAt(i);
        }
    }

    /// <summary>Ends all that runs in a scope, its event sub-processes too; not the scope itself.</summary>
    private void CancelInside(int scope)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Scope != scope)
                continue;
            Cancel(tokens[i]);
            i = -1;
        }
        for (var i = 0; i < waits.Count; i++)
        {
            if (waits[i].Token == scope && definition.Find(waits[i].At)!.Kind == NodeKind.Start)
                Drop(waits[i--]);
        }
        for (var left = moving.Count; left > 0; left--)
        {
            var move = moving.Dequeue();
            if (move.Scope != scope)
                moving.Enqueue(move);
        }
    }

    private void Drop(Wait wait)
    {
        waits.Remove(wait);
        effects.Add(wait.Kind switch
        {
            WaitKind.Task or WaitKind.Call => new TaskCancelled(wait.Id, wait.At),
            WaitKind.Timer => new TimerCancelled(wait.Id, wait.At),
            _ => new AwaitCancelled(wait.Id, wait.At),
        });
    }

    private Token Rest(Node node, int scope, string? via = null, string? stuck = null)
    {
        var token = new Token(next++, scope, node.Id, via, stuck);
        tokens.Add(token);
        if (stuck is not null)
            effects.Add(new Stuck(token.Id, node.Id, stuck));
        return token;
    }

    // A token that is there already cannot go on: what it waited for is gone, what an operator needs stays.
    private void Halt(Token token, string reason)
    {
        for (var i = 0; i < waits.Count; i++)
        {
            if (waits[i].Token == token.Id)
                Drop(waits[i--]);
        }
        Replace(Get(token.Id)!, Get(token.Id)! with { Stuck = reason });
        effects.Add(new Stuck(token.Id, token.At, reason));
    }

    private string Await(WaitKind kind, Node node, int token, string? name = null, string? key = null, string? cycle = null)
    {
        var id = $"{node.Id}.{next++}";
        waits.Add(new(id, kind, node.Id, token, name, key, cycle));
        return id;
    }
}
