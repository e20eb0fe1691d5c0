using Sen.Bpmn;
using Sen.Data;
using Sen.Identity;
using Finding = Sen.Bpmn.Finding;

namespace Sen.Flows;

/// <summary>Checks a process against what this installation has: permissions, units, forms of tasks, services, processes.</summary>
internal sealed class ProcessChecker(Database db, IEnumerable<TaskPage> pages, IEnumerable<ServiceOperation> services)
{
    private static readonly string[] Relative = ["", ".", "..", "/"];

    /// <param name="definition">The process.</param>
    /// <param name="beside">Processes that are published together with it.</param>
    public async Task<IReadOnlyList<Finding>> Check(ProcessDefinition definition, CancellationToken ct, params IEnumerable<string> beside)
    {
        var named = definition.AllNodes.Select(node => node.Unit).OfType<string>().Distinct().ToArray();
        var calls = definition.AllNodes.Where(node => node.Kind == NodeKind.Call).Select(node => node.Operation!).Distinct().ToArray();
        var units = await db.Query<string>("select path from directory.v_unit where path = any(@named)", new { named }, ct);
        var known = await db.Query<string>("select distinct id from flows.definition where id = any(@calls)", new { calls }, ct);
        return DefinitionChecker.Check(definition, new(
            Roles: Permissions.All.ToHashSet(),
            Units: units.Concat(Relative).ToHashSet(),
            Forms: pages.Select(page => page.Form).ToHashSet(),
            Operations: services.Select(service => service.Name).ToHashSet(),
            Processes: known.Concat(beside).Append(definition.Id).ToHashSet(),
            // What units another installation has is not known here.
            Destinations: named.Where(unit => unit.Contains(':', StringComparison.Ordinal)).ToHashSet()));
    }
}
