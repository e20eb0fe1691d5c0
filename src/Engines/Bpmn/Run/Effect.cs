namespace Sen.Bpmn;

/// <summary>What the caller must do, in this order, in the transaction that stores the state.</summary>
public abstract record Effect;

/// <summary>A person is to do a task; answered by <see cref="TaskCompleted"/>.</summary>
public sealed record TaskOpened(string TaskId, string ElementId, string? Name, string? Role, string? Unit, string? Form, string? Share) : Effect;

/// <summary>A service or decision table is to be called; answered by <see cref="TaskCompleted"/>.</summary>
public sealed record ServiceCalled(string TaskId, string ElementId, string? Name, ServiceKind Kind, string? Operation) : Effect;

/// <summary>A task or call is no longer wanted.</summary>
public sealed record TaskCancelled(string TaskId, string ElementId) : Effect;

/// <summary>A message is to be sent; no answer.</summary>
public sealed record MessageSent(string ElementId, string Name) : Effect;

/// <summary>A timer is to be set; answered by <see cref="TimerFired"/>. <paramref name="Text"/> is an ISO 8601 date and time or duration; a duration starts now.</summary>
public sealed record TimerSet(string TimerId, string ElementId, TimerKind Kind, string Text) : Effect;

/// <summary>A timer is no longer wanted.</summary>
public sealed record TimerCancelled(string TimerId, string ElementId) : Effect;

/// <summary>A message is awaited; answered by <see cref="MessageArrived"/>.</summary>
public sealed record MessageAwaited(string WaitId, string ElementId, string Name) : Effect;

/// <summary>A signal is awaited; answered by <see cref="SignalRaised"/>.</summary>
public sealed record SignalAwaited(string WaitId, string ElementId, string Name) : Effect;

/// <summary>A message or signal is no longer awaited.</summary>
public sealed record AwaitCancelled(string WaitId, string ElementId) : Effect;

/// <summary>A token cannot go on: no way out, or an expression without a usable value. <see cref="Moved"/> frees it.</summary>
public sealed record Stuck(int Token, string ElementId, string Reason) : Effect;

/// <summary>The event changed nothing.</summary>
public sealed record Ignored(string Reason) : Effect;

/// <summary>The instance has ended; <paramref name="Terminated"/> by a terminate end event.</summary>
public sealed record Ended(bool Terminated) : Effect;

/// <summary>What a step gave.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What to do.</param>
/// <param name="Trace">The ids of the nodes that tokens reached, in order.</param>
public sealed record StepResult(InstanceState State, IReadOnlyList<Effect> Effects, IReadOnlyList<string> Trace);
