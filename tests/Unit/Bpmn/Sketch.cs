using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// Short notation for BPMN texts. One thing a line (or between semicolons):
/// <c>user a</c>, <c>xor g</c>, <c>event g</c>, <c>timer b on a PT1H</c> (<c>timer! b on a PT1H</c>, not interrupting), <c>timer c PT1H</c>,
/// <c>message m paid</c>, <c>start s message paid</c>, <c>throw t signal go</c>, <c>end e error E1</c>, <c>script k n+1 -> n</c>,
/// <c>sub p {</c>, <c>handler h {</c>, <c>adhoc q {</c> to <c>}</c>; after an activity in brackets how it repeats:
/// <c>[many 3]</c>, <c>[seq 3]</c>, <c>[each items as item]</c>, <c>[loop n &lt; 3]</c>, then <c>until done</c>, <c>give result to results</c>;
/// flows <c>a > b</c>, <c>g > b : amount = 1</c>, <c>g >> b</c> (default).
/// </summary>
internal static partial class Sketch
{
    private static readonly XNamespace B = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace S = "urn:sen:bpmn:1";
    private static readonly string[] Triggers = ["timer", "message", "signal", "error", "escalation", "link", "conditional", "compensate", "cancel", "terminate"];

    public static ProcessDefinition Definition(string sketch)
    {
        var read = ProcessDefinition.Load(Xml(sketch));
        read.Problems.ShouldBeEmpty();
        return read.Definition!;
    }

    public static string Xml(string sketch)
    {
        var root = new XElement(B + "definitions", new XAttribute("xmlns", B.NamespaceName), new XAttribute(XNamespace.Xmlns + "sen", S.NamespaceName), new XAttribute("targetNamespace", S.NamespaceName));
        var containers = new Stack<XElement>([new XElement(B + "process", new XAttribute("id", "process"), new XAttribute("isExecutable", true))]);
        foreach (var line in sketch.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "}")
            {
                containers.Pop();
                continue;
            }
            var element = FlowLine().IsMatch(line) ? Flow(line, containers.Peek()) : Node(line, root);
            foreach (var data in element.Descendants().Where(one => one.Name.LocalName is "loopDataInputRef" or "loopDataOutputRef"))
                DeclareData(containers.Last(), data.Value);
            containers.Peek().Add(element);
            if (line.EndsWith('{'))
                containers.Push(element);
        }
        root.Add(containers.Single());
        return root.ToString();
    }

    private static XElement Flow(string line, XElement container)
    {
        var condition = line.Split(" : ", 2);
        var ends = condition[0].Split('>', StringSplitOptions.TrimEntries);
        var (from, to, id) = (ends[0], ends[^1], $"{ends[0]}_{ends[^1]}");
        if (ends.Length == 3)
            container.Elements().Single(element => (string?)element.Attribute("id") == from).SetAttributeValue("default", id);
        return new(B + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", from), new XAttribute("targetRef", to),
            condition.Length > 1 ? new XElement(B + "conditionExpression", condition[1]) : null);
    }

    private static XElement Node(string line, XElement root)
    {
        var repeat = Repeats().Match(line);
        line = Repeats().Replace(line, "").TrimEnd('{', ' ');
        var words = line.Split(' ');
        var (kind, id) = (words[0].TrimEnd('!'), words[1]);
        var beside = words[0].EndsWith('!');
        var on = words.Length > 3 && words[2] == "on" ? words[3] : null;
        var rest = string.Join(' ', words.Skip(on is null ? 2 : 4));
        var element = new XElement(B + kind switch
        {
            "start" => "startEvent",
            "end" or "terminate" => "endEvent",
            "pass" or "throw" => "intermediateThrowEvent",
            "catch" => "intermediateCatchEvent",
            "user" or "service" or "manual" or "script" or "send" or "receive" or "businessRule" => kind + "Task",
            "xor" => "exclusiveGateway",
            "and" => "parallelGateway",
            "or" => "inclusiveGateway",
            "event" => "eventBasedGateway",
            "sub" or "handler" => "subProcess",
            "adhoc" => "adHocSubProcess",
            "call" => "callActivity",
            _ when Triggers.Contains(kind) => on is null ? "intermediateCatchEvent" : "boundaryEvent",
            _ => kind,
        }, new XAttribute("id", id), new XAttribute("name", "Name of " + id));
        if (on is not null)
            element.Add(new XAttribute("attachedToRef", on), new XAttribute("cancelActivity", !beside));
        else if (kind == "start" && beside)
            element.Add(new XAttribute("isInterrupting", false));
        else if (kind is "receive" or "event" && beside)
            element.Add(new XAttribute("instantiate", true));
        Fill(element, kind, rest, root);
        if (repeat.Success)
            element.Add(Loop(repeat.Groups[1].Value));
        return element;
    }

    private static void Fill(XElement element, string kind, string rest, XElement root)
    {
        var word = rest.Split(' ', 2);
        switch (kind)
        {
            case "terminate":
                element.Add(new XElement(B + "terminateEventDefinition"));
                break;
            case "start" or "throw" or "catch" or "end" when rest.Length > 0:
                Trigger(element, word[0], word.Length > 1 ? word[1] : "", root);
                break;
            case "handler":
                element.Add(new XAttribute("triggeredByEvent", true));
                break;
            case "adhoc" when rest.Length > 0:
                if (rest.StartsWith("sequential", StringComparison.Ordinal))
                    element.Add(new XAttribute("ordering", "Sequential"));
                if (rest.Contains("keep", StringComparison.Ordinal))
                    element.Add(new XAttribute("cancelRemainingInstances", false));
                if (rest.Split("until ") is [_, var done])
                    element.Add(new XElement(B + "completionCondition", done));
                break;
            case "call":
                element.Add(new XAttribute("calledElement", word[0]), word.Length > 1 ? new XAttribute(S + "unit", word[1]) : null);
                break;
            case "send" or "receive":
                element.Add(new XAttribute("messageRef", Declare(root, "message", Keyed(element, rest))));
                break;
            case "script":
                var parts = rest.Split(" -> ");
                element.Add(new XAttribute("scriptFormat", "feel"), new XAttribute(S + "result", parts[1]), new XElement(B + "script", parts[0]));
                break;
            case "user" or "service" when rest.Length > 0:
                element.Add(new XAttribute(S + (kind == "user" ? "role" : "operation"), rest));
                break;
            default:
                if (Triggers.Contains(kind))
                    Trigger(element, kind, rest, root);
                break;
        }
    }

    private static void Trigger(XElement element, string kind, string rest, XElement root)
    {
        var definition = new XElement(B + (kind + "EventDefinition"));
        if (kind == "timer")
            definition.Add(new XElement(B + (rest.StartsWith('R') ? "timeCycle" : rest.StartsWith('P') || rest.StartsWith('=') ? "timeDuration" : "timeDate"), rest));
        else if (kind is "message" or "signal" or "error" or "escalation" && rest.Length > 0)
            definition.Add(new XAttribute(kind + "Ref", Declare(root, kind, kind == "message" ? Keyed(element, rest) : rest)));
        else if (kind == "link")
            definition.Add(new XAttribute("name", rest));
        element.Add(definition);
    }

    // "paid key n" is the message "paid" for the conversation that n names.
    private static string Keyed(XElement element, string rest)
    {
        var parts = rest.Split(" key ");
        if (parts.Length > 1)
            element.Add(new XAttribute(S + "key", parts[1]));
        return parts[0];
    }

    private static XElement Loop(string text)
    {
        var match = LoopText().Match(text);
        match.Success.ShouldBeTrue(text);
        var (kind, what, item, until, result, results) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value, match.Groups[6].Value);
        if (kind is "loop" or "while")
        {
            return new(B + "standardLoopCharacteristics", kind == "while" ? new XAttribute("testBefore", true) : null,
                what.StartsWith("max ", StringComparison.Ordinal) ? new XAttribute("loopMaximum", what[4..]) : new XElement(B + "loopCondition", what));
        }
        return new(B + "multiInstanceLoopCharacteristics", new XAttribute("isSequential", kind is "seq" or "eachseq"),
            kind is "many" or "seq" ? new XElement(B + "loopCardinality", what) : new XElement(B + "loopDataInputRef", what),
            results.Length > 0 ? new XElement(B + "loopDataOutputRef", results) : null,
            item.Length > 0 ? new XElement(B + "inputDataItem", new XAttribute("name", item)) : null,
            result.Length > 0 ? new XElement(B + "outputDataItem", new XAttribute("name", result)) : null,
            until.Length > 0 ? new XElement(B + "completionCondition", until) : null);
    }

    private static string Declare(XElement root, string kind, string name)
    {
        var id = $"the.{kind}.{name}";
        if (root.Elements(B + kind).All(element => (string?)element.Attribute("id") != id))
            root.Add(new XElement(B + kind, new XAttribute("id", id), new XAttribute("name", name), kind is "error" or "escalation" ? new XAttribute(kind + "Code", name) : null));
        return id;
    }

    // Lists that activities go through are data of the process.
    private static void DeclareData(XElement process, string name)
    {
        if (process.Elements(B + "property").All(one => (string?)one.Attribute("id") != name))
            process.AddFirst(new XElement(B + "property", new XAttribute("id", name), new XAttribute("name", name)));
    }

    [GeneratedRegex(@"^\w+ *>{1,2} *\w+( : .*)?$")]
    private static partial Regex FlowLine();

    [GeneratedRegex(@" \[((?:many|seq|each|eachseq|loop|while) [^\]]*)\]")]
    private static partial Regex Repeats();

    [GeneratedRegex(@"^(\w+) (.*?)(?: as (\w+))?(?: until (.*?))?(?: give (\w+) to (\w+))?$")]
    private static partial Regex LoopText();
}
