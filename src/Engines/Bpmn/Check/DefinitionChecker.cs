namespace Sen.Bpmn;

/// <summary>How grave a finding is: an error will stop instances, a warning may.</summary>
public enum Severity { Warning, Error }

/// <summary>What a designer should look at before deploying.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Name">Its name.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Code">Stable: <c>unreachable</c>, <c>no-end</c>, <c>dead-end</c>, <c>no-default</c>, <c>blocks</c>, <c>unchecked</c>, <c>role</c>, <c>unit</c>, <c>form</c>, <c>operation</c>, <c>process</c>.</param>
/// <param name="Reason">One English sentence.</param>
/// <param name="Value">The word at fault: the role, form or process that does not exist; empty where none is named.</param>
public sealed record Finding(string ElementId, string? Name, Severity Severity, string Code, string Reason, string? Value = null);

/// <summary>What exists around a process; a null set is not checked.</summary>
/// <param name="Roles">Roles or permissions that tasks may name.</param>
/// <param name="Units">Units that tasks, calls and starts may name.</param>
/// <param name="Forms">Forms that tasks may name; a user task that names none has the form of its own id.</param>
/// <param name="Operations">Services and decisions that can be called.</param>
/// <param name="Processes">Processes that can be called.</param>
/// <param name="Destinations">Where messages may go, beyond <paramref name="Units"/>: units of other installations.</param>
public sealed record Surroundings(
    IReadOnlySet<string>? Roles = null, IReadOnlySet<string>? Units = null, IReadOnlySet<string>? Forms = null,
    IReadOnlySet<string>? Operations = null, IReadOnlySet<string>? Processes = null, IReadOnlySet<string>? Destinations = null);

/// <summary>Looks for processes that load but cannot run well. Data is unknown to it: every condition may hold or not.</summary>
public static class DefinitionChecker
{
    /// <summary>All findings, sub-processes included; none for a sound process.</summary>
    /// <param name="definition">The process.</param>
    /// <param name="around">What its tasks and calls may name; null: not checked.</param>
    public static IReadOnlyList<Finding> Check(ProcessDefinition definition, Surroundings? around = null)
    {
        var findings = new List<Finding>();
        Check(definition.Body, definition.Id, findings);
        if (around is not null)
            findings.AddRange(definition.AllNodes.SelectMany(node => References(node, around)));
        return findings;
    }

    private static void Check(Scope scope, string owner, List<Finding> findings)
    {
        var roots = Roots(scope).ToArray();
        var reached = Closure(roots);
        foreach (var node in scope.Nodes)
        {
            void Found(Severity severity, string code, string reason) => findings.Add(new(node.Id, node.Name, severity, code, reason));
            if (node.Body is not null)
                Check(node.Body, node.Id, findings);
            if (node.Kind == NodeKind.EventSubProcess)
                continue;
            if (!reached.Contains(node))
                Found(Severity.Warning, "unreachable", "No token can come here.");
            else if (!Closure([node]).Any(IsLast))
                Found(Severity.Error, "no-end", "No way from here leads to an end.");
            if (node.Kind != NodeKind.End && IsLast(node) && scope.Owner?.Kind != NodeKind.AdHoc)
                Found(Severity.Warning, "dead-end", "The process ends here without an end event.");
            if (node.Default is null && node.Outgoing.Count > 0 && node.Outgoing.All(flow => flow.Condition is not null))
                Found(Severity.Warning, "no-default", "If no condition holds, the process is stuck here: there is no default flow.");
        }
        foreach (var root in scope.Owner?.Kind == NodeKind.AdHoc ? [] : Beginnings(scope))
            Explore(root, owner, findings);
    }

    // Each way in which a scope can begin is walked on its own.
    private static IEnumerable<Node[]> Beginnings(Scope scope)
    {
        if (scope.Starts.Count > 0)
            yield return [.. scope.Starts];
        foreach (var other in Roots(scope).Except(scope.Starts))
            yield return [other];
    }

    private static void Explore(Node[] starts, string owner, List<Finding> findings)
    {
        var exploration = new Exploration(starts);
        foreach (var gateway in exploration.Blocking.Where(gateway => !findings.Exists(finding => finding.ElementId == gateway.Id && finding.Code == "blocks")))
            findings.Add(new(gateway.Id, gateway.Name, Severity.Error, "blocks", "The gateway can wait for a token that never comes."));
        if (!exploration.Complete)
            findings.Add(new(owner, null, Severity.Warning, "unchecked", "The process has too many ways to check whether its gateways can block."));
    }

    private static bool IsLast(Node node) => node.Outgoing.Count == 0 && node.LinkTarget is null;

    private static IEnumerable<Node> Roots(Scope scope) => scope.Nodes.Where(node => node.Kind == NodeKind.Start || node.Instantiates)
        .Concat(scope.Starts).Concat(scope.Owner?.Kind == NodeKind.AdHoc ? scope.Nodes.Where(node => node.Incoming.Count == 0 && node.Kind != NodeKind.Boundary) : []).Distinct();

    private static HashSet<Node> Closure(IEnumerable<Node> from)
    {
        var seen = new HashSet<Node>(from);
        var open = new Stack<Node>(seen);
        while (open.TryPop(out var node))
        {
            foreach (var neighbour in Exploration.After(node).Where(seen.Add))
                open.Push(neighbour);
        }
        return seen;
    }

    private static bool Sends(Node node) => node.Kind is NodeKind.Throw or NodeKind.SendTask or NodeKind.End;

    private static IEnumerable<Finding> References(Node node, Surroundings around)
    {
        Finding Missing(string code, string value, string what) => new(node.Id, node.Name, Severity.Error, code, $"There is no {what} \"{value}\".", value);

        if (node.Kind == NodeKind.UserTask && string.IsNullOrEmpty(node.Role))
            yield return new(node.Id, node.Name, Severity.Error, "role", "The task does not say who may do it.", "");
        if (node.Role is { Length: > 0 } role && around.Roles?.Contains(role) == false)
            yield return Missing("role", role, "role");
        if (node is { Unit: { } unit, ComputedUnit: null } && !unit.StartsWith('=') && around.Units?.Contains(unit) == false && !(Sends(node) && around.Destinations?.Contains(unit) == true))
            yield return Missing("unit", unit, "unit");
        if (node.Kind == NodeKind.UserTask && around.Forms?.Contains(node.Form ?? node.Id) == false)
            yield return Missing("form", node.Form ?? node.Id, "form");
        if (node.Kind is NodeKind.ServiceTask or NodeKind.BusinessRuleTask && around.Operations is not null && !around.Operations.Contains(node.Operation ?? ""))
            yield return Missing("operation", node.Operation ?? "", "service or decision");
        if (node.Kind == NodeKind.Call && around.Processes?.Contains(node.Operation!) == false)
            yield return Missing("process", node.Operation!, "process");
    }
}
