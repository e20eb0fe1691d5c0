using System.Text.Json.Nodes;
using Sen.Data;

namespace Sen.Flows;

/// <summary>A timer of an instance has come.</summary>
[Job("flows.fire-timer")]
internal sealed record FireTimer(Guid Instance, string Timer);

/// <summary>
/// Brings messages of a name together with those who wait for them. Enqueued by both sides: whichever commits last sees both,
/// so an early message is never missed.
/// </summary>
[Job("flows.match-messages")]
internal sealed record MatchMessages(string Name);

/// <summary>A signal goes to every instance that waits for it, and starts the processes that begin on it, once an <c>Id</c>.</summary>
[Job("flows.raise-signal")]
internal sealed record RaiseSignal(string Name, JsonObject? Variables, Guid Id = default);

/// <summary>A called process tells the one that called it: how it ended, or that it escalated. Never two instances locked in one transaction.</summary>
[Job("flows.answer-call")]
internal sealed record AnswerCall(Guid Instance, string Wait, string? Error, string? Escalation, JsonObject? Variables);

/// <summary>Whoever called a process no longer wants it.</summary>
[Job("flows.end-called")]
internal sealed record EndCalled(Guid Parent, string Wait);

/// <summary>A service task calls its program.</summary>
[Job("flows.call-service")]
internal sealed record CallService(Guid Instance, string Wait, string Element, string Operation, JsonObject Variables);

/// <summary>A task waits for somebody.</summary>
[Event("flows.task-opened", 1)]
internal sealed record TaskOpenedEvent(Guid Task, string Element, string Permission, string UnitPath);

/// <summary>An instance cannot go on by itself.</summary>
[Event("flows.instance-stuck", 1)]
internal sealed record InstanceStuck(Guid Instance, string Element, string Reason);

/// <summary>
/// A message for another installation, named before the colon of its unit (<c>party:H01</c>). Whoever carries it gives it to
/// <see cref="Processes.Receive"/> there, under the same id. <c>Body</c> is a JSON object.
/// </summary>
[Event("flows.message-sent", 1)]
internal sealed record MessageSentEvent(Guid Id, string Name, string? Key, string Installation, string UnitPath, string Body);
