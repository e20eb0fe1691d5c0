namespace Sen.Bpmn;

/// <summary>A thing that tokens reach: event, activity or gateway.</summary>
public abstract record FlowNode(string Id, string? Name)
{
    /// <summary>The flow taken when no condition holds (BPMN 2.0, 13.3.1 and 13.4); activities, exclusive and inclusive gateways.</summary>
    public string? Default { get; init; }

    /// <summary>Documentation, extensions and foreign attributes, kept for the writer.</summary>
    public Carried Carried { get; init; } = Carried.None;
}

/// <summary>None start event.</summary>
public sealed record StartEvent(string Id, string? Name) : FlowNode(Id, Name);

/// <summary>None or terminate end event.</summary>
public sealed record EndEvent(string Id, string? Name, bool Terminate = false) : FlowNode(Id, Name);

/// <summary>None intermediate throw event: a named point that is passed.</summary>
public sealed record Milestone(string Id, string? Name) : FlowNode(Id, Name);

/// <summary>Intermediate catch event.</summary>
public sealed record CatchEvent(string Id, string? Name, Trigger Trigger) : FlowNode(Id, Name);

/// <summary>Event on the edge of an activity; interrupting ones cancel it.</summary>
public sealed record BoundaryEvent(string Id, string? Name, string AttachedTo, bool Interrupting, Trigger Trigger) : FlowNode(Id, Name);

/// <summary>Where tokens part and meet.</summary>
public sealed record Gateway(string Id, string? Name, GatewayKind Kind) : FlowNode(Id, Name);

/// <summary>Exclusive: one way. Parallel: all ways. Inclusive: every way whose condition holds.</summary>
public enum GatewayKind { Exclusive, Parallel, Inclusive }

/// <summary>Work for a person.</summary>
/// <param name="Id">Element id.</param>
/// <param name="Name">Name.</param>
/// <param name="Role">Who may do it; the name of its lane when the element says nothing.</param>
/// <param name="Unit">At which unit.</param>
/// <param name="Form">Which form is filled in.</param>
/// <param name="Share">Its part of the time limit, as the process states it.</param>
public sealed record UserTask(string Id, string? Name, string? Role = null, string? Unit = null, string? Form = null, string? Share = null) : FlowNode(Id, Name);

/// <summary>Work for a program (service task) or for a decision table (business rule task).</summary>
public sealed record ServiceTask(string Id, string? Name, ServiceKind Kind, string? Operation) : FlowNode(Id, Name);

/// <summary>What a <see cref="ServiceTask"/> calls.</summary>
public enum ServiceKind { Service, BusinessRule }

/// <summary>A FEEL expression whose value goes into a variable.</summary>
public sealed record ScriptTask(string Id, string? Name, Expression Script, string Result) : FlowNode(Id, Name);

/// <summary>Sends a message and goes on.</summary>
public sealed record SendTask(string Id, string? Name, MessageTrigger Message) : FlowNode(Id, Name);

/// <summary>Waits for a message.</summary>
public sealed record ReceiveTask(string Id, string? Name, MessageTrigger Message) : FlowNode(Id, Name);

/// <summary>Work that no program sees: passed at once (non-operational in BPMN 2.0, 13.1). Also the task without a type.</summary>
public sealed record ManualTask(string Id, string? Name, bool Untyped = false) : FlowNode(Id, Name);

/// <summary>Embedded sub-process. Variables are the process's: it has none of its own.</summary>
public sealed record SubProcess(string Id, string? Name, Scope Body) : FlowNode(Id, Name);

/// <summary>A way from one node to another.</summary>
public sealed record SequenceFlow(string Id, string? Name, string From, string To, Expression? Condition = null)
{
    /// <summary>Documentation, extensions and foreign attributes, kept for the writer.</summary>
    public Carried Carried { get; init; } = Carried.None;
}
