using System.Xml.Linq;
using Sen.Feel;
using static Sen.Bpmn.Xml.Names;
using static Sen.Bpmn.Xml.ScopeReader;

namespace Sen.Bpmn.Xml;

/// <summary>Reads one node; null, with a problem, when the engine could not run it as it is meant.</summary>
internal sealed class NodeReader(XElement root, List<DeployProblem> problems)
{
    private static readonly string[] AnyNode = ["id", "name", "default"];
    private static readonly string[] AnyTask = ["default", "isForCompensation", "startQuantity", "completionQuantity"];

    // Attributes whose other values would change the execution, with the one value that the engine runs.
    private static readonly Dictionary<string, string> OnlyValue = new()
    {
        ["isForCompensation"] = "false",
        ["startQuantity"] = "1",
        ["completionQuantity"] = "1",
        ["triggeredByEvent"] = "false",
        ["instantiate"] = "false",
        ["parallelMultiple"] = "false",
        ["isInterrupting"] = "true",
    };

    public FlowNode? Read(XElement element, string? lane)
    {
        var id = Id(element);
        var name = Name(element);
        var sen = (string key) => (string?)element.Attribute(Our + key);
        FlowNode? node = element.Name.LocalName switch
        {
            "startEvent" => Attributes(element, "isInterrupting", "parallelMultiple") && NoDefinition(element) ? new StartEvent(id, name) : null,
            "endEvent" => End(element),
            "intermediateThrowEvent" => Attributes(element) && NoDefinition(element) ? new Milestone(id, name) : null,
            "intermediateCatchEvent" => Attributes(element, "parallelMultiple") && Trigger(element) is { } trigger ? new CatchEvent(id, name, trigger) : null,
            "boundaryEvent" => Attributes(element, "parallelMultiple", "attachedToRef", "cancelActivity") && Trigger(element) is { } trigger
                ? new BoundaryEvent(id, name, (string?)element.Attribute("attachedToRef") ?? "", (string?)element.Attribute("cancelActivity") is not ("false" or "0"), trigger) : null,
            "exclusiveGateway" => Gateway(element, GatewayKind.Exclusive),
            "parallelGateway" => Gateway(element, GatewayKind.Parallel),
            "inclusiveGateway" => Gateway(element, GatewayKind.Inclusive),
            "userTask" => Task(element, "implementation", "sen:role", "sen:unit", "sen:form", "sen:share") ? new UserTask(id, name, sen("role") ?? lane, sen("unit"), sen("form"), sen("share")) : null,
            "serviceTask" => Task(element, "implementation", "operationRef", "sen:operation") ? new ServiceTask(id, name, ServiceKind.Service, sen("operation") ?? (string?)element.Attribute("operationRef")) : null,
            "businessRuleTask" => Task(element, "implementation", "sen:operation") ? new ServiceTask(id, name, ServiceKind.BusinessRule, sen("operation")) : null,
            "scriptTask" => Script(element),
            "sendTask" => Task(element, "implementation", "messageRef", "operationRef") && Message(element, element) is { } message ? new SendTask(id, name, message) : null,
            "receiveTask" => Task(element, "implementation", "messageRef", "operationRef", "instantiate") && Message(element, element) is { } message ? new ReceiveTask(id, name, message) : null,
            "manualTask" => Task(element) ? new ManualTask(id, name) : null,
            "task" => Task(element) ? new ManualTask(id, name, Untyped: true) : null,
            var other => Refuse(element, "element", $"The engine does not run {other}."),
        };
        return node is null ? null : Common(element, node);
    }

    public FlowNode Common(XElement element, FlowNode node) => node with
    {
        Default = (string?)element.Attribute("default"),
        Carried = BpmnReader.Carry(element, [.. AnyNode, "attachedToRef", "cancelActivity", "messageRef", "scriptFormat"]),
    };

    /// <summary>Whether every BPMN attribute is known and has a value that the engine runs; else problems.</summary>
    public bool Attributes(XElement element, params string[] known)
    {
        var before = problems.Count;
        foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == Our || attribute.Name.NamespaceName.Length == 0))
        {
            var key = attribute.Name.Namespace == Our ? "sen:" + attribute.Name.LocalName : attribute.Name.LocalName;
            if (!AnyNode.Contains(key) && !known.Contains(key))
                Refuse(element, "attribute", $"The engine does not know the attribute {key}.");
            else if (OnlyValue.TryGetValue(key, out var only) && attribute.Value != only)
                Refuse(element, "attribute", $"The engine runs {key} only as {only}.");
        }
        return problems.Count == before;
    }

    public FlowNode? Refuse(XElement element, string code, string reason)
    {
        problems.Add(new((string?)element.Attribute("id"), Name(element), code, reason));
        return null;
    }

    public Expression? Feel(XElement owner, string text, string? language = null)
    {
        language ??= (string?)root.Attribute("expressionLanguage");
        if (language is not null && !language.Contains("feel", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(owner, "feel", $"Expressions are FEEL, not {language}.");
            return null;
        }
        text = text.Trim();
        try
        {
            return new(text.StartsWith('=') ? text[1..].Trim() : text);
        }
        catch (FeelSyntaxException error)
        {
            Refuse(owner, "feel", $"\"{text}\" is not a FEEL expression: {error.Message}");
            return null;
        }
    }

    private Gateway? Gateway(XElement element, GatewayKind kind) =>
        Attributes(element, "gatewayDirection") && Children(element) ? new Gateway(Id(element), Name(element), kind) : null;

    private bool Task(XElement element, params string[] known) => Attributes(element, [.. AnyTask, .. known]) && Children(element);

    private EndEvent? End(XElement element)
    {
        if (!Attributes(element))
            return null;
        if (Definitions(element) is [{ Name.LocalName: "terminateEventDefinition" }])
            return new EndEvent(Id(element), Name(element), Terminate: true);
        return NoDefinition(element) ? new EndEvent(Id(element), Name(element)) : null;
    }

    private FlowNode? Script(XElement element)
    {
        if (!Task(element, "scriptFormat", "sen:result"))
            return null;
        if (element.Element(Omg + "script")?.Value is not { Length: > 0 } text)
            return Refuse(element, "element", "The script task has no script.");
        if ((string?)element.Attribute(Our + "result") is not { } result)
            return Refuse(element, "attribute", "The script task names no variable for its result (sen:result).");
        return Feel(element, text, (string?)element.Attribute("scriptFormat") ?? "none") is { } script
            ? new ScriptTask(Id(element), Name(element), script, result) : null;
    }

    private bool Children(XElement element)
    {
        var strangers = element.Elements().Where(child => !BpmnReader.IsCarried(child) &&
            child.Name.LocalName is not ("incoming" or "outgoing" or "script")).ToArray();
        foreach (var child in strangers)
            Refuse(element, "element", $"The engine does not run {child.Name.LocalName}.");
        return strangers.Length == 0;
    }

    private static XElement[] Definitions(XElement element) =>
        [.. element.Elements().Where(child => !BpmnReader.IsCarried(child) && child.Name.LocalName is not ("incoming" or "outgoing"))];

    private bool NoDefinition(XElement element)
    {
        if (Definitions(element) is not [var first, ..])
            return true;
        Refuse(element, "event", $"The engine does not run {element.Name.LocalName} with {first.Name.LocalName}.");
        return false;
    }

    private Trigger? Trigger(XElement element)
    {
        switch (Definitions(element))
        {
            case [{ Name.LocalName: "messageEventDefinition" } definition]:
                return Message(element, definition);
            case [{ Name.LocalName: "signalEventDefinition" } definition]:
                return Named(element, definition, "signal") is { } signal ? new SignalTrigger(signal.Ref, signal.Name) : null;
            case [{ Name.LocalName: "timerEventDefinition" } definition]:
                return Timer(element, definition);
            case [var other]:
                Refuse(element, "event", $"The engine does not run {element.Name.LocalName} with {other.Name.LocalName}.");
                return null;
            default:
                Refuse(element, "event", "The event must say exactly one thing that it waits for.");
                return null;
        }
    }

    private MessageTrigger? Message(XElement owner, XElement holder) =>
        Named(owner, holder, "message") is { } message ? new(message.Ref, message.Name) : null;

    private (string Ref, string Name)? Named(XElement owner, XElement holder, string kind)
    {
        var reference = ((string?)holder.Attribute(kind + "Ref"))?.Split(':')[^1];
        var target = root.Elements(Omg + kind).FirstOrDefault(element => (string?)element.Attribute("id") == reference);
        if (reference is not null && target is not null && Name(target) is { Length: > 0 } name)
            return (reference, name);
        Refuse(owner, "reference", $"The element names no {kind} that exists and has a name.");
        return null;
    }

    private TimerTrigger? Timer(XElement owner, XElement definition)
    {
        var child = definition.Elements().FirstOrDefault(child => child.Name.LocalName is "timeDate" or "timeDuration" or "timeCycle");
        var text = child?.Value.Trim() ?? "";
        if (child is null || text.Length == 0 || child.Name.LocalName == "timeCycle")
        {
            Refuse(owner, "timer", "A timer needs a date or a duration; cycles are not run.");
            return null;
        }
        var kind = child.Name.LocalName == "timeDate" ? TimerKind.Date : TimerKind.Duration;
        if (text.StartsWith('='))
            return Feel(owner, text) is { } computed ? new(kind, text, computed) : null;
        if (TimerTrigger.IsIso(kind, text))
            return new(kind, text);
        Refuse(owner, "timer", $"\"{text}\" is not an ISO 8601 {(kind == TimerKind.Date ? "date and time" : "duration")}.");
        return null;
    }
}
