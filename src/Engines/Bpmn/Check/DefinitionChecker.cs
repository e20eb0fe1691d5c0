namespace Sen.Bpmn;

/// <summary>How grave a finding is: an error will stop instances, a warning may.</summary>
public enum Severity { Warning, Error }

/// <summary>What a designer should look at before deploying.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Name">Its name.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Code">Stable: <c>unreachable</c>, <c>no-end</c>, <c>dead-end</c>, <c>no-default</c>, <c>blocks</c>, <c>unchecked</c>.</param>
/// <param name="Reason">One English sentence.</param>
public sealed record Finding(string ElementId, string? Name, Severity Severity, string Code, string Reason);

/// <summary>Looks for processes that load but cannot run well. Data is unknown to it: every condition may hold or not.</summary>
public static class DefinitionChecker
{
    /// <summary>All findings, sub-processes included; none for a sound process.</summary>
    public static IReadOnlyList<Finding> Check(ProcessDefinition definition)
    {
        var findings = new List<Finding>();
        Check(definition.Body, definition.Id, findings);
        return findings;
    }

    private static void Check(Scope scope, string owner, List<Finding> findings)
    {
        var reached = Reached(scope);
        foreach (var node in scope.Nodes)
        {
            void Found(Severity severity, string code, string reason) => findings.Add(new(node.Id, node.Name, severity, code, reason));
            var outgoing = scope.Outgoing(node.Id);
            if (!reached.Contains(node.Id))
                Found(Severity.Warning, "unreachable", "No token can come here.");
            else if (!EndsFrom(scope, node.Id))
                Found(Severity.Error, "no-end", "No way from here leads to an end.");
            if (node is not EndEvent && outgoing.Count == 0)
                Found(Severity.Warning, "dead-end", "The process ends here without an end event.");
            if (node.Default is null && outgoing.Count > 0 && outgoing.All(flow => flow.Condition is not null))
                Found(Severity.Warning, "no-default", "If no condition holds, the process is stuck here: there is no default flow.");
            if (node is SubProcess process)
                Check(process.Body, node.Id, findings);
        }

        var exploration = new Exploration(scope);
        foreach (var gateway in exploration.Blocking)
            findings.Add(new(gateway.Id, gateway.Name, Severity.Error, "blocks", "The gateway can wait for a token that never comes."));
        if (!exploration.Complete)
            findings.Add(new(owner, null, Severity.Warning, "unchecked", "The process has too many ways to check whether its gateways can block."));
    }

    private static HashSet<string> Reached(Scope scope) => Closure([scope.Start.Id], id =>
        scope.Outgoing(id).Select(flow => flow.To).Concat(scope.Boundaries(id).Select(boundary => boundary.Id)));

    private static bool EndsFrom(Scope scope, string from) => Closure([from], id =>
        scope.Outgoing(id).Select(flow => flow.To).Concat(scope.Boundaries(id).Select(boundary => boundary.Id)))
        .Any(id => scope.Outgoing(id).Count == 0);

    private static HashSet<string> Closure(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(from);
        var open = new Stack<string>(seen);
        while (open.TryPop(out var id))
        {
            foreach (var neighbour in next(id).Where(seen.Add))
                open.Push(neighbour);
        }
        return seen;
    }
}
