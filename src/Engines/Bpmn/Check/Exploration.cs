using System.Collections.Immutable;

namespace Sen.Bpmn;

/// <summary>
/// Walks every marking (how many tokens lie on each flow) that a scope can come to when each condition may hold or not,
/// and finds joins at which tokens stay for ever. A token on a flow is taken by one node only, so the order among nodes does
/// not matter: one is moved at a time, all its outcomes followed. Flows are numbered in depth first order, and the lowest
/// moves first: one branch is walked to its join before the next begins, so that the choices of branches add up
/// instead of multiplying.
/// </summary>
internal sealed class Exploration
{
    private const int MaxMarkings = 20_000;
    private const int MaxTokensOnFlow = 3;
    private const int MaxSubsets = 6;

    private readonly Scope scope;
    private readonly Dictionary<string, FlowNode> nodes;
    private readonly List<SequenceFlow> flows = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<(string, string), HashSet<string>> reaches = [];
    private readonly HashSet<string> seen = [];
    private readonly Stack<ImmutableSortedDictionary<int, int>> open = new();

    public Exploration(Scope scope)
    {
        this.scope = scope;
        nodes = scope.Nodes.ToDictionary(node => node.Id);
        Number(scope.Start.Id);
        Visit(Add(ImmutableSortedDictionary<int, int>.Empty, scope.Outgoing(scope.Start.Id)));
        while (open.TryPop(out var marking) && Complete)
        {
            foreach (var following in Next(marking))
                Visit(following);
        }
    }

    /// <summary>Joins that can wait for ever.</summary>
    public HashSet<FlowNode> Blocking { get; } = [];

    /// <summary>Whether every marking was visited.</summary>
    public bool Complete { get; private set; } = true;

    private void Number(string start)
    {
        var entered = new HashSet<string> { start };
        var stack = new Stack<SequenceFlow>(scope.Outgoing(start).Reverse());
        while (stack.TryPop(out var flow))
        {
            if (!numbers.TryAdd(flow.Id, flows.Count))
                continue;
            flows.Add(flow);
            if (!entered.Add(flow.To))
                continue;
            foreach (var following in scope.Outgoing(flow.To).Concat(scope.Boundaries(flow.To).SelectMany(boundary => scope.Outgoing(boundary.Id))).Reverse())
                stack.Push(following);
        }
    }

    private void Visit(ImmutableSortedDictionary<int, int> marking)
    {
        if (seen.Count >= MaxMarkings || marking.Values.Any(count => count > MaxTokensOnFlow))
            Complete = false;
        else if (seen.Add(string.Join(' ', marking.Select(pair => $"{pair.Key}*{pair.Value}"))))
            open.Push(marking);
    }

    private IEnumerable<ImmutableSortedDictionary<int, int>> Next(ImmutableSortedDictionary<int, int> marking)
    {
        var waiting = new HashSet<FlowNode>();
        foreach (var number in marking.Keys)
        {
            var node = nodes[flows[number].To];
            if (node is EndEvent { Terminate: true })
                return [];
            int[] taken = [number];
            if (node is Gateway { Kind: not GatewayKind.Exclusive } gateway && scope.Incoming(gateway.Id) is { Count: > 1 } incoming)
            {
                if (waiting.Contains(gateway))
                    continue;
                taken = [.. incoming.Where(flow => marking.ContainsKey(Of(flow))).Select(Of)];
                if (taken.Length < incoming.Count && !(gateway.Kind == GatewayKind.Inclusive && Ready(gateway, incoming, marking)))
                {
                    waiting.Add(gateway);
                    continue;
                }
            }
            return Outcomes(node).Select(outcome => Add(Take(marking, taken), outcome));
        }
        Blocking.UnionWith(waiting);
        return [];
    }

    // The same rule as the engine's inclusive join (BPMN 2.0, 13.4.3).
    private bool Ready(Gateway gateway, IReadOnlyList<SequenceFlow> incoming, ImmutableSortedDictionary<int, int> marking)
    {
        var (full, empty) = (incoming.Where(flow => marking.ContainsKey(Of(flow))).Select(flow => flow.Id), incoming.Where(flow => !marking.ContainsKey(Of(flow))).Select(flow => flow.Id));
        return marking.Keys.Select(number => flows[number].To).Where(to => to != gateway.Id)
            .Select(to => Reach(to, gateway.Id))
            .All(reached => !reached.Overlaps(empty) || reached.Overlaps(full));
    }

    private HashSet<string> Reach(string from, string gateway) => reaches.TryGetValue((from, gateway), out var known)
        ? known : reaches[(from, gateway)] = Execution.Reach(scope, from, gateway);

    // A flow that nothing reaches has no number and never holds a token.
    private int Of(SequenceFlow flow) => numbers.GetValueOrDefault(flow.Id, -1);

    private List<IEnumerable<SequenceFlow>> Outcomes(FlowNode node)
    {
        var outcomes = Ways(node).ToList();
        foreach (var boundary in scope.Boundaries(node.Id))
        {
            var beside = scope.Outgoing(boundary.Id);
            outcomes.AddRange(boundary.Interrupting ? [beside] : outcomes.Select(outcome => outcome.Concat(beside)).ToArray());
        }
        return outcomes;
    }

    private IEnumerable<IEnumerable<SequenceFlow>> Ways(FlowNode node)
    {
        var outgoing = scope.Outgoing(node.Id);
        if (node is Gateway { Kind: GatewayKind.Exclusive })
            return outgoing.Count == 0 ? [[]] : outgoing.Select(flow => new[] { flow });
        var free = outgoing.Where(flow => flow.Condition is null && flow.Id != node.Default).ToArray();
        var fallback = outgoing.Where(flow => flow.Id == node.Default);
        var chosen = Subsets([.. outgoing.Where(flow => flow.Condition is not null)])
            .Select(subset => subset.Length == 0 ? free.Concat(fallback) : free.Concat(subset)).ToArray();
        // Nothing taken although there are ways out is an instance that is stuck, not one that blocks.
        return outgoing.Count == 0 ? [[]] : chosen.Where(ways => ways.Any());
    }

    private static IEnumerable<SequenceFlow[]> Subsets(SequenceFlow[] flows) => flows.Length > MaxSubsets
        ? flows.Select(flow => new[] { flow }).Append(flows).Prepend([])
        : Enumerable.Range(0, 1 << flows.Length).Select(mask => flows.Where((_, i) => (mask >> i & 1) == 1).ToArray());

    private ImmutableSortedDictionary<int, int> Add(ImmutableSortedDictionary<int, int> marking, IEnumerable<SequenceFlow> taken)
    {
        foreach (var number in taken.Select(Of))
            marking = marking.SetItem(number, marking.GetValueOrDefault(number) + 1);
        return marking;
    }

    private static ImmutableSortedDictionary<int, int> Take(ImmutableSortedDictionary<int, int> marking, int[] taken)
    {
        foreach (var number in taken)
            marking = marking[number] == 1 ? marking.Remove(number) : marking.SetItem(number, marking[number] - 1);
        return marking;
    }
}
