namespace Sen.Bpmn.Model;

/// <summary>A process (BPMN 2.0.2, 10.2).</summary>
public sealed class Process : CallableElement, IFlowElements
{
    public ProcessType? ProcessType { get; set; }
    public bool? IsClosed { get; set; }
    public bool? IsExecutable { get; set; }
    public string? DefinitionalCollaborationRef { get; set; }
    public Auditing? Auditing { get; set; }
    public Monitoring? Monitoring { get; set; }
    public List<Property> Properties { get; } = [];
    public List<LaneSet> LaneSets { get; } = [];
    public List<FlowElement> FlowElements { get; } = [];
    public List<Artifact> Artifacts { get; } = [];
    public List<ResourceRole> ResourceRoles { get; } = [];
    public List<CorrelationSubscription> CorrelationSubscriptions { get; } = [];
    [Child("supports")] public List<string> Supports { get; } = [];
}

/// <summary>What holds a flow: a process or a sub-process.</summary>
public interface IFlowElements
{
    string? Id { get; }
    string? Name { get; }
    List<Property> Properties { get; }
    List<LaneSet> LaneSets { get; }
    List<FlowElement> FlowElements { get; }
    List<Artifact> Artifacts { get; }
}

/// <summary>Lanes side by side (10.8).</summary>
public sealed class LaneSet : BaseElement
{
    public string? Name { get; set; }
    public List<Lane> Lanes { get; } = [];
}

/// <summary>One lane and the nodes in it.</summary>
public sealed class Lane : BaseElement
{
    public string? Name { get; set; }
    public string? PartitionElementRef { get; set; }
    [Child("partitionElement")] public PartitionElement? PartitionElement { get; set; }
    [Child("flowNodeRef")] public List<string> FlowNodeRefs { get; } = [];
    [Child("childLaneSet")] public LaneSet? ChildLaneSet { get; set; }
}

/// <summary>What a lane stands for, written inside it.</summary>
public sealed class PartitionElement : BaseElement;

/// <summary>What lies in a process, a sub-process or a choreography (8.4.7).</summary>
public abstract class FlowElement : BaseElement
{
    public string? Name { get; set; }
    public Auditing? Auditing { get; set; }
    public Monitoring? Monitoring { get; set; }
    [Child("categoryValueRef")] public List<string> CategoryValueRefs { get; } = [];
}

/// <summary>What tokens reach (8.4.8).</summary>
public abstract class FlowNode : FlowElement
{
    [Child("incoming")] public List<string> Incoming { get; } = [];
    [Child("outgoing")] public List<string> Outgoing { get; } = [];
}

/// <summary>A way from one node to another (8.4.13).</summary>
public sealed class SequenceFlow : FlowElement
{
    public string? SourceRef { get; set; }
    public string? TargetRef { get; set; }
    public bool? IsImmediate { get; set; }
    [Child("conditionExpression")] public Expression? ConditionExpression { get; set; }
}

/// <summary>Which messages are for an instance (8.4.2).</summary>
public sealed class CorrelationSubscription : BaseElement
{
    public string? CorrelationKeyRef { get; set; }
    public List<CorrelationPropertyBinding> CorrelationPropertyBindings { get; } = [];
}

/// <summary>Where an instance finds the value of a correlation property.</summary>
public sealed class CorrelationPropertyBinding : BaseElement
{
    public string? CorrelationPropertyRef { get; set; }
    [Child("dataPath")] public FormalExpression? DataPath { get; set; }
}

/// <summary>Shown beside the flow, without a meaning to it (8.4.1).</summary>
public abstract class Artifact : BaseElement;

/// <summary>A line between a note and what it is about.</summary>
public sealed class Association : Artifact
{
    public string? SourceRef { get; set; }
    public string? TargetRef { get; set; }
    public AssociationDirection? AssociationDirection { get; set; }
}

/// <summary>A frame around elements.</summary>
public sealed class Group : Artifact
{
    public string? CategoryValueRef { get; set; }
}

/// <summary>A note.</summary>
public sealed class TextAnnotation : Artifact
{
    public string? TextFormat { get; set; }
    [Child("text")] public MixedText? Text { get; set; }
}
