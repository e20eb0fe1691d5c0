using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>A process in its plain form, as <c>processes/*.yaml</c> of a pack writes it.</summary>
internal sealed record ProcessPack
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required Label Name { get; init; }
    public required IReadOnlyList<StepPack> Steps { get; init; }
}

/// <summary>One step: who does it (a permission), on which form, with which share of the time limit, and what can follow.</summary>
internal sealed record StepPack
{
    public required string Id { get; init; }
    public required Label Name { get; init; }
    public required string Role { get; init; }
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
        int added = 0, same = 0;
        foreach (var (file, process) in pack.ReadAll<ProcessPack>("processes"))
        {
            var xml = Compile(process, file);
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            var before = await work.OneOrNone<string>("select xml from flows.definition where id = @Id and version = @Version", process, ct);
            if (before is not null && !SameProcess(before, xml))
                throw new InvalidDataException($"{file}: version {process.Version} of {process.Id} was published with other content; raise its version");
            if (before is not null)
            {
                same++;
                continue;
            }
            work.Add("insert into flows.definition (id, version, xml, labels, published_at) values (@Id, @Version, @Xml, @Labels::jsonb, @Now)",
                new { process.Id, process.Version, Xml = xml, Labels = Labels(process), work.Now });
            Starts.Publish(work, Definitions.Parse(xml), process.Version);
            work.Audit("process.publish", new Ref("process", process.Id), after: new { process.Version, file });
            await work.Commit(ct);
            added++;
        }
        return $"processes: {added} published, {same} unchanged";
    }

    private static string Compile(ProcessPack process, string file)
    {
        var steps = process.Steps.Select(s => new Step(s.Id, s.Name.Vi, s.Role, null, s.Share,
            s.Next.Count == 0 ? [new Next(StepList.End)] : [.. s.Next.Select(n => new Next(n.To, n.When, n.Label?.Vi))], s.Form));
        var compiled = new StepList(process.Id, process.Name.Vi, [.. steps]).Compile();
        if (compiled.Definition is not { } definition)
            throw new InvalidDataException($"{file}: " + string.Join("; ", compiled.Problems.Select(p => $"{p.ElementId}: {p.Reason}")));
        var xml = definition.ToXml();
        Definitions.Parse(xml);
        return xml;
    }

    // How a process is drawn, and how its file is laid out, may change with the program; what it does may not.
    private static bool SameProcess(string before, string after) => before == after || Undrawn(before) == Undrawn(after);

    private static string Undrawn(string xml)
    {
        var model = Sen.Bpmn.Model.Definitions.Read(xml);
        model.Diagrams.Clear();
        return model.ToXml();
    }

    private static string Labels(ProcessPack process) =>
        JsonSerializer.Serialize(process.Steps.ToDictionary(s => s.Id, s => s.Name), JsonSerializerOptions.Web);
}
