using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Feel;
using Sen.Ui;

namespace Sen.Operations.Rules;

/// <summary>An official tries an expression on sample data and sees why it has its value. Nothing is kept.</summary>
[OpenTo(Audience.Staff)]
internal sealed class TryRuleModel(IEnumerable<RuleSource> sources, IServiceProvider services, TimeProvider clock, Words words) : PageModel
{
    private const int MaxExpression = 4_000;

    [BindProperty(Name = "bieu-thuc")]
    public string? Expression { get; set; }

    [BindProperty(Name = "du-lieu")]
    public string? Data { get; set; }

    /// <summary>An example to start from.</summary>
    [BindProperty(Name = "vi-du", SupportsGet = true)]
    public string? ExampleId { get; set; }

    /// <summary>A rule of a pack to start from.</summary>
    [BindProperty(Name = "quy-tac", SupportsGet = true)]
    public string? RuleId { get; set; }

    public FeelExplanation? Explained { get; private set; }
    public IReadOnlyList<FeelReason> Reasons { get; private set; } = [];
    public FeelCheck? Check { get; private set; }
    public RuleUse? Rule { get; private set; }

    public string Say(FeelReason reason) => FeelTexts.Say(reason, words.Language);

    public async Task OnGet(CancellationToken ct)
    {
        Rule = RuleId is { Length: > 0 } ? (await Uses.All(sources, services, ct)).FirstOrDefault(use => use.Id == RuleId) : null;
        if (Rule is not null)
            (Expression, Data) = (Rule.Text, Pretty(JsonDocument.Parse(Rule.Sample).RootElement));
        else if (Examples.Find(ExampleId) is { } example)
            (Expression, Data) = (example.Expression, Pretty(example.Data));
        if (Expression is not null)
            Evaluate();
    }

    public void OnPost() => Evaluate();

    private void Evaluate()
    {
        if (string.IsNullOrWhiteSpace(Expression))
            ModelState.AddModelError("bieu-thuc", words["operations.rules.no-expression"]);
        else if (Expression.Length > MaxExpression)
            ModelState.AddModelError("bieu-thuc", words["operations.rules.too-long", MaxExpression]);
        var sample = Sample.Read(Data, words, out var problem);
        if (problem is not null)
            ModelState.AddModelError("du-lieu", problem);
        if (!ModelState.IsValid || sample is null)
            return;
        try
        {
            var expression = FeelExpression.Parse(Expression!, sample.Keys);
            Check = expression.Check(Sample.Types(sample));
            Reasons = [.. expression.EvaluateWithReasons(sample, clock, Sample.Limits).Reasons.Take(20)];
            Explained = expression.Explain(sample, clock, Sample.Limits);
        }
        catch (FeelSyntaxException error)
        {
            ModelState.AddModelError("bieu-thuc", FeelTexts.Say(error, words.Language));
        }
        catch (FeelLimitException error)
        {
            ModelState.AddModelError("bieu-thuc", FeelTexts.Say(error, words.Language));
        }
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Pretty(JsonElement json) => JsonSerializer.Serialize(json, Indented);
}
