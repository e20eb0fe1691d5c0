using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>A process as <c>processes/*.yaml</c> of a pack writes it: in its plain form (<c>steps</c>), or what the plain form cannot say, as a BPMN file beside it (<c>bpmn</c>).</summary>
internal sealed record ProcessPack
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required Label Name { get; init; }
    public IReadOnlyList<StepPack> Steps { get; init; } = [];

    /// <summary>Name of the BPMN file in the same folder.</summary>
    public string? Bpmn { get; init; }

    /// <summary>Names of the steps of the BPMN file, by id.</summary>
    public IReadOnlyDictionary<string, Label> Labels { get; init; } = new Dictionary<string, Label>();
}

/// <summary>One step: who does it (a permission) at which unit, on which form, with which share of the time limit, and what can follow.</summary>
internal sealed record StepPack
{
    public required string Id { get; init; }
    public required Label Name { get; init; }
    public required string Role { get; init; }

    /// <summary>Where: a path, <c>..</c> for the unit above, <c>/</c> for the root; nothing for where the process runs.</summary>
    public string? Unit { get; init; }
    public required string Form { get; init; }
    public required string Share { get; init; }
    public required IReadOnlyList<NextPack> Next { get; init; }
}

/// <summary>A way on.</summary>
internal sealed record NextPack
{
    public required string To { get; init; }
    public string? When { get; init; }
    public Label? Label { get; init; }
}

/// <summary>Compiles the step lists of a pack to BPMN and publishes them; a published version never changes.</summary>
internal static class ApplyProcesses
{
    public static async Task<string> Run(IServiceProvider services, Pack pack, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        var checker = services.GetRequiredService<ProcessChecker>();
        int added = 0, same = 0;
        var all = pack.ReadAll<ProcessPack>("processes");
        foreach (var (file, process) in all)
        {
            var definition = Compile(process, file, pack);
            var xml = definition.ToXml();
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            var before = await work.OneOrNone<string>("select xml from flows.definition where id = @Id and version = @Version", process, ct);
            if (before is not null && !SameProcess(before, xml))
                throw new InvalidDataException($"{file}: version {process.Version} of {process.Id} was published with other content; raise its version");
            if (before is not null)
            {
                same++;
                continue;
            }
            // What is published already is not refused afterwards: its units may have been merged since.
            if ((await checker.Check(definition, ct, all.Select(one => one.Value.Id))).Where(finding => finding.Severity == Severity.Error).ToArray() is [_, ..] errors)
                throw new InvalidDataException($"{file}: " + string.Join("; ", errors.Select(error => $"{error.ElementId} {error.Name}: {error.Reason}")));
            work.Add("insert into flows.definition (id, version, xml, labels, published_at) values (@Id, @Version, @Xml, @Labels::jsonb, @Now)",
                new { process.Id, process.Version, Xml = xml, Labels = Labels(process), work.Now });
            Starts.Publish(work, definition, process.Version);
            work.Audit("process.publish", new Ref("process", process.Id), after: new { process.Version, file });
            await work.Commit(ct);
            added++;
        }
        return $"processes: {added} published, {same} unchanged";
    }

    private static ProcessDefinition Compile(ProcessPack process, string file, Pack pack)
    {
        if (process.Bpmn is null == (process.Steps.Count == 0))
            throw new InvalidDataException($"{file}: a process has either steps or a BPMN file");
        var compiled = process.Bpmn is { } bpmn ? ProcessDefinition.Load(pack.Text($"processes/{bpmn}"), process.Id) : new StepList(process.Id, process.Name.Vi, Steps(process)).Compile();
        if (compiled.Definition is not { } definition)
            throw new InvalidDataException($"{file}: " + Definitions.Reasons(compiled.Problems));
        // As it will be read again from the database.
        return Definitions.Parse(definition.ToXml(), process.Id);
    }

    private static Step[] Steps(ProcessPack process) =>
        [.. process.Steps.Select(s => new Step(s.Id, s.Name.Vi, s.Role, s.Unit, s.Share,
            s.Next.Count == 0 ? [new Next(StepList.End)] : [.. s.Next.Select(n => new Next(n.To, n.When, n.Label?.Vi))], s.Form))];

    // How a process is drawn, and how its file is laid out, may change with the program; what it does may not.
    private static bool SameProcess(string before, string after) => before == after || Undrawn(before) == Undrawn(after);

    private static string Undrawn(string xml)
    {
        var model = Sen.Bpmn.Model.Definitions.Read(xml);
        model.Diagrams.Clear();
        return model.ToXml();
    }

    private static string Labels(ProcessPack process) =>
        JsonSerializer.Serialize(process.Steps.Select(s => KeyValuePair.Create(s.Id, s.Name)).Concat(process.Labels).ToDictionary(), JsonSerializerOptions.Web);
}
