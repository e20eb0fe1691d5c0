namespace Sen.Bpmn.Model;

/// <summary>Work (BPMN 2.0.2, 10.3).</summary>
public abstract class Activity : FlowNode
{
    public bool? IsForCompensation { get; set; }
    public int? StartQuantity { get; set; }
    public int? CompletionQuantity { get; set; }
    public string? Default { get; set; }
    public IoSpecification? IoSpecification { get; set; }
    public List<Property> Properties { get; } = [];
    public List<DataInputAssociation> DataInputAssociations { get; } = [];
    public List<DataOutputAssociation> DataOutputAssociations { get; } = [];
    public List<ResourceRole> ResourceRoles { get; } = [];
    public LoopCharacteristics? LoopCharacteristics { get; set; }
}

/// <summary>Work that is not broken down; without a type of its own.</summary>
public class Task : Activity;

/// <summary>Work for a person, with a form.</summary>
public sealed class UserTask : Task
{
    public string? Implementation { get; set; }
    public List<Rendering> Renderings { get; } = [];
}

/// <summary>Work that no program sees.</summary>
public sealed class ManualTask : Task;

/// <summary>Work for a program.</summary>
public sealed class ServiceTask : Task
{
    public string? Implementation { get; set; }
    public string? OperationRef { get; set; }
}

/// <summary>A decision by rules.</summary>
public sealed class BusinessRuleTask : Task
{
    public string? Implementation { get; set; }
}

/// <summary>Sends a message.</summary>
public sealed class SendTask : Task
{
    public string? Implementation { get; set; }
    public string? MessageRef { get; set; }
    public string? OperationRef { get; set; }
}

/// <summary>Waits for a message.</summary>
public sealed class ReceiveTask : Task
{
    public string? Implementation { get; set; }
    public bool? Instantiate { get; set; }
    public string? MessageRef { get; set; }
    public string? OperationRef { get; set; }
}

/// <summary>Runs a script.</summary>
public sealed class ScriptTask : Task
{
    public string? ScriptFormat { get; set; }
    [Child("script")] public MixedText? Script { get; set; }
}

/// <summary>Calls a process or a global task (10.3.6).</summary>
public sealed class CallActivity : Activity
{
    public string? CalledElement { get; set; }
}

/// <summary>An activity with a flow inside (10.3.5); an event sub-process when <see cref="TriggeredByEvent"/>.</summary>
public class SubProcess : Activity, IFlowElements
{
    public bool? TriggeredByEvent { get; set; }
    public List<LaneSet> LaneSets { get; } = [];
    public List<FlowElement> FlowElements { get; } = [];
    public List<Artifact> Artifacts { get; } = [];
}

/// <summary>A sub-process whose activities people choose.</summary>
public sealed class AdHocSubProcess : SubProcess
{
    public bool? CancelRemainingInstances { get; set; }
    public AdHocOrdering? Ordering { get; set; }
    [Child("completionCondition")] public Expression? CompletionCondition { get; set; }
}

/// <summary>A sub-process that succeeds or is undone as a whole.</summary>
public sealed class Transaction : SubProcess
{
    public string? Method { get; set; }
}

/// <summary>How an activity repeats (10.3.7).</summary>
public abstract class LoopCharacteristics : BaseElement;

/// <summary>One after another while a condition holds.</summary>
public sealed class StandardLoopCharacteristics : LoopCharacteristics
{
    public bool? TestBefore { get; set; }
    public int? LoopMaximum { get; set; }
    [Child("loopCondition")] public Expression? LoopCondition { get; set; }
}

/// <summary>A number of instances, together or one after another.</summary>
public sealed class MultiInstanceLoopCharacteristics : LoopCharacteristics
{
    public bool? IsSequential { get; set; }
    public MultiInstanceBehavior? Behavior { get; set; }
    public string? OneBehaviorEventRef { get; set; }
    public string? NoneBehaviorEventRef { get; set; }
    [Child("loopCardinality")] public Expression? LoopCardinality { get; set; }
    [Child("loopDataInputRef")] public string? LoopDataInputRef { get; set; }
    [Child("loopDataOutputRef")] public string? LoopDataOutputRef { get; set; }
    [Child("inputDataItem")] public DataInput? InputDataItem { get; set; }
    [Child("outputDataItem")] public DataOutput? OutputDataItem { get; set; }
    public List<ComplexBehaviorDefinition> ComplexBehaviorDefinitions { get; } = [];
    [Child("completionCondition")] public Expression? CompletionCondition { get; set; }
}

/// <summary>Which event an instance throws under a condition.</summary>
public sealed class ComplexBehaviorDefinition : BaseElement
{
    [Child("condition")] public FormalExpression? Condition { get; set; }
    [Child("event")] public ImplicitThrowEvent? Event { get; set; }
}
