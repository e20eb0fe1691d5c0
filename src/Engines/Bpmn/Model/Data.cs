namespace Sen.Bpmn.Model;

/// <summary>The structure of data (BPMN 2.0.2, 8.4.10).</summary>
public sealed class ItemDefinition : RootElement
{
    public string? StructureRef { get; set; }
    public bool? IsCollection { get; set; }
    public ItemKind? ItemKind { get; set; }
}

/// <summary>What is exchanged between participants (8.4.11).</summary>
public sealed class Message : RootElement
{
    public string? Name { get; set; }
    public string? ItemRef { get; set; }
}

/// <summary>An error that events throw and catch (8.4.3).</summary>
public sealed class Error : RootElement
{
    public string? Name { get; set; }
    public string? ErrorCode { get; set; }
    public string? StructureRef { get; set; }
}

/// <summary>An escalation that events throw and catch (8.4.4).</summary>
public sealed class Escalation : RootElement
{
    public string? Name { get; set; }
    public string? EscalationCode { get; set; }
    public string? StructureRef { get; set; }
}

/// <summary>A signal that events throw and catch (10.5).</summary>
public sealed class Signal : RootElement
{
    public string? Name { get; set; }
    public string? StructureRef { get; set; }
}

/// <summary>Data that outlives processes (10.4.1).</summary>
public sealed class DataStore : RootElement
{
    public string? Name { get; set; }
    public int? Capacity { get; set; }
    public bool? IsUnlimited { get; set; }
    public string? ItemSubjectRef { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>The state of data, e.g. "signed".</summary>
public sealed class DataState : BaseElement
{
    public string? Name { get; set; }
}

/// <summary>What an activity or a process takes and gives (10.4.2).</summary>
public sealed class IoSpecification : BaseElement
{
    public List<DataInput> DataInputs { get; } = [];
    public List<DataOutput> DataOutputs { get; } = [];
    public List<InputSet> InputSets { get; } = [];
    public List<OutputSet> OutputSets { get; } = [];
}

/// <summary>Ties an operation to inputs and outputs of a callable element.</summary>
public sealed class IoBinding : BaseElement
{
    public string? OperationRef { get; set; }
    public string? InputDataRef { get; set; }
    public string? OutputDataRef { get; set; }
}

/// <summary>One input.</summary>
public sealed class DataInput : BaseElement
{
    public string? Name { get; set; }
    public string? ItemSubjectRef { get; set; }
    public bool? IsCollection { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>One output.</summary>
public sealed class DataOutput : BaseElement
{
    public string? Name { get; set; }
    public string? ItemSubjectRef { get; set; }
    public bool? IsCollection { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>Inputs that together let an activity begin.</summary>
public sealed class InputSet : BaseElement
{
    public string? Name { get; set; }
    [Child("dataInputRefs")] public List<string> DataInputRefs { get; } = [];
    [Child("optionalInputRefs")] public List<string> OptionalInputRefs { get; } = [];
    [Child("whileExecutingInputRefs")] public List<string> WhileExecutingInputRefs { get; } = [];
    [Child("outputSetRefs")] public List<string> OutputSetRefs { get; } = [];
}

/// <summary>Outputs that are given together.</summary>
public sealed class OutputSet : BaseElement
{
    public string? Name { get; set; }
    [Child("dataOutputRefs")] public List<string> DataOutputRefs { get; } = [];
    [Child("optionalOutputRefs")] public List<string> OptionalOutputRefs { get; } = [];
    [Child("whileExecutingOutputRefs")] public List<string> WhileExecutingOutputRefs { get; } = [];
    [Child("inputSetRefs")] public List<string> InputSetRefs { get; } = [];
}

/// <summary>Moves data into or out of an activity or event (10.4.2).</summary>
public abstract class DataAssociation : BaseElement
{
    [Child("sourceRef")] public List<string> SourceRefs { get; } = [];
    [Child("targetRef")] public string? TargetRef { get; set; }
    [Child("transformation")] public FormalExpression? Transformation { get; set; }
    public List<Assignment> Assignments { get; } = [];
}

/// <summary>Data into an activity or a throw event.</summary>
public sealed class DataInputAssociation : DataAssociation;

/// <summary>Data out of an activity or a catch event.</summary>
public sealed class DataOutputAssociation : DataAssociation;

/// <summary>One part of a data association.</summary>
public sealed class Assignment : BaseElement
{
    [Child("from")] public Expression? From { get; set; }
    [Child("to")] public Expression? To { get; set; }
}

/// <summary>A variable of a process, an activity or an event that no diagram shows.</summary>
public sealed class Property : BaseElement
{
    public string? Name { get; set; }
    public string? ItemSubjectRef { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>Data that lives as long as its process or sub-process.</summary>
public sealed class DataObject : FlowElement
{
    public string? ItemSubjectRef { get; set; }
    public bool? IsCollection { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>One showing of a data object.</summary>
public sealed class DataObjectReference : FlowElement
{
    public string? ItemSubjectRef { get; set; }
    public string? DataObjectRef { get; set; }
    public DataState? DataState { get; set; }
}

/// <summary>One showing of a data store.</summary>
public sealed class DataStoreReference : FlowElement
{
    public string? ItemSubjectRef { get; set; }
    public string? DataStoreRef { get; set; }
    public DataState? DataState { get; set; }
}
