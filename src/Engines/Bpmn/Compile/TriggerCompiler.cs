using Sen.Bpmn.Model;

namespace Sen.Bpmn.Compile;

/// <summary>What events wait for and throw.</summary>
internal sealed class TriggerCompiler(Problems problems, Process process)
{
    private readonly Correlation correlation = new(problems, process);

    public IReadOnlyList<Trigger> Caught(CatchEvent element)
    {
        var definitions = Definitions(element, element.EventDefinitions, element.EventDefinitionRefs);
        if (definitions.Count == 0 && element is not StartEvent)
            problems.Add(element, "event", "The event must say what it waits for.");
        return [.. definitions.Select(definition => Allowed(element, definition) ? One(element, definition, thrown: false) : null).OfType<Trigger>()];
    }

    public IReadOnlyList<Trigger> Thrown(ThrowEvent element) =>
        [.. Definitions(element, element.EventDefinitions, element.EventDefinitionRefs)
            .Select(definition => Allowed(element, definition) ? One(element, definition, thrown: true) : null).OfType<Trigger>()];

    public IReadOnlyList<Trigger> Message(FlowElement owner, string? reference, bool thrown)
    {
        if (problems.Named<Message>(owner, reference, "message", message => message.Name) is not { } name)
            return [];
        var key = owner.Ours("key") is { } own ? problems.Feel(owner, own) : correlation.Key(owner, reference!, thrown);
        return [new MessageTrigger(name, key)];
    }

    private List<EventDefinition> Definitions(FlowElement owner, List<EventDefinition> own, List<string> references)
    {
        var all = new List<EventDefinition>(own);
        foreach (var reference in references)
        {
            if (problems.Model.Root<EventDefinition>(reference) is { } shared)
                all.Add(shared);
            else
                problems.Add(owner, "reference", $"There is no event definition {reference}.");
        }
        return all;
    }

    // Table 10.93 of BPMN 2.0.2: which event may carry what; and what the engine leaves to people.
    private bool Allowed(Event element, EventDefinition definition)
    {
        var fits = (element, definition) switch
        {
            (_, CompensateEventDefinition or CancelEventDefinition or ConditionalEventDefinition) => false,
            (StartEvent or BoundaryEvent, MessageEventDefinition or TimerEventDefinition or SignalEventDefinition or ErrorEventDefinition or EscalationEventDefinition) => true,
            (IntermediateCatchEvent, MessageEventDefinition or TimerEventDefinition or SignalEventDefinition or LinkEventDefinition) => true,
            (IntermediateThrowEvent, MessageEventDefinition or SignalEventDefinition or EscalationEventDefinition or LinkEventDefinition) => true,
            (EndEvent, MessageEventDefinition or SignalEventDefinition or ErrorEventDefinition or EscalationEventDefinition or TerminateEventDefinition) => true,
            _ => false,
        };
        if (!fits)
            problems.Add(element, "event", $"The engine does not run {ScopeCompiler.TypeName(element)} with {ScopeCompiler.TypeName(definition)}.");
        return fits;
    }

    private Trigger? One(Event element, EventDefinition definition, bool thrown) => definition switch
    {
        MessageEventDefinition message => Message(element, message.MessageRef, thrown) is [var sent] ? sent : null,
        SignalEventDefinition signal => problems.Named<Signal>(element, signal.SignalRef, "signal", one => one.Name) is { } name ? new SignalTrigger(name) : null,
        ErrorEventDefinition error => Code<Error>(element, error.ErrorRef, thrown, one => one.ErrorCode ?? one.Name, out var code) ? new ErrorTrigger(code) : null,
        EscalationEventDefinition escalation => Code<Escalation>(element, escalation.EscalationRef, thrown, one => one.EscalationCode ?? one.Name, out var code) ? new EscalationTrigger(code) : null,
        LinkEventDefinition link => new LinkTrigger(link.Name ?? element.Name ?? ""),
        TerminateEventDefinition => new TerminateTrigger(),
        TimerEventDefinition timer => Timer(element, timer),
        _ => null,
    };

    // What is thrown needs a code; what catches without one catches all.
    private bool Code<T>(FlowElement owner, string? reference, bool thrown, Func<T, string?> codeOf, out string? code) where T : RootElement
    {
        code = problems.Model.Root<T>(reference) is { } root ? codeOf(root) : null;
        if (code is not null || (reference is null && !thrown))
            return true;
        problems.Add(owner, "reference", $"The element names no {typeof(T).Name.ToLowerInvariant()} that exists and has a code.");
        return false;
    }

    private TimerTrigger? Timer(FlowElement owner, TimerEventDefinition timer)
    {
        var (kind, expression) = timer switch
        {
            { TimeDate: { } date } => (TimerKind.Date, date),
            { TimeDuration: { } duration } => (TimerKind.Duration, duration),
            { TimeCycle: { } cycle } => (TimerKind.Cycle, cycle),
            _ => (TimerKind.Date, (Expression?)null),
        };
        var text = expression?.Text.Trim() ?? "";
        if (text.Length == 0)
        {
            problems.Add(owner, "timer", "A timer needs a date, a duration or a cycle.");
            return null;
        }
        if (text.StartsWith('=') && owner is StartEvent && ReferenceEquals(process.FlowElements.Find(element => element == owner), owner))
        {
            problems.Add(owner, "timer", "A timer that starts instances has no variables to be computed from.");
            return null;
        }
        if (text.StartsWith('='))
            return problems.Feel(owner, text, "feel") is { } computed ? new(kind, text, computed) : null;
        if (TimerTrigger.IsIso(kind, text))
            return new(kind, text);
        problems.Add(owner, "timer", $"\"{text}\" is not an ISO 8601 {Words(kind)}.");
        return null;
    }

    internal static string Words(TimerKind kind) => kind switch { TimerKind.Date => "date and time", TimerKind.Duration => "duration", _ => "repetition (R3/PT10M)" };
}
