using Sen.Bpmn.Model;
using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Compile;

/// <summary>Makes nodes and flows of a process or sub-process ready to run; what cannot run becomes a problem.</summary>
internal sealed class ScopeCompiler(Problems problems, Process process)
{
    private readonly NodeCompiler nodes = new(problems, process);

    public Scope Compile(IFlowElements container, Node? owner)
    {
        var scope = new Scope(owner);
        if (owner is not null)
        {
            problems.Enter(container);
            scope.Locals = [.. container.Properties.Select(property => property.Name ?? property.Id)
                .Concat(container.FlowElements.OfType<DataObject>().Select(data => data.Name ?? data.Id)).OfType<string>()];
        }
        var roles = Roles(container);
        var made = new Dictionary<string, Node>();
        var list = new List<(FlowNode Element, Node Node)>();
        foreach (var element in container.FlowElements.OfType<FlowNode>())
        {
            if (element.Id is null)
                problems.Add(element, "element", $"The engine does not run {TypeName(element)} without an id.");
            else if (nodes.Compile(element, roles.GetValueOrDefault(element.Id)) is { } node && made.TryAdd(node.Id, node))
                list.Add((element, node));
        }
        foreach (var (element, node) in list)
        {
            node.Scope = scope;
            if (element is SubProcess inside)
                node.Body = Compile(inside, node);
        }
        scope.Nodes = [.. list.Select(pair => pair.Node)];
        Connect(scope, container, made);
        Attach(list, made, container);
        Links(scope);
        foreach (var (element, node) in list)
            Default(element, node);
        Begin(scope);
        foreach (var join in scope.Nodes.Where(node => node is { Kind: NodeKind.InclusiveGateway, Incoming.Count: > 1 }))
            join.Reach = InclusiveJoins.Reach(scope, join);
        StructureRules.Check(scope, container, problems);
        if (owner is not null)
            problems.Leave();
        return scope;
    }

    internal static string TypeName(object element) => char.ToLowerInvariant(element.GetType().Name[0]) + element.GetType().Name[1..];

    private void Connect(Scope scope, IFlowElements container, Dictionary<string, Node> made)
    {
        // What was refused is missing; only what the file lacks is a dangling reference.
        var inFile = container.FlowElements.Select(element => element.Id).ToHashSet();
        var flows = new List<Flow>();
        foreach (var element in container.FlowElements.OfType<SequenceFlow>())
        {
            problems.Known(element);
            var (from, to) = (Names.Local(element.SourceRef ?? ""), Names.Local(element.TargetRef ?? ""));
            if (element.Id is null)
                problems.Add(element, "element", "The flow has no id.");
            else if (!inFile.Contains(from) || !inFile.Contains(to))
                problems.Add(element, "reference", "The flow does not connect two nodes of this process.");
            else if (made.TryGetValue(from, out var source) && made.TryGetValue(to, out var target))
                flows.Add(new(element.Id, element.Name, source, target, problems.Feel(element, element.ConditionExpression)));
            else
                problems.Feel(element, element.ConditionExpression);
        }
        scope.Flows = flows;
        foreach (var group in flows.GroupBy(flow => flow.From))
            group.Key.Outgoing = [.. group];
        foreach (var group in flows.GroupBy(flow => flow.To))
            group.Key.Incoming = [.. group];
    }

    private void Attach(List<(FlowNode Element, Node Node)> list, Dictionary<string, Node> made, IFlowElements container)
    {
        foreach (var (element, node) in list)
        {
            if (element is not BoundaryEvent boundary)
                continue;
            var host = Names.Local(boundary.AttachedToRef ?? "");
            if (made.TryGetValue(host, out var found) && found.IsActivity && found.Kind != NodeKind.EventSubProcess)
                node.Host = found;
            else if (found is not null || container.FlowElements.OfType<Activity>().All(activity => activity.Id != host))
                problems.Add(element, "reference", "The boundary event is not attached to an activity of this process.");
        }
        foreach (var group in list.Where(pair => pair.Node.Host is not null).GroupBy(pair => pair.Node.Host!))
            group.Key.Boundaries = [.. group.Select(pair => pair.Node)];
    }

    // A link is a flow that is not drawn (10.5.1): the throwing side goes on at the catching side of that name.
    private void Links(Scope scope)
    {
        foreach (var node in scope.Nodes)
        {
            if (node is not { Kind: NodeKind.Throw, Triggers: [LinkTrigger link] })
                continue;
            var targets = scope.Nodes.Where(other => other is { Kind: NodeKind.Catch, Triggers: [LinkTrigger caught] } && caught.Name == link.Name).ToArray();
            if (targets is [var target])
                node.LinkTarget = target;
            else
                problems.Add(node.Id, node.Name, "reference", $"There is not exactly one link \"{link.Name}\" to go on at.");
        }
    }

    private void Default(FlowNode element, Node node)
    {
        var fallback = element switch { Activity activity => activity.Default, ExclusiveGateway one => one.Default, InclusiveGateway some => some.Default, _ => null };
        if (fallback is null)
            return;
        node.Default = node.Outgoing.FirstOrDefault(flow => flow.Id == Names.Local(fallback));
        if (node.Default is null)
            problems.Add(element, "reference", "The default flow does not leave this node.");
    }

    private static void Begin(Scope scope)
    {
        var starts = scope.Nodes.Where(node => node.Kind == NodeKind.Start).ToArray();
        scope.Starts = scope.Owner?.Kind switch
        {
            NodeKind.AdHoc => [],
            NodeKind.EventSubProcess => starts,
            _ when starts.Length > 0 => [.. starts.Where(start => start.Triggers.Count == 0)],
            // A link that is caught is entered by its throw.
            _ => [.. scope.Nodes.Where(node => node.Incoming.Count == 0 && node.Kind is not (NodeKind.Boundary or NodeKind.EventSubProcess)
                && !node.Instantiates && node is not { Kind: NodeKind.Catch, Triggers: [LinkTrigger] })],
        };
        scope.Handlers = [.. scope.Nodes.Where(node => node.Kind == NodeKind.EventSubProcess).SelectMany(handler => handler.Body!.Starts)];
    }

    // A lane has no semantics of its own in BPMN; its name is the role of the user tasks in it unless they name one.
    private static Dictionary<string, string?> Roles(IFlowElements container)
    {
        var roles = new Dictionary<string, string?>();
        void Add(LaneSet set)
        {
            foreach (var lane in set.Lanes)
            {
                foreach (var node in lane.FlowNodeRefs)
                    roles[Names.Local(node)] = lane.Name;
                if (lane.ChildLaneSet is not null)
                    Add(lane.ChildLaneSet);
            }
        }
        foreach (var set in container.LaneSets)
            Add(set);
        return roles;
    }
}
