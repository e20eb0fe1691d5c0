using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Feel;

namespace Sen.Flows;

/// <summary>The conditions on the ways of the newest processes, for the page that shows where each rule is used.</summary>
internal static class ProcessRules
{
    private sealed record Row(string Id, string Xml);

    public static async Task<IReadOnlyList<RuleUse>> Read(IServiceProvider services, CancellationToken ct)
    {
        var rows = await services.GetRequiredService<Database>().Query<Row>("select distinct on (id) id, xml from flows.definition order by id, version desc limit 1000", null, ct);
        var uses = new List<RuleUse>();
        foreach (var row in rows)
        {
            var definition = Definitions.Parse(row.Xml, row.Id);
            var flows = definition.AllNodes.SelectMany(node => node.Outgoing.Select(flow => (node, flow)));
            foreach (var (node, flow) in flows)
            {
                if (flow.Condition?.Text is { } text)
                    uses.Add(new RuleUse($"{row.Id}/{flow.Id}", "flows.rule.condition", definition.Name ?? row.Id, flow.Name ?? node.Name, text, null, null, Sample(text)));
            }
        }
        return uses;
    }

    private static string Sample(string text)
    {
        var sample = new JsonObject();
        foreach (var name in FeelExpression.Parse(text).Names)
            sample[name] = "";
        return sample.ToJsonString();
    }
}
