using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>
/// The token semantics of BPMN 2.0, chapter 13, as a pure function: state and event in, state and effects out.
/// </summary>
public static class Engine
{
    /// <summary>Starts an instance and runs it until every token waits.</summary>
    public static StepResult Start(ProcessDefinition definition, JsonObject? variables = null)
    {
        var run = new Execution(definition, new InstanceState { Process = definition.Id });
        run.Set(variables);
        run.Start();
        return run.Finish();
    }

    /// <summary>Takes one event and runs the instance until every token waits again. The state given is not changed.</summary>
    /// <exception cref="ArgumentException">The state belongs to another process, or to a version without a node where a token is.</exception>
    public static StepResult Step(ProcessDefinition definition, InstanceState state, BpmnEvent happened)
    {
        if (state.Process != definition.Id)
            throw new ArgumentException($"The state belongs to {state.Process}, not {definition.Id}.", nameof(state));
        if (state.Tokens.FirstOrDefault(token => definition.Find(token.At) is null) is { } lost)
            throw new ArgumentException($"The process has no node {lost.At}.", nameof(definition));
        if (state.Status == InstanceStatus.Ended)
            return Unchanged(state, "The instance has ended.");

        var run = new Execution(definition, state);
        var refusal = happened switch
        {
            TaskCompleted completed => run.Answer(WaitKind.Task, wait => wait.Id == completed.TaskId, happened.Variables),
            TimerFired fired => run.Answer(WaitKind.Timer, wait => wait.Id == fired.TimerId, happened.Variables),
            MessageArrived message => run.Answer(WaitKind.Message, wait => wait.Name == message.Name && (message.WaitId ?? wait.Id) == wait.Id, happened.Variables),
            SignalRaised signal => run.Signal(signal.Name, happened.Variables),
            Moved moved => run.Move(moved.Token, moved.To, happened.Variables),
            _ => throw new ArgumentException($"Unknown event {happened.GetType().Name}.", nameof(happened)),
        };
        return refusal is null ? run.Finish() : Unchanged(state, refusal);
    }

    private static StepResult Unchanged(InstanceState state, string reason) => new(state, [new Ignored(reason)], []);
}
