using System.Xml.Linq;
using static Sen.Bpmn.Xml.Names;

namespace Sen.Bpmn.Xml;

/// <summary>Writes a definition as BPMN 2.0 XML, children in the order of the standard's schema.</summary>
internal static class BpmnWriter
{
    public static string Write(ProcessDefinition definition)
    {
        var process = new XElement(Omg + "process",
            new XAttribute("id", definition.Id), Named(definition.Name), new XAttribute("isExecutable", "true"),
            Kept(definition.Carried), Body(definition.Body));
        var around = definition.Surroundings;
        var root = new XElement(Omg + "definitions", around.Attributes.Select(attribute => new XAttribute(attribute)));
        if (root.GetPrefixOfNamespace(Omg) is null && root.Attribute("xmlns") is null)
            root.SetAttributeValue("xmlns", Omg.NamespaceName);
        if (root.Attribute("targetNamespace") is null)
            root.SetAttributeValue("targetNamespace", Our.NamespaceName);
        if (root.GetPrefixOfNamespace(Our) is null)
            root.SetAttributeValue(XNamespace.Xmlns + "sen", Our.NamespaceName);
        var before = around.Elements.Where(element => element.Name.Namespace == Omg).ToArray();
        root.Add(before.Select(element => new XElement(element)), Declarations(definition, before), process,
            around.Elements.Except(before).Select(element => new XElement(element)));
        return $"{new XDeclaration("1.0", "UTF-8", null)}\n{root}\n";
    }

    // Messages and signals that were made in code and have no element of their own yet.
    private static XElement[] Declarations(ProcessDefinition definition, XElement[] present)
    {
        var ids = present.Select(element => (string?)element.Attribute("id")).ToHashSet();
        return definition.AllNodes.Select(TriggerOf).SelectMany(trigger => trigger switch
        {
            MessageTrigger message when ids.Add(message.Ref) => Declare("message", message.Ref, message.Name),
            SignalTrigger signal when ids.Add(signal.Ref) => Declare("signal", signal.Ref, signal.Name),
            _ => Enumerable.Empty<XElement>(),
        }).ToArray();

        static IEnumerable<XElement> Declare(string kind, string id, string name) =>
            [new(Omg + kind, new XAttribute("id", id), new XAttribute("name", name))];
    }

    private static Trigger? TriggerOf(FlowNode node) => node switch
    {
        CatchEvent caught => caught.Trigger,
        BoundaryEvent boundary => boundary.Trigger,
        SendTask send => send.Message,
        ReceiveTask receive => receive.Message,
        _ => null,
    };

    private static IEnumerable<XElement> Body(Scope scope) =>
        scope.Nodes.Select(node => Node(node, scope)).Concat(scope.Flows.Select(Flow));

    private static XElement Node(FlowNode node, Scope scope) => new(Omg + ElementName(node),
        new XAttribute("id", node.Id), Named(node.Name), Optional("default", node.Default), Own(node), Kept(node.Carried),
        scope.Incoming(node.Id).Select(flow => new XElement(Omg + "incoming", flow.Id)),
        scope.Outgoing(node.Id).Select(flow => new XElement(Omg + "outgoing", flow.Id)),
        Content(node));

    private static string ElementName(FlowNode node) => node switch
    {
        StartEvent => "startEvent",
        EndEvent => "endEvent",
        Milestone => "intermediateThrowEvent",
        CatchEvent => "intermediateCatchEvent",
        BoundaryEvent => "boundaryEvent",
        Gateway { Kind: GatewayKind.Exclusive } => "exclusiveGateway",
        Gateway { Kind: GatewayKind.Parallel } => "parallelGateway",
        Gateway => "inclusiveGateway",
        UserTask => "userTask",
        ServiceTask { Kind: ServiceKind.Service } => "serviceTask",
        ServiceTask => "businessRuleTask",
        ScriptTask => "scriptTask",
        SendTask => "sendTask",
        ReceiveTask => "receiveTask",
        ManualTask { Untyped: true } => "task",
        ManualTask => "manualTask",
        SubProcess => "subProcess",
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static IEnumerable<XAttribute?> Own(FlowNode node) => node switch
    {
        UserTask task => [Ours("role", task.Role), Ours("unit", task.Unit), Ours("form", task.Form), Ours("share", task.Share)],
        ServiceTask task => [Ours("operation", task.Operation)],
        ScriptTask task => [new("scriptFormat", "application/feel"), Ours("result", task.Result)],
        SendTask task => [new("messageRef", task.Message.Ref)],
        ReceiveTask task => [new("messageRef", task.Message.Ref)],
        BoundaryEvent boundary => [new("attachedToRef", boundary.AttachedTo), new("cancelActivity", boundary.Interrupting)],
        _ => [],
    };

    private static object? Content(FlowNode node) => node switch
    {
        EndEvent { Terminate: true } => new XElement(Omg + "terminateEventDefinition"),
        ScriptTask task => new XElement(Omg + "script", task.Script.Text),
        SubProcess process => Body(process.Body),
        _ => TriggerOf(node) switch
        {
            MessageTrigger message when node is CatchEvent or BoundaryEvent => new XElement(Omg + "messageEventDefinition", new XAttribute("messageRef", message.Ref)),
            SignalTrigger signal => new XElement(Omg + "signalEventDefinition", new XAttribute("signalRef", signal.Ref)),
            TimerTrigger timer => new XElement(Omg + "timerEventDefinition", Formal(timer.Kind == TimerKind.Date ? "timeDate" : "timeDuration", timer.Text)),
            _ => null,
        },
    };

    private static XElement Flow(SequenceFlow flow) => new(Omg + "sequenceFlow",
        new XAttribute("id", flow.Id), Named(flow.Name), new XAttribute("sourceRef", flow.From), new XAttribute("targetRef", flow.To),
        Kept(flow.Carried), flow.Condition is null ? null : Formal("conditionExpression", flow.Condition.Text));

    private static XElement Formal(string name, string text) => new(Omg + name,
        new XAttribute(XNamespace.Xmlns + "xsi", Xsi.NamespaceName), new XAttribute(Xsi + "type", "tFormalExpression"), text);

    private static IEnumerable<object> Kept(Carried carried) =>
        carried.Attributes.Select(object (attribute) => new XAttribute(attribute)).Concat(carried.Elements.Select(element => new XElement(element)));

    private static XAttribute? Named(string? name) => Optional("name", name);

    private static XAttribute? Optional(string name, string? value) => value is null ? null : new(name, value);

    private static XAttribute? Ours(string name, string? value) => value is null ? null : new(Our + name, value);
}
