using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>
/// The token semantics of BPMN 2.0, chapter 13, as a pure function: state and event in, state and effects out.
/// </summary>
public static class Engine
{
    /// <summary>Starts an instance and runs it until every token waits.</summary>
    /// <param name="definition">The process.</param>
    /// <param name="variables">What it begins with.</param>
    /// <param name="at">The element of <see cref="ProcessDefinition.Triggered"/> whose event came; null: the start without a trigger.</param>
    /// <exception cref="ArgumentException">The process does not start there.</exception>
    public static StepResult Start(ProcessDefinition definition, JsonObject? variables = null, string? at = null)
    {
        if (at is null && definition.Body.Starts.Count == 0)
            throw new ArgumentException($"{definition.Id} starts only on an event.", nameof(at));
        if (at is not null && !definition.Triggered.Any(node => node.Id == at))
            throw new ArgumentException($"{definition.Id} does not start at {at}.", nameof(at));
        var run = new Execution(definition, new InstanceState { Process = definition.Id });
        run.Start(at is null ? null : definition.Find(at), variables);
        return run.Finish();
    }

    /// <summary>Takes one event and runs the instance until every token waits again. The state given is not changed.</summary>
    /// <exception cref="ArgumentException">The state belongs to another process, or to a version without a node where a token is.</exception>
    public static StepResult Step(ProcessDefinition definition, InstanceState state, BpmnEvent happened)
    {
        if (state.Process != definition.Id)
            throw new ArgumentException($"The state belongs to {state.Process}, not {definition.Id}.", nameof(state));
        foreach (var token in state.Tokens)
        {
            if (definition.Find(token.At) is null)
                throw new ArgumentException($"The process has no node {token.At}.", nameof(definition));
        }
        if (state.Status == InstanceStatus.Ended)
            return Unchanged(state, "The instance has ended.");
        var run = new Execution(definition, state);
        return run.Take(happened) is { } refusal ? Unchanged(state, refusal) : run.Finish();
    }

    /// <summary>What forbids to let a running instance go on in another version; empty when it can. <see cref="Migrate"/> does it.</summary>
    /// <param name="from">The version it runs in.</param>
    /// <param name="to">The version to go on in.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="map">New element by old; what is not in it keeps its id.</param>
    public static IReadOnlyList<MigrationProblem> CheckMigration(ProcessDefinition from, ProcessDefinition to, InstanceState state, IReadOnlyDictionary<string, string> map) =>
        new Migration(from, to, state, map).Problems;

    /// <summary>Lets a running instance go on in another version: tokens keep what they wait for, under the new elements.</summary>
    /// <exception cref="ArgumentException"><see cref="CheckMigration"/> finds problems.</exception>
    public static StepResult Migrate(ProcessDefinition from, ProcessDefinition to, InstanceState state, IReadOnlyDictionary<string, string> map) =>
        new Migration(from, to, state, map).Run();

    private static StepResult Unchanged(InstanceState state, string reason) => new(state, [new Ignored(reason)], []);
}
