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

    private readonly List<Flow> flows = [];
    private readonly Dictionary<Flow, int> numbers = [];
    private readonly HashSet<string> seen = [];
    private readonly Stack<ImmutableSortedDictionary<int, int>> open = new();

    public Exploration(IReadOnlyList<Node> starts)
    {
        foreach (var start in starts)
            Number(start);
        // Every way in which the starts can be left together.
        var begins = starts.Aggregate<Node, List<IEnumerable<Flow>>>([[]], (all, start) => [.. all.SelectMany(before => Outcomes(start).Select(before.Concat))]);
        foreach (var begin in begins)
            Visit(Add(ImmutableSortedDictionary<int, int>.Empty, begin));
        while (open.TryPop(out var marking) && Complete)
        {
            foreach (var following in Next(marking))
                Visit(following);
        }
    }

    /// <summary>Joins that can wait for ever.</summary>
    public HashSet<Node> Blocking { get; } = [];

    /// <summary>Whether every marking was visited.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>Where a token at a node can go next: by flows, by the edge of an activity, by a link.</summary>
    public static IEnumerable<Node> After(Node node) => node.Outgoing.Select(flow => flow.To).Concat(node.Boundaries).Concat(node.LinkTarget is { } target ? [target] : []);

    private void Number(Node start)
    {
        var entered = new HashSet<Node> { start };
        var stack = new Stack<Flow>(Leaving(start).Reverse());
        while (stack.TryPop(out var flow))
        {
            if (!numbers.TryAdd(flow, flows.Count))
                continue;
            flows.Add(flow);
            if (!entered.Add(flow.To))
                continue;
            foreach (var following in Leaving(flow.To).Reverse())
                stack.Push(following);
        }
    }

    private static IEnumerable<Flow> Leaving(Node node) => node.Outgoing.Concat(node.Boundaries.SelectMany(boundary => boundary.Outgoing)).Concat(node.LinkTarget?.Outgoing ?? []);

    private void Visit(ImmutableSortedDictionary<int, int> marking)
    {
        if (seen.Count >= MaxMarkings || marking.Values.Any(count => count > MaxTokensOnFlow))
            Complete = false;
        else if (seen.Add(string.Join(' ', marking.Select(pair => $"{pair.Key}*{pair.Value}"))))
            open.Push(marking);
    }

    private IEnumerable<ImmutableSortedDictionary<int, int>> Next(ImmutableSortedDictionary<int, int> marking)
    {
        var waiting = new HashSet<Node>();
        foreach (var number in marking.Keys)
        {
            var node = flows[number].To;
            if (node.Kind == NodeKind.End && node.Triggers.Any(trigger => trigger is TerminateTrigger or ErrorTrigger))
                return [];
            int[] taken = [number];
            if (node is { Kind: NodeKind.ParallelGateway or NodeKind.InclusiveGateway, Incoming.Count: > 1 })
            {
                if (waiting.Contains(node))
                    continue;
                taken = [.. node.Incoming.Where(flow => marking.ContainsKey(Of(flow))).Select(Of)];
                if (taken.Length < node.Incoming.Count && !(node.Kind == NodeKind.InclusiveGateway && Ready(node, marking)))
                {
                    waiting.Add(node);
                    continue;
                }
            }
            return Outcomes(node).Select(outcome => Add(Take(marking, taken), outcome));
        }
        Blocking.UnionWith(waiting);
        return [];
    }

    // The same rule as the engine's inclusive join (BPMN 2.0, 13.4.3).
    private bool Ready(Node join, ImmutableSortedDictionary<int, int> marking)
    {
        var full = 0UL;
        for (var i = 0; i < join.Incoming.Count; i++)
            full |= marking.ContainsKey(Of(join.Incoming[i])) ? 1UL << i : 0;
        var all = join.Incoming.Count >= 64 ? ulong.MaxValue : (1UL << join.Incoming.Count) - 1;
        return marking.Keys.Select(number => flows[number].To).Where(to => to != join)
            .Select(to => join.Reach!.GetValueOrDefault(to))
            .All(reach => (reach & all & ~full) == 0 || (reach & full) != 0);
    }

    // A flow that nothing reaches has no number and never holds a token.
    private int Of(Flow flow) => numbers.GetValueOrDefault(flow, -1);

    private static List<IEnumerable<Flow>> Outcomes(Node node)
    {
        var outcomes = Ways(node).ToList();
        foreach (var boundary in node.Boundaries)
        {
            if (boundary.Interrupting)
                outcomes.Add(boundary.Outgoing);
            else
                outcomes.AddRange(outcomes.Select(outcome => outcome.Concat(boundary.Outgoing)).ToArray());
        }
        return outcomes;
    }

    private static IEnumerable<IEnumerable<Flow>> Ways(Node node)
    {
        var outgoing = node.LinkTarget?.Outgoing ?? node.Outgoing;
        if (node.Kind is NodeKind.ExclusiveGateway or NodeKind.EventGateway)
            return outgoing.Count == 0 ? [[]] : outgoing.Select(flow => new[] { flow });
        var free = outgoing.Where(flow => flow.Condition is null && flow != node.Default).ToArray();
        var fallback = outgoing.Where(flow => flow == node.Default);
        var chosen = Subsets([.. outgoing.Where(flow => flow.Condition is not null)])
            .Select(subset => subset.Length == 0 ? free.Concat(fallback) : free.Concat(subset)).ToArray();
        // Nothing taken although there are ways out is an instance that is stuck, not one that blocks.
        return outgoing.Count == 0 ? [[]] : chosen.Where(ways => ways.Any());
    }

    private static IEnumerable<Flow[]> Subsets(Flow[] flows) => flows.Length > MaxSubsets
        ? flows.Select(flow => new[] { flow }).Append(flows).Prepend([])
        : Enumerable.Range(0, 1 << flows.Length).Select(mask => flows.Where((_, i) => (mask >> i & 1) == 1).ToArray());

    private ImmutableSortedDictionary<int, int> Add(ImmutableSortedDictionary<int, int> marking, IEnumerable<Flow> taken)
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
