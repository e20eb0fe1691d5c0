namespace Sen.Bpmn.Compile;

/// <summary>What an inclusive join must know to tell whether a token may still come (BPMN 2.0, 13.4.3).</summary>
internal static class InclusiveJoins
{
    /// <summary>For each node: which incoming flows of the join a token at the node can still take, without passing the join.</summary>
    public static Dictionary<Node, ulong> Reach(Scope scope, Node join)
    {
        var reach = new Dictionary<Node, ulong>();
        foreach (var node in scope.Nodes)
        {
            var bits = 0UL;
            foreach (var flow in From(node, join))
            {
                for (var i = 0; i < join.Incoming.Count; i++)
                    bits |= join.Incoming[i] == flow ? 1UL << i : 0;
            }
            reach[node] = bits;
        }
        return reach;
    }

    // The activity of the token may also end by a boundary event.
    private static HashSet<Flow> From(Node from, Node join)
    {
        var flows = new HashSet<Flow>(ReferenceEqualityComparer.Instance);
        var nodes = new Stack<Node>([from]);
        var seen = new HashSet<Node> { from };
        while (nodes.TryPop(out var node))
        {
            foreach (var boundary in node.Boundaries.Where(seen.Add))
                nodes.Push(boundary);
            if (node.LinkTarget is { } target && seen.Add(target))
                nodes.Push(target);
            foreach (var flow in node.Outgoing.Where(flows.Add))
            {
                if (flow.To != join && seen.Add(flow.To))
                    nodes.Push(flow.To);
            }
        }
        return flows;
    }
}
