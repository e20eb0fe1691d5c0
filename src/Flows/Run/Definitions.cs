using System.Collections.Concurrent;
using Sen.Bpmn;
using Sen.Data;

namespace Sen.Flows;

/// <summary>Definitions by version; a published version never changes, so it is parsed once.</summary>
internal sealed class Definitions
{
    private readonly ConcurrentDictionary<(string, int), ProcessDefinition> _known = new();

    public async Task<ProcessDefinition> Get(Work work, string id, int version, CancellationToken ct) =>
        await Find(work, id, version, ct) ?? throw new InvalidOperationException($"There is no version {version} of {id}.");

    public async Task<ProcessDefinition?> Find(Work work, string id, int version, CancellationToken ct)
    {
        if (_known.TryGetValue((id, version), out var known))
            return known;
        var xml = await work.OneOrNone<string>("select xml from flows.definition where id = @id and version = @version", new { id, version }, ct);
        return xml is null ? null : _known.GetOrAdd((id, version), Parse(xml, id));
    }

    /// <summary>Reads a definition and refuses, by element, name and place, what is not carried out.</summary>
    public static ProcessDefinition Parse(string xml, string id)
    {
        var loaded = ProcessDefinition.Load(xml, id);
        return loaded.Definition ?? throw new InvalidDataException(Reasons(loaded.Problems));
    }

    /// <summary>What forbids a process, in one line.</summary>
    public static string Reasons(IEnumerable<DeployProblem> problems) =>
        string.Join("; ", problems.Select(problem => string.Join(' ', new[] { problem.Place, problem.ElementId, problem.Name }.Where(part => !string.IsNullOrEmpty(part))) + $": {problem.Reason}"));
}
