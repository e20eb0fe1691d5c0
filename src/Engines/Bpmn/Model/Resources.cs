namespace Sen.Bpmn.Model;

/// <summary>Operations that a service offers (BPMN 2.0.2, 8.4.1).</summary>
public sealed class Interface : RootElement
{
    public string? Name { get; set; }
    public string? ImplementationRef { get; set; }
    public List<Operation> Operations { get; } = [];
}

/// <summary>One operation of an interface.</summary>
public sealed class Operation : BaseElement
{
    public string? Name { get; set; }
    public string? ImplementationRef { get; set; }
    [Child("inMessageRef")] public string? InMessageRef { get; set; }
    [Child("outMessageRef")] public string? OutMessageRef { get; set; }
    [Child("errorRef")] public List<string> ErrorRefs { get; } = [];
}

/// <summary>Where a service is reached.</summary>
public sealed class EndPoint : RootElement;

/// <summary>People or things that do work (8.4.12).</summary>
public sealed class Resource : RootElement
{
    public string? Name { get; set; }
    public List<ResourceParameter> ResourceParameters { get; } = [];
}

/// <summary>What is asked of a resource.</summary>
public sealed class ResourceParameter : BaseElement
{
    public string? Name { get; set; }
    public string? Type { get; set; }
    public bool? IsRequired { get; set; }
}

/// <summary>Who is responsible for an activity or a process (10.3.1).</summary>
public class ResourceRole : BaseElement
{
    public string? Name { get; set; }
    [Child("resourceRef")] public string? ResourceRef { get; set; }
    public List<ResourceParameterBinding> ResourceParameterBindings { get; } = [];
    public ResourceAssignmentExpression? ResourceAssignmentExpression { get; set; }
}

/// <summary>Who does it.</summary>
public class Performer : ResourceRole;

/// <summary>Which person does it.</summary>
public class HumanPerformer : Performer;

/// <summary>Who may claim it.</summary>
public sealed class PotentialOwner : HumanPerformer;

/// <summary>The value of a parameter of a resource.</summary>
public sealed class ResourceParameterBinding : BaseElement
{
    public string? ParameterRef { get; set; }
    public Expression? Expression { get; set; }
}

/// <summary>An expression that finds the resource.</summary>
public sealed class ResourceAssignmentExpression : BaseElement
{
    public Expression? Expression { get; set; }
}

/// <summary>Left to extensions by the standard.</summary>
public sealed class Auditing : BaseElement;

/// <summary>Left to extensions by the standard.</summary>
public sealed class Monitoring : BaseElement;

/// <summary>How a user task is shown; left to extensions by the standard.</summary>
public sealed class Rendering : BaseElement;

/// <summary>What can be called: a process or a global task (8.4.2).</summary>
public abstract class CallableElement : RootElement
{
    public string? Name { get; set; }
    [Child("supportedInterfaceRef")] public List<string> SupportedInterfaceRefs { get; } = [];
    public IoSpecification? IoSpecification { get; set; }
    public List<IoBinding> IoBindings { get; } = [];
}

/// <summary>A task that several processes call (10.3.4).</summary>
public class GlobalTask : CallableElement
{
    public List<ResourceRole> ResourceRoles { get; } = [];
}

/// <summary>A global business rule task.</summary>
public sealed class GlobalBusinessRuleTask : GlobalTask
{
    public string? Implementation { get; set; }
}

/// <summary>A global manual task.</summary>
public sealed class GlobalManualTask : GlobalTask;

/// <summary>A global script task.</summary>
public sealed class GlobalScriptTask : GlobalTask
{
    public string? ScriptLanguage { get; set; }
    [Child("script")] public MixedText? Script { get; set; }
}

/// <summary>A global user task.</summary>
public sealed class GlobalUserTask : GlobalTask
{
    public string? Implementation { get; set; }
    public List<Rendering> Renderings { get; } = [];
}
