using Sen.Bpmn.Model;

namespace Sen.Bpmn.Compile;

/// <summary>What must hold between the nodes of a scope before it can run.</summary>
internal static class StructureRules
{
    public static void Check(Scope scope, IFlowElements container, Problems problems)
    {
        void Problem(Node node, string reason, string code) => problems.Add(node.Id, node.Name, code, reason);

        Starts(scope, container, problems, Problem);
        foreach (var node in scope.Nodes)
        {
            if (node.Kind is NodeKind.Start or NodeKind.Boundary or NodeKind.EventSubProcess && node.Incoming.Count > 0)
                Problem(node, "No flow may enter this event.", "structure");
            if (node.Kind is NodeKind.End && node.Outgoing.Count > 0)
                Problem(node, "No flow may leave an end event.", "structure");
            if (node.Kind is NodeKind.EventSubProcess && node.Outgoing.Count > 0)
                Problem(node, "No flow may leave an event sub-process.", "structure");
            if (node.Triggers is [LinkTrigger] && (node.Kind == NodeKind.Throw ? node.Outgoing : node.Incoming).Count > 0)
                Problem(node, "A link is either entered or left by flows, not both.", "structure");
            if (node.Kind is NodeKind.EventGateway)
                EventGateway(node, Problem);
            Choices(node, Problem);
        }
        foreach (var boundary in scope.Nodes.Where(node => node is { Kind: NodeKind.Boundary, Interrupting: false } && node.Triggers.Any(trigger => trigger is ErrorTrigger)))
            Problem(boundary, "An error always interrupts (10.5.4).", "structure");
    }

    private static void Starts(Scope scope, IFlowElements container, Problems problems, Action<Node, string, string> problem)
    {
        var starts = scope.Nodes.Where(node => node.Kind == NodeKind.Start).ToArray();
        // A start that was refused is not missing.
        if (container.FlowElements.OfType<StartEvent>().Count() > starts.Length)
            return;
        switch (scope.Owner?.Kind)
        {
            case NodeKind.EventSubProcess when starts is not [{ Triggers.Count: > 0 }]:
                problems.Add(container.Id, container.Name, "structure", "An event sub-process has exactly one start event, with a trigger.");
                return;
            case NodeKind.EventSubProcess:
                if (starts[0].Triggers.Any(trigger => trigger is ErrorTrigger) && !starts[0].Interrupting)
                    problem(starts[0], "An error always interrupts (10.5.4).", "structure");
                return;
            case NodeKind.AdHoc when starts.Length > 0 || scope.Nodes.Any(node => node.Kind == NodeKind.End):
                problems.Add(container.Id, container.Name, "structure", "An ad-hoc sub-process has no start and no end events (10.3.5).");
                return;
            case NodeKind.AdHoc:
                return;
            case not null when starts.FirstOrDefault(start => start.Triggers.Count > 0) is { } triggered:
                problem(triggered, "The start event of a sub-process has no trigger (10.3.5).", "structure");
                return;
        }
        if (starts.FirstOrDefault(start => start.Triggers.Any(trigger => trigger is ErrorTrigger or EscalationTrigger)) is { } thrown)
            problem(thrown, "Only the start of an event sub-process waits for an error or an escalation.", "event");
        if (starts.Count(start => start.Triggers.Count == 0) > 1)
            problems.Add(container.Id, container.Name, "structure", "There is more than one start event without a trigger.");
        if (starts.Length == 0 && scope.Starts.Count == 0 && !scope.Nodes.Any(node => node.Instantiates) && scope.Nodes.Count > 0)
            problems.Add(container.Id, container.Name, "structure", "There is no start event and no node that no flow enters: it could not begin.");
        if (scope.Nodes.Count == 0 && container.FlowElements.OfType<FlowNode>().Any() == false)
            problems.Add(container.Id, container.Name, "structure", "There is nothing to do in it.");
    }

    // 10.6.6: what follows is a catch event without other ways in, or a receive task without boundary events.
    private static void EventGateway(Node node, Action<Node, string, string> problem)
    {
        if (node.Outgoing.Count == 0)
            problem(node, "The gateway has no event to wait for.", "structure");
        foreach (var target in node.Outgoing.Select(flow => flow.To))
        {
            if (target is not ({ Kind: NodeKind.Catch } or { Kind: NodeKind.ReceiveTask, Boundaries.Count: 0, Repeat: null }) || target.Incoming.Count > 1 || target.Triggers.Any(trigger => trigger is LinkTrigger))
                problem(target, "After an event-based gateway stands a catch event or a receive task, with no other way in.", "structure");
        }
        if (node.Instantiates && node.Incoming.Count > 0)
            problem(node, "A gateway that starts instances has no way in.", "structure");
    }

    private static void Choices(Node node, Action<Node, string, string> problem)
    {
        if (node.Default is { Condition: not null })
            problem(node, "The default flow has a condition.", "structure");
        if (!CanChoose(node) && node.Outgoing.Any(flow => flow.Condition is not null))
            problem(node, "A condition on a flow that leaves this node would have no effect.", "structure");
        if (node.Kind is NodeKind.ExclusiveGateway or NodeKind.InclusiveGateway && node.Outgoing.Count > 1 && node.Outgoing.Any(flow => flow.Condition is null && flow != node.Default))
            problem(node, "Every way out of this gateway but the default needs a condition.", "structure");
        if (node is { Kind: NodeKind.InclusiveGateway, Incoming.Count: > 64 })
            problem(node, "More than 64 flows enter the gateway.", "structure");
    }

    private static bool CanChoose(Node node) => node.IsActivity || node.Kind is NodeKind.ExclusiveGateway or NodeKind.InclusiveGateway;
}
