using System.Xml.Linq;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// Short notation for BPMN texts. One thing a line (or between semicolons):
/// <c>user a</c>, <c>xor g</c>, <c>timer b on a PT1H</c> (or <c>timer! b on a PT1H</c>, not interrupting), <c>timer c PT1H</c>,
/// <c>message m paid</c>, <c>script k n+1 -> n</c>, <c>sub p {</c> to <c>}</c>;
/// flows <c>a > b</c>, <c>g > b : amount = 1</c>, <c>g >> b</c> (default).
/// </summary>
internal static class Sketch
{
    private static readonly XNamespace B = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace S = "urn:sen:bpmn:1";

    public static ProcessDefinition Definition(string sketch)
    {
        var read = ProcessDefinition.Load(Xml(sketch));
        read.Problems.ShouldBeEmpty();
        return read.Definition!;
    }

    public static string Xml(string sketch)
    {
        var root = new XElement(B + "definitions", new XAttribute("xmlns", B.NamespaceName), new XAttribute(XNamespace.Xmlns + "sen", S.NamespaceName));
        var containers = new Stack<XElement>([new XElement(B + "process", new XAttribute("id", "process"), new XAttribute("isExecutable", true))]);
        foreach (var line in sketch.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "}")
            {
                containers.Pop();
                continue;
            }
            var element = line.Contains('>') && !line.StartsWith("script", StringComparison.Ordinal) ? Flow(line, containers.Peek()) : Node(line, root);
            containers.Peek().Add(element);
            if (line.EndsWith('{'))
                containers.Push(element);
        }
        root.Add(containers.Single());
        return root.ToString();
    }

    private static XElement Flow(string line, XElement container)
    {
        var condition = line.Split(" : ");
        var ends = condition[0].Split('>', StringSplitOptions.TrimEntries);
        var (from, to, id) = (ends[0], ends[^1], $"{ends[0]}_{ends[^1]}");
        if (ends.Length == 3)
            container.Elements().Single(element => (string?)element.Attribute("id") == from).SetAttributeValue("default", id);
        return new(B + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", from), new XAttribute("targetRef", to),
            condition.Length > 1 ? new XElement(B + "conditionExpression", condition[1]) : null);
    }

    private static XElement Node(string line, XElement root)
    {
        var words = line.TrimEnd('{', ' ').Split(' ');
        var (kind, id) = (words[0].TrimEnd('!'), words[1]);
        var on = words.Length > 3 && words[2] == "on" ? words[3] : null;
        var rest = string.Join(' ', words.Skip(on is null ? 2 : 4));
        var element = new XElement(B + kind switch
        {
            "start" => "startEvent",
            "end" or "terminate" => "endEvent",
            "pass" => "intermediateThrowEvent",
            "user" or "service" or "manual" or "script" or "send" or "receive" or "businessRule" => kind + "Task",
            "xor" => "exclusiveGateway",
            "and" => "parallelGateway",
            "or" => "inclusiveGateway",
            "sub" => "subProcess",
            "timer" or "message" or "signal" => on is null ? "intermediateCatchEvent" : "boundaryEvent",
            _ => kind,
        }, new XAttribute("id", id), new XAttribute("name", "Name of " + id));
        if (on is not null)
            element.Add(new XAttribute("attachedToRef", on), new XAttribute("cancelActivity", !words[0].EndsWith('!')));
        switch (kind)
        {
            case "terminate":
                element.Add(new XElement(B + "terminateEventDefinition"));
                break;
            case "timer":
                element.Add(new XElement(B + "timerEventDefinition", new XElement(B + (rest.StartsWith('P') || rest.StartsWith('=') ? "timeDuration" : "timeDate"), rest)));
                break;
            case "message" or "signal":
                Declare(root, kind, rest);
                element.Add(new XElement(B + (kind + "EventDefinition"), new XAttribute(kind + "Ref", "the." + rest)));
                break;
            case "send" or "receive":
                Declare(root, "message", rest);
                element.Add(new XAttribute("messageRef", "the." + rest));
                break;
            case "script":
                var parts = rest.Split(" -> ");
                element.Add(new XAttribute("scriptFormat", "feel"), new XAttribute(S + "result", parts[1]), new XElement(B + "script", parts[0]));
                break;
            case "user" or "service" when rest.Length > 0:
                element.Add(new XAttribute(S + (kind == "user" ? "role" : "operation"), rest));
                break;
        }
        return element;
    }

    private static void Declare(XElement root, string kind, string name)
    {
        if (!root.Elements(B + kind).Any(element => (string?)element.Attribute("name") == name))
            root.Add(new XElement(B + kind, new XAttribute("id", "the." + name), new XAttribute("name", name)));
    }
}
