using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>What happened outside. An answer to something no longer awaited changes nothing and gives <see cref="Ignored"/>: delivery may repeat.</summary>
public abstract record BpmnEvent
{
    /// <summary>Variables to set, over those of the same name.</summary>
    public JsonObject? Variables { get; init; }
}

/// <summary>A person or a service finished a task, a called process ended, or enough of an ad-hoc sub-process is done.</summary>
public sealed record TaskCompleted(string TaskId) : BpmnEvent;

/// <summary>A task, service or called process ended with a BPMN error, which goes to the nearest event that catches it.</summary>
public sealed record TaskFailed(string TaskId, string Code) : BpmnEvent;

/// <summary>A called process goes on, but escalated.</summary>
public sealed record CallEscalated(string CallId, string Code) : BpmnEvent;

/// <summary>Somebody chose an activity of an ad-hoc sub-process.</summary>
public sealed record ActivityChosen(string WaitId, string ElementId) : BpmnEvent;

/// <summary>A timer that <see cref="TimerSet"/> asked for has come.</summary>
public sealed record TimerFired(string TimerId) : BpmnEvent;

/// <summary>A message came. It goes to one: the given wait, or the oldest that awaits the name and, when it has one, the key.</summary>
public sealed record MessageArrived(string Name, string? WaitId = null, string? Key = null) : BpmnEvent;

/// <summary>A signal was raised. It goes to all that wait for it.</summary>
public sealed record SignalRaised(string Name) : BpmnEvent;

/// <summary>
/// Somebody with the right to it puts a token elsewhere in its scope: back to an earlier step, past one, or to the same node
/// to try again. What the token waited for is cancelled.
/// </summary>
public sealed record Moved(int Token, string To) : BpmnEvent;
