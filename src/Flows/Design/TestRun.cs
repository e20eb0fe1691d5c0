using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Bpmn;

namespace Sen.Flows;

/// <summary>One line of a test run: what was done, which nodes it reached, what went wrong.</summary>
internal sealed record TestStep(string? Answered, IReadOnlyList<string> Reached, string? Stuck, bool Ended);

/// <summary>
/// Plays a process with sample data and without anybody: each task is completed with the next answer written for its element, services
/// and calls too; timers and messages come when nothing else waits. Nothing is stored.
/// </summary>
internal static class TestRun
{
    private const int MaxSteps = 100;

    /// <param name="definition">The process.</param>
    /// <param name="variables">What it begins with.</param>
    /// <param name="answers">Lines <c>element: {"variable": value}</c>; an element may stand several times.</param>
    public static IReadOnlyList<TestStep> Play(ProcessDefinition definition, JsonObject variables, IReadOnlyList<(string Element, JsonObject Values)> answers)
    {
        var left = answers.ToList();
        var step = Engine.Start(definition, variables, definition.Body.Starts.Count == 0 ? definition.Triggered.First().Id : null);
        var played = new List<TestStep> { Line(null, step) };
        while (step.State.Status == InstanceStatus.Running && played.Count < MaxSteps && Next(step.State) is { } wait)
        {
            var index = left.FindIndex(answer => answer.Element == wait.At);
            var values = index < 0 ? [] : (JsonObject)left[index].Values.DeepClone();
            if (index >= 0)
                left.RemoveAt(index);
            BpmnEvent happened = wait.Kind switch
            {
                WaitKind.Timer => new TimerFired(wait.Id),
                WaitKind.Message => new MessageArrived(wait.Name!, wait.Id),
                WaitKind.Signal => new SignalRaised(wait.Name!),
                _ => new TaskCompleted(wait.Id),
            };
            step = Engine.Step(definition, step.State, happened with { Variables = values });
            played.Add(Line(wait.At, step));
        }
        return played;
    }

    /// <summary>Reads the answers; the line at fault when one is not of that form.</summary>
    public static (IReadOnlyList<(string, JsonObject)> Answers, int? Fault) Read(string text)
    {
        var answers = new List<(string, JsonObject)>();
        foreach (var (i, line) in text.Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (line.Split(':', 2) is not [var element, var json] || ReadJson(json) is not { } values)
                return ([], i + 1);
            answers.Add((element.Trim(), values));
        }
        return (answers, null);
    }

    /// <summary>A JSON object, empty for an empty text; null when it is none.</summary>
    public static JsonObject? ReadJson(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Wait? Next(InstanceState state) =>
        state.Waits.FirstOrDefault(wait => wait.Kind is WaitKind.Task or WaitKind.Call) ?? (state.Waits.Count > 0 ? state.Waits[0] : null);

    private static TestStep Line(string? answered, StepResult step) =>
        new(answered, step.Trace, step.Effects.OfType<Stuck>().FirstOrDefault()?.Reason, step.State.Status == InstanceStatus.Ended);
}
