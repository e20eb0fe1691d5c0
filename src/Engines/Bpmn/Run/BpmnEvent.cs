using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>What happened outside. An answer to something no longer awaited changes nothing and gives <see cref="Ignored"/>: delivery may repeat.</summary>
public abstract record BpmnEvent
{
    /// <summary>Variables to set, over those of the same name.</summary>
    public JsonObject? Variables { get; init; }
}

/// <summary>A person or a service finished a task.</summary>
public sealed record TaskCompleted(string TaskId) : BpmnEvent;

/// <summary>A timer that <see cref="TimerSet"/> asked for has come.</summary>
public sealed record TimerFired(string TimerId) : BpmnEvent;

/// <summary>A message came. It goes to one: the given wait, or the oldest that awaits the name.</summary>
public sealed record MessageArrived(string Name, string? WaitId = null) : BpmnEvent;

/// <summary>A signal was raised. It goes to all that wait for it.</summary>
public sealed record SignalRaised(string Name) : BpmnEvent;

/// <summary>
/// Somebody with the right to it puts a token elsewhere in its scope: back to an earlier step, past one, or to the same node
/// to try again. What the token waited for is cancelled.
/// </summary>
public sealed record Moved(int Token, string To) : BpmnEvent;
