namespace Sen.Bpmn.Model;

/// <summary>Something that happens (BPMN 2.0.2, 10.5).</summary>
public abstract class Event : FlowNode
{
    public List<Property> Properties { get; } = [];
}

/// <summary>Waits for something.</summary>
public abstract class CatchEvent : Event
{
    public bool? ParallelMultiple { get; set; }
    public List<DataOutput> DataOutputs { get; } = [];
    public List<DataOutputAssociation> DataOutputAssociations { get; } = [];
    public OutputSet? OutputSet { get; set; }
    public List<EventDefinition> EventDefinitions { get; } = [];
    [Child("eventDefinitionRef")] public List<string> EventDefinitionRefs { get; } = [];
}

/// <summary>Makes something happen.</summary>
public abstract class ThrowEvent : Event
{
    public List<DataInput> DataInputs { get; } = [];
    public List<DataInputAssociation> DataInputAssociations { get; } = [];
    public InputSet? InputSet { get; set; }
    public List<EventDefinition> EventDefinitions { get; } = [];
    [Child("eventDefinitionRef")] public List<string> EventDefinitionRefs { get; } = [];
}

/// <summary>Where a process or sub-process begins.</summary>
public sealed class StartEvent : CatchEvent
{
    public bool? IsInterrupting { get; set; }
}

/// <summary>A wait between two nodes.</summary>
public sealed class IntermediateCatchEvent : CatchEvent;

/// <summary>On the edge of an activity.</summary>
public sealed class BoundaryEvent : CatchEvent
{
    public bool? CancelActivity { get; set; }
    public string? AttachedToRef { get; set; }
}

/// <summary>A throw between two nodes.</summary>
public sealed class IntermediateThrowEvent : ThrowEvent;

/// <summary>Where a token ends.</summary>
public sealed class EndEvent : ThrowEvent;

/// <summary>Thrown by a multi-instance activity.</summary>
public sealed class ImplicitThrowEvent : ThrowEvent;

/// <summary>What an event waits for or makes happen; at the root, one that events share by reference.</summary>
public abstract class EventDefinition : RootElement;

/// <summary>Cancels a transaction.</summary>
public sealed class CancelEventDefinition : EventDefinition;

/// <summary>Undoes an activity.</summary>
public sealed class CompensateEventDefinition : EventDefinition
{
    public bool? WaitForCompletion { get; set; }
    public string? ActivityRef { get; set; }
}

/// <summary>A condition that becomes true.</summary>
public sealed class ConditionalEventDefinition : EventDefinition
{
    [Child("condition")] public Expression? Condition { get; set; }
}

/// <summary>An error.</summary>
public sealed class ErrorEventDefinition : EventDefinition
{
    public string? ErrorRef { get; set; }
}

/// <summary>An escalation.</summary>
public sealed class EscalationEventDefinition : EventDefinition
{
    public string? EscalationRef { get; set; }
}

/// <summary>A jump inside a process.</summary>
public sealed class LinkEventDefinition : EventDefinition
{
    public string? Name { get; set; }
    [Child("source")] public List<string> Sources { get; } = [];
    [Child("target")] public string? Target { get; set; }
}

/// <summary>A message.</summary>
public sealed class MessageEventDefinition : EventDefinition
{
    public string? MessageRef { get; set; }
    [Child("operationRef")] public string? OperationRef { get; set; }
}

/// <summary>A signal.</summary>
public sealed class SignalEventDefinition : EventDefinition
{
    public string? SignalRef { get; set; }
}

/// <summary>Ends everything in the scope.</summary>
public sealed class TerminateEventDefinition : EventDefinition;

/// <summary>A time.</summary>
public sealed class TimerEventDefinition : EventDefinition
{
    [Child("timeDate")] public Expression? TimeDate { get; set; }
    [Child("timeDuration")] public Expression? TimeDuration { get; set; }
    [Child("timeCycle")] public Expression? TimeCycle { get; set; }
}

/// <summary>Where tokens part and meet (10.6).</summary>
public abstract class Gateway : FlowNode
{
    public GatewayDirection? GatewayDirection { get; set; }
}

/// <summary>One way.</summary>
public sealed class ExclusiveGateway : Gateway
{
    public string? Default { get; set; }
}

/// <summary>Every way whose condition holds.</summary>
public sealed class InclusiveGateway : Gateway
{
    public string? Default { get; set; }
}

/// <summary>All ways.</summary>
public sealed class ParallelGateway : Gateway;

/// <summary>Joins by a condition on the tokens that came.</summary>
public sealed class ComplexGateway : Gateway
{
    public string? Default { get; set; }
    [Child("activationCondition")] public Expression? ActivationCondition { get; set; }
}

/// <summary>The way of the first event that comes.</summary>
public sealed class EventBasedGateway : Gateway
{
    public bool? Instantiate { get; set; }
    public EventBasedGatewayType? EventGatewayType { get; set; }
}
