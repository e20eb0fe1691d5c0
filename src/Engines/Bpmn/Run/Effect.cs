using System.Text.Json.Nodes;

namespace Sen.Bpmn;

/// <summary>What the caller must do, in this order, in the transaction that stores the state.</summary>
public abstract record Effect;

/// <summary>A person is to do a task; answered by <see cref="TaskCompleted"/>.</summary>
/// <param name="TaskId">Under which it is answered.</param>
/// <param name="ElementId">The step.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">Who may do it.</param>
/// <param name="Unit">At which unit.</param>
/// <param name="Form">On which form.</param>
/// <param name="Share">Its part of the time limit.</param>
/// <param name="Inputs">What data associations bring in, and of a repeated task the item; null when nothing.</param>
public sealed record TaskOpened(string TaskId, string ElementId, string? Name, string? Role, string? Unit, string? Form, string? Share, JsonObject? Inputs = null) : Effect;

/// <summary>A service or decision table is to be called; answered by <see cref="TaskCompleted"/> or <see cref="TaskFailed"/>.</summary>
/// <param name="TaskId">Under which it is answered.</param>
/// <param name="ElementId">The step.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><see cref="NodeKind.ServiceTask"/> or <see cref="NodeKind.BusinessRuleTask"/>.</param>
/// <param name="Operation">What to call.</param>
/// <param name="Variables">What it may read: the inputs when the task names some, else all that is visible there.</param>
public sealed record ServiceCalled(string TaskId, string ElementId, string? Name, NodeKind Kind, string? Operation, JsonObject Variables) : Effect;

/// <summary>Another process is to be started; answered by <see cref="TaskCompleted"/>, <see cref="TaskFailed"/>, <see cref="CallEscalated"/>.</summary>
/// <param name="CallId">Under which it is answered.</param>
/// <param name="ElementId">The call activity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Process">Which process.</param>
/// <param name="Unit">At which unit; null at the same.</param>
/// <param name="Variables">What it begins with: the inputs when the activity names some, else all that is visible there.</param>
public sealed record ProcessCalled(string CallId, string ElementId, string? Name, string Process, string? Unit, JsonObject Variables) : Effect;

/// <summary>A task, call or process is no longer wanted.</summary>
public sealed record TaskCancelled(string TaskId, string ElementId) : Effect;

/// <summary>People may choose among activities: answered by <see cref="ActivityChosen"/>, and by <see cref="TaskCompleted"/> when enough is done.</summary>
public sealed record ChoiceOpened(string WaitId, string ElementId, string? Name, IReadOnlyList<string> Activities) : Effect;

/// <summary>A message is to be sent; no answer.</summary>
/// <param name="ElementId">The event or task.</param>
/// <param name="Name">Which message.</param>
/// <param name="Key">For which conversation.</param>
/// <param name="Unit">To which unit; null for whoever waits.</param>
/// <param name="Variables">What it carries: the inputs that the element names.</param>
public sealed record MessageSent(string ElementId, string Name, string? Key = null, string? Unit = null, JsonObject? Variables = null) : Effect;

/// <summary>A signal is to be given to all that wait for it, this instance among them; no answer.</summary>
public sealed record SignalSent(string ElementId, string Name, JsonObject? Variables = null) : Effect;

/// <summary>Nothing in this process catches the escalation: it goes to the activity that called it, if one did.</summary>
public sealed record Escalated(string ElementId, string Code) : Effect;

/// <summary>A timer is to be set; answered by <see cref="TimerFired"/>. <paramref name="Text"/> is an ISO 8601 date and time or duration; a duration starts now.</summary>
public sealed record TimerSet(string TimerId, string ElementId, TimerKind Kind, string Text) : Effect;

/// <summary>A timer is no longer wanted.</summary>
public sealed record TimerCancelled(string TimerId, string ElementId) : Effect;

/// <summary>A message is awaited; answered by <see cref="MessageArrived"/>.</summary>
public sealed record MessageAwaited(string WaitId, string ElementId, string Name, string? Key = null) : Effect;

/// <summary>A signal is awaited; answered by <see cref="SignalRaised"/>.</summary>
public sealed record SignalAwaited(string WaitId, string ElementId, string Name) : Effect;

/// <summary>A message, signal or choice is no longer awaited.</summary>
public sealed record AwaitCancelled(string WaitId, string ElementId) : Effect;

/// <summary>A token cannot go on: no way out, or an expression without a usable value. <see cref="Moved"/> frees it.</summary>
public sealed record Stuck(int Token, string ElementId, string Reason) : Effect;

/// <summary>The event changed nothing.</summary>
public sealed record Ignored(string Reason) : Effect;

/// <summary>What waits under this id is now another element: the instance has moved to another version.</summary>
public sealed record WaitMoved(string WaitId, string From, string To) : Effect;

/// <summary>The instance has ended; <paramref name="Terminated"/> by a terminate end event, or with an <paramref name="Error"/> that nothing caught.</summary>
public sealed record Ended(bool Terminated, string? Error = null) : Effect;

/// <summary>What a step gave.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What to do.</param>
/// <param name="Trace">The ids of the nodes that tokens reached, in order.</param>
public sealed record StepResult(InstanceState State, IReadOnlyList<Effect> Effects, IReadOnlyList<string> Trace);
