using System.Globalization;
using System.Text.Json.Nodes;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// Plays a line of events and writes what came of it. Events: <c>a</c> completes the oldest open task, call or choice at a, <c>a x=1</c> with
/// a variable, <c>a@2</c> the second that is open there; <c>fail:a E1</c>, <c>escalate:a E2</c>, <c>choose:q>a</c>, <c>timer:b</c>,
/// <c>message:paid</c>, <c>message:paid#key</c>, <c>signal:stop</c>, <c>move:a>b</c>; before the first <c>|</c> stand the variables at the
/// start, and <c>at:s</c> where it starts. The trace holds the nodes reached; <c>#</c> ended, <c>#E1</c> ended with an error, <c>?a</c>
/// stuck at a, <c>-a</c> a task or wait cancelled, <c>+a</c> one opened for an instance of a repeated activity,
/// <c>&lt;m</c> a message sent, <c>^s</c> a signal, <c>^^E</c> an escalation that nothing caught, <c>=p</c> a process called, <c>0</c> ignored.
/// </summary>
internal static class Script
{
    public static (string Trace, InstanceState State) Play(ProcessDefinition definition, string script)
    {
        var events = script.Split('|', StringSplitOptions.TrimEntries);
        var first = events[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var step = Engine.Start(definition, Values(first.Where(word => !word.StartsWith("at:", StringComparison.Ordinal))),
            first.FirstOrDefault(word => word.StartsWith("at:", StringComparison.Ordinal))?[3..]);
        var trace = Line(definition, step);
        foreach (var text in events.Skip(1))
        {
            // Through JSON each time: what the state does not store, the engine must not need.
            var state = InstanceState.FromJson(step.State.ToJson());
            state.ToJson().ShouldBe(step.State.ToJson());
            step = Engine.Step(definition, state, Event(state, text));
            foreach (var wait in step.State.Waits)
                (wait.Token == 0 || step.State.Tokens.Any(token => token.Id == wait.Token)).ShouldBeTrue($"{wait} belongs to no token");
            trace += " | " + Line(definition, step);
        }
        return (trace, step.State);
    }

    private static BpmnEvent Event(InstanceState state, string text)
    {
        var words = text.Split(' ');
        var (kind, name) = words[0].Split(':') is [var before, var after] ? (before, after) : ("task", words[0]);
        string WaitAt(string at) => at.Split('@') is [var element, var number]
            ? state.Waits.Where(wait => wait.At == element).ElementAtOrDefault(int.Parse(number, CultureInfo.InvariantCulture) - 1)?.Id ?? "gone"
            : state.Waits.FirstOrDefault(wait => wait.At == at)?.Id ?? "gone";
        BpmnEvent happened = kind switch
        {
            "task" => new TaskCompleted(WaitAt(name)),
            "fail" => new TaskFailed(WaitAt(name), words[1]),
            "escalate" => new CallEscalated(WaitAt(name), words[1]),
            "choose" => new ActivityChosen(WaitAt(name.Split('>')[0]), name.Split('>')[1]),
            "timer" => new TimerFired(WaitAt(name)),
            "message" => new MessageArrived(name.Split('#')[0], Key: name.Split('#') is [_, var key] ? key : null),
            "signal" => new SignalRaised(name),
            "move" => new Moved(state.Tokens.FirstOrDefault(token => token.At == name.Split('>')[0])?.Id ?? 0, name.Split('>')[1]),
            _ => throw new ArgumentException(text),
        };
        return happened with { Variables = Values(words.Skip(kind is "fail" or "escalate" ? 2 : 1)) };
    }

    private static JsonObject Values(IEnumerable<string> assignments) => new(assignments.Select(text => text.Split('=', 2)).Select(pair =>
        KeyValuePair.Create(pair[0], int.TryParse(pair[1], CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : bool.TryParse(pair[1], out var flag) ? JsonValue.Create(flag)
            : pair[1].StartsWith('[') ? JsonNode.Parse(pair[1]) : (JsonNode?)JsonValue.Create(pair[1]))));

    private static string Line(ProcessDefinition definition, StepResult step) => string.Join(' ', step.Trace.Concat(step.Effects.Select(effect => effect switch
    {
        Ended { Error: { } error } => "#" + error,
        Ended => "#",
        Stuck stuck => "?" + stuck.ElementId,
        Ignored => "0",
        TaskOpened task when definition.Find(task.ElementId)!.Repeat is not null => "+" + task.ElementId,
        TaskCancelled cancelled => "-" + cancelled.ElementId,
        TimerCancelled cancelled => "-" + cancelled.ElementId,
        AwaitCancelled cancelled => "-" + cancelled.ElementId,
        MessageSent sent => "<" + sent.Name + (sent.Key is null ? "" : "#" + sent.Key),
        SignalSent sent => "^" + sent.Name,
        Escalated escalated => "^^" + escalated.Code,
        ProcessCalled called => "=" + called.Process + (called.Unit is null ? "" : "@" + called.Unit),
        _ => null,
    }).OfType<string>()));
}
