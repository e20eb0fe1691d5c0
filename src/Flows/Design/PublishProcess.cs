using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>Publishes an edited process as its next version; running instances stay on theirs.</summary>
/// <param name="Process">The process.</param>
/// <param name="Xml">The BPMN file.</param>
/// <param name="From">The version that was edited; a newer one refuses, overwriting nothing.</param>
/// <param name="Reason">Why; the ledger keeps it.</param>
internal sealed record PublishProcess(string Process, string Xml, int From, string Reason);

internal sealed class PublishProcessHandler(Database db, ProcessChecker checker)
{
    public async Task<Result<int>> Handle(PublishProcess input, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(input.Reason))
            return Problem.Invalid("flows.reason-needed", "Reason");
        if (Identity.Access.RefuseAtRoot(actor, Identity.Permissions.ProcessManage) is { } refused)
            return refused;
        var loaded = ProcessDefinition.Load(input.Xml, input.Process);
        if (loaded.Definition is not { } definition)
            return loaded.Problems.Select(problem => Problem.Invalid("flows.not-deployable", "Xml", Where(problem), problem.Reason)).ToArray();
        if ((await checker.Check(definition, ct)).Where(finding => finding.Severity == Severity.Error).ToArray() is [_, ..] errors)
            return errors.Select(error => Problem.Invalid("flows.unsound", "Xml", error.Name ?? error.ElementId, error.Code, error.Value)).ToArray();
        await using var work = await db.Begin(actor, ct);
        var last = await work.OneOrNone<Newest>("select version, labels::text as labels from flows.definition where id = @Process order by version desc limit 1", new { input.Process }, ct);
        if (last is null)
            return Problem.NotFound("flows.no-process", input.Process);
        if (last.Version != input.From)
            return Problem.Conflict("flows.newer-version", last.Version);
        work.Add("insert into flows.definition (id, version, xml, labels, published_at) values (@Process, @Version, @Xml, @Labels::jsonb, @Now)",
            new { input.Process, Version = last.Version + 1, Xml = definition.ToXml(), Labels = Labels(last.Labels, definition), work.Now });
        Starts.Publish(work, definition, last.Version + 1);
        work.Audit("process.publish", new Ref("process", input.Process), input.Reason, new { version = last.Version }, new { version = last.Version + 1 });
        await work.Commit(ct);
        return last.Version + 1;
    }

    private static string Where(DeployProblem problem) => string.Join(" › ", new[] { problem.Place, problem.Name ?? problem.ElementId }.Where(part => !string.IsNullOrEmpty(part)).DefaultIfEmpty("BPMN"));

    // A step that keeps its name keeps its translations; a new name stands in Vietnamese until a pack translates it.
    private static string Labels(string before, ProcessDefinition definition)
    {
        var labels = JsonNode.Parse(before)!.AsObject();
        foreach (var node in definition.AllNodes.Where(node => node.Kind is NodeKind.UserTask or NodeKind.AdHoc && node.Name is not null && (string?)labels[node.Id]?["vi"] != node.Name))
            labels[node.Id] = new JsonObject { ["vi"] = node.Name };
        return labels.ToJsonString();
    }

    private sealed record Newest(int Version, string Labels);
}
