using System.Xml.Linq;
using static Sen.Bpmn.Xml.Names;

namespace Sen.Bpmn.Xml;

/// <summary>Reads the nodes and flows of a process or sub-process; what it cannot run becomes a problem.</summary>
internal sealed class ScopeReader(XElement root, List<DeployProblem> problems)
{
    private static readonly string[] FlowAttributes = ["id", "name", "sourceRef", "targetRef", "isImmediate"];

    private readonly NodeReader nodes = new(root, problems);

    public Scope Read(XElement container)
    {
        var read = new List<FlowNode>();
        var flows = new List<SequenceFlow>();
        var lanes = Lanes(container);
        foreach (var element in container.Elements())
        {
            if (BpmnReader.IsCarried(element) || element.Name.LocalName is "incoming" or "outgoing")
                continue;
            if (element.Attribute("id") is null)
                nodes.Refuse(container, "element", $"The engine does not run {element.Name.LocalName} without an id.");
            else if (element.Name.LocalName == "sequenceFlow")
                flows.Add(Flow(element));
            else if (element.Name.LocalName == "subProcess")
                AddSubProcess(element, read);
            else if (nodes.Read(element, lanes.GetValueOrDefault(Id(element))) is { } node)
                read.Add(node);
        }
        var scope = new Scope(read, flows);
        StructureRules.Check(scope, container, problems);
        return scope;
    }

    private void AddSubProcess(XElement element, List<FlowNode> read)
    {
        if (nodes.Attributes(element, "triggeredByEvent", "isForCompensation", "startQuantity", "completionQuantity"))
            read.Add(nodes.Common(element, new SubProcess(Id(element), Name(element), Read(element))));
    }

    private SequenceFlow Flow(XElement element)
    {
        Expression? condition = null;
        foreach (var child in element.Elements().Where(child => !BpmnReader.IsCarried(child)))
        {
            if (child.Name.LocalName == "conditionExpression")
                condition = nodes.Feel(element, child.Value, (string?)child.Attribute("language"));
            else
                nodes.Refuse(element, "element", $"A sequence flow cannot hold {child.Name.LocalName}.");
        }
        return new(Id(element), Name(element), (string?)element.Attribute("sourceRef") ?? "", (string?)element.Attribute("targetRef") ?? "", condition)
        {
            Carried = BpmnReader.Carry(element, FlowAttributes),
        };
    }

    // A lane has no semantics of its own in BPMN; its name is the role of the user tasks in it unless they name one.
    private static Dictionary<string, string?> Lanes(XElement container)
    {
        var roles = new Dictionary<string, string?>();
        foreach (var lane in container.Elements(Omg + "laneSet").Descendants(Omg + "lane"))
        {
            foreach (var node in lane.Elements(Omg + "flowNodeRef"))
                roles[node.Value.Trim()] = Name(lane);
        }
        return roles;
    }

    internal static string Id(XElement element) => (string)element.Attribute("id")!;

    internal static string? Name(XElement element) => (string?)element.Attribute("name");
}
