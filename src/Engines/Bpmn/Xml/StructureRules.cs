using System.Xml.Linq;

namespace Sen.Bpmn.Xml;

/// <summary>What must hold between the nodes of a scope before it can run.</summary>
internal static class StructureRules
{
    public static void Check(Scope scope, XElement container, List<DeployProblem> problems)
    {
        // The nodes that were refused are missing from the scope; only what the file lacks is a dangling reference.
        var inFile = container.Elements().Select(element => (string?)element.Attribute("id")).ToHashSet();
        void Problem(string id, string? name, string code, string reason) => problems.Add(new(id, name, code, reason));

        if (container.Elements(Names.Omg + "startEvent").Count() != 1)
            Problem((string?)container.Attribute("id") ?? "", (string?)container.Attribute("name"), "structure", "There must be exactly one start event, without a trigger.");

        foreach (var flow in scope.Flows)
        {
            if (!inFile.Contains(flow.From) || !inFile.Contains(flow.To))
                Problem(flow.Id, flow.Name, "reference", "The flow does not connect two nodes of this process.");
        }

        foreach (var node in scope.Nodes)
        {
            var outgoing = scope.Outgoing(node.Id);
            var incoming = scope.Incoming(node.Id);
            if (node is StartEvent or BoundaryEvent && incoming.Count > 0)
                Problem(node.Id, node.Name, "structure", "No flow may enter this event.");
            if (node is EndEvent && outgoing.Count > 0)
                Problem(node.Id, node.Name, "structure", "No flow may leave an end event.");
            if (node is BoundaryEvent boundary && (container.Elements().FirstOrDefault(element => (string?)element.Attribute("id") == boundary.AttachedTo) is not { } host
                || !(host.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) || host.Name.LocalName is "task" or "subProcess" or "callActivity")))
                Problem(node.Id, node.Name, "reference", "The boundary event is not attached to an activity of this process.");
            if (node.Default is { } fallback && outgoing.All(flow => flow.Id != fallback))
                Problem(node.Id, node.Name, "reference", "The default flow does not leave this node.");
            if (outgoing.Any(flow => flow.Id == node.Default && flow.Condition is not null))
                Problem(node.Id, node.Name, "structure", "The default flow has a condition.");
            if (!CanChoose(node) && outgoing.Any(flow => flow.Condition is not null))
                Problem(node.Id, node.Name, "structure", "A condition on a flow that leaves this node would have no effect.");
            if (!CanChoose(node) && node.Default is not null)
                Problem(node.Id, node.Name, "structure", "Only activities, exclusive and inclusive gateways have a default flow.");
            if (node is Gateway { Kind: not GatewayKind.Parallel } && outgoing.Count > 1 && outgoing.Any(flow => flow.Condition is null && flow.Id != node.Default))
                Problem(node.Id, node.Name, "structure", "Every way out of this gateway but the default needs a condition.");
        }
    }

    private static bool CanChoose(FlowNode node) => node is not (StartEvent or Milestone or CatchEvent or BoundaryEvent or Gateway { Kind: GatewayKind.Parallel });
}
