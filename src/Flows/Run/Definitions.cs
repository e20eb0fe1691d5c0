using System.Collections.Concurrent;
using Sen.Bpmn;
using Sen.Data;

namespace Sen.Flows;

/// <summary>Definitions by version; a published version never changes, so it is parsed once.</summary>
internal sealed class Definitions
{
    private readonly ConcurrentDictionary<(string, int), ProcessDefinition> _known = new();

    public async Task<ProcessDefinition> Get(Work work, string id, int version, CancellationToken ct)
    {
        if (_known.TryGetValue((id, version), out var known))
            return known;
        var xml = await work.One<string>("select xml from flows.definition where id = @id and version = @version", new { id, version }, ct);
        return _known.GetOrAdd((id, version), Parse(xml));
    }

    /// <summary>Reads a definition and refuses, by element and name, what Flows does not carry out.</summary>
    public static ProcessDefinition Parse(string xml)
    {
        var loaded = ProcessDefinition.Load(xml);
        if (loaded.Definition is not { } definition)
            throw new InvalidDataException(string.Join("; ", loaded.Problems.Select(p => $"{p.ElementId} {p.Name}: {p.Reason}")));
        var refused = definition.AllNodes.Where(n => n.Kind is NodeKind.ServiceTask or NodeKind.BusinessRuleTask or NodeKind.SendTask or NodeKind.ReceiveTask
            or NodeKind.Call or NodeKind.AdHoc || n.Triggers.Any(t => t is MessageTrigger or SignalTrigger)).ToArray();
        return refused.Length == 0 ? definition
            : throw new InvalidDataException("not carried out here: " + string.Join(", ", refused.Select(n => n.ToString())));
    }
}
