using System.Globalization;
using System.Text.Json.Nodes;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// Plays a line of events and writes what came of it. Events: <c>a</c> completes the oldest open task at a, <c>a x=1</c> with a variable,
/// <c>timer:b</c>, <c>message:paid</c>, <c>signal:stop</c>, <c>move:a>b</c>; before the first <c>|</c> stand the variables at the start.
/// The trace holds the nodes reached; <c>#</c> ended, <c>?a</c> stuck at a, <c>-a</c> a task or wait cancelled, <c>0</c> ignored.
/// </summary>
internal static class Script
{
    public static (string Trace, InstanceState State) Play(ProcessDefinition definition, string script)
    {
        var events = script.Split('|', StringSplitOptions.TrimEntries);
        var step = Engine.Start(definition, Values(events[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var trace = Line(step);
        foreach (var text in events.Skip(1))
        {
            // Through JSON each time: what the state does not store, the engine must not need.
            var state = InstanceState.FromJson(step.State.ToJson());
            step = Engine.Step(definition, state, Event(state, text));
            trace += " | " + Line(step);
        }
        return (trace, step.State);
    }

    private static BpmnEvent Event(InstanceState state, string text)
    {
        var words = text.Split(' ');
        var (kind, name) = words[0].Split(':') is [var before, var after] ? (before, after) : ("task", words[0]);
        string WaitAt(string at) => state.Waits.FirstOrDefault(wait => wait.At == at)?.Id ?? "gone";
        BpmnEvent happened = kind switch
        {
            "task" => new TaskCompleted(WaitAt(name)),
            "timer" => new TimerFired(WaitAt(name)),
            "message" => new MessageArrived(name),
            "signal" => new SignalRaised(name),
            _ => new Moved(state.Tokens.FirstOrDefault(token => token.At == name.Split('>')[0])?.Id ?? 0, name.Split('>')[1]),
        };
        return happened with { Variables = Values(words.Skip(1)) };
    }

    private static JsonObject Values(IEnumerable<string> assignments) => new(assignments.Select(text => text.Split('=')).Select(pair =>
        KeyValuePair.Create(pair[0], int.TryParse(pair[1], CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : bool.TryParse(pair[1], out var flag) ? JsonValue.Create(flag) : (JsonNode?)JsonValue.Create(pair[1]))));

    private static string Line(StepResult step) => string.Join(' ', step.Trace.Concat(step.Effects.Select(effect => effect switch
    {
        Ended => "#",
        Stuck stuck => "?" + stuck.ElementId,
        Ignored => "0",
        TaskCancelled cancelled => "-" + cancelled.ElementId,
        TimerCancelled cancelled => "-" + cancelled.ElementId,
        AwaitCancelled cancelled => "-" + cancelled.ElementId,
        _ => null,
    }).OfType<string>()));
}
