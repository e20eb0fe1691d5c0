using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;

namespace Sen.Procedures;

/// <summary>The rules of the procedures in force, for the page that shows where each is used.</summary>
internal static class ProcedureRules
{
    private const int Most = 2_000;

    public static async Task<IReadOnlyList<RuleUse>> Read(IServiceProvider services, CancellationToken ct)
    {
        var bodies = await services.GetRequiredService<Database>().Query<string>("""
            select distinct on (code) body::text from procedures.procedure
            where valid_from <= @today and (valid_to is null or valid_to >= @today)
            order by code, version desc limit @Most
            """, new { today = services.GetRequiredService<ProcedureCatalogue>().Today, Most }, ct);
        return [.. bodies.SelectMany(body => Of(JsonSerializer.Deserialize<Procedure>(body, ProcedureCatalogue.Json)!))];
    }

    private static IEnumerable<RuleUse> Of(Procedure procedure)
    {
        var (subject, href, sample) = (procedure.Name.Vi, $"/thu-tuc/{procedure.Code}", Sample(procedure));
        yield return new RuleUse($"{procedure.Code}/fee", "procedures.rule.fee", subject, null, procedure.Fee.Feel, procedure.Fee.Law, href, sample);
        foreach (var question in procedure.Questions.Where(q => q.When is not null))
            yield return new RuleUse($"{procedure.Code}/question/{question.Id}", "procedures.rule.question", subject, question.Label.Vi, question.When!, null, href, sample);
        foreach (var paper in procedure.Papers.Where(p => p.RequiredWhen is not null))
            yield return new RuleUse($"{procedure.Code}/paper/{paper.Id}", "procedures.rule.paper", subject, paper.Name.Vi, paper.RequiredWhen!, null, href, sample);
    }

    /// <summary>An answer to each question: the first choice, the least number, a plain date.</summary>
    private static string Sample(Procedure procedure)
    {
        var answers = new JsonObject();
        foreach (var question in procedure.Questions)
            answers[question.Id] = question switch
            {
                { Options: [var first, ..] } => first.Value,
                { Kind: "number" } => Least(question.Schema),
                { Kind: "date" } => "1990-09-02",
                _ => "",
            };
        return answers.ToJsonString();
    }

    private static decimal Least(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return document.RootElement.TryGetProperty("minimum", out var least) && least.TryGetDecimal(out var number) ? number : 1;
    }
}
