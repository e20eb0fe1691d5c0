using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Feel;
using Sen.Feel.Dmn;
using Sen.Ui;

namespace Sen.Operations.Rules;

/// <summary>An official tries a decision table: its result and the rules that gave it, its overlaps and its gaps. Nothing is kept.</summary>
[OpenTo(Audience.Staff)]
internal sealed class TryTableModel(TimeProvider clock, Words words) : PageModel
{
    private static readonly string[] Policies =
        ["UNIQUE", "ANY", "FIRST", "RULE ORDER", "COLLECT", "COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT"];

    private const string SampleTable = """
        area | kind => fee
        <= 100 | "house" => 15000
        > 100 | "house" => 30000
        - | "farm" => 10000
        """;

    [BindProperty(Name = "bang")]
    public string? Table { get; set; }

    [BindProperty(Name = "chinh-sach")]
    public string? Policy { get; set; }

    [BindProperty(Name = "du-lieu")]
    public string? Data { get; set; }

    public IReadOnlyList<(string Decision, DmnExplanation Explained)> Results { get; private set; } = [];
    public IReadOnlyList<TableFinding> Findings { get; private set; } = [];
    public IReadOnlyList<DmnProblem> Problems { get; private set; } = [];
    public bool Tried { get; private set; }

    public IReadOnlyList<Option> PolicyChoices => [.. Policies.Select(policy => new Option(policy, words["operations.rules.policy." + policy.ToLowerInvariant().Replace(' ', '-')]))];

    public string Say(FeelReason reason) => FeelTexts.Say(reason, words.Language);

    /// <summary>A finding in one sentence.</summary>
    public string Say(TableFinding finding) => words[$"operations.rules.finding.{finding.Kind.ToString().ToLowerInvariant()}",
        string.Join(", ", finding.Rules), string.Join(" | ", finding.Values.Select(value => value == "other" ? words["operations.rules.other"] : value))];

    public void OnGet() => (Table, Policy, Data) = (SampleTable, "UNIQUE", """{ "area": 120, "kind": "house" }""");

    public void OnPost()
    {
        if (string.IsNullOrWhiteSpace(Table))
            ModelState.AddModelError("bang", words["operations.rules.no-table"]);
        else if (Table.Length > Sample.MaxText)
            ModelState.AddModelError("bang", words["operations.rules.too-long", Sample.MaxText]);
        if (!Policies.Contains(Policy))
            ModelState.AddModelError("chinh-sach", words["operations.rules.no-policy"]);
        var sample = Sample.Read(Data, words, out var problem);
        if (problem is not null)
            ModelState.AddModelError("du-lieu", problem);
        if (!ModelState.IsValid || sample is null)
            return;
        try
        {
            Run(TableText.Read(Table!, Policy!), sample);
        }
        catch (FormatException error)
        {
            ModelState.AddModelError("bang", words["operations.rules.bad-line", error.Message]);
        }
        catch (System.Xml.XmlException error)
        {
            ModelState.AddModelError("bang", words["operations.rules.bad-xml", error.LineNumber.ToString(CultureInfo.InvariantCulture), error.LinePosition.ToString(CultureInfo.InvariantCulture)]);
        }
        catch (FeelLimitException error)
        {
            ModelState.AddModelError("bang", FeelTexts.Say(error, words.Language));
        }
    }

    private void Run(DmnModel model, IReadOnlyDictionary<string, object?> sample)
    {
        Problems = model.Problems;
        Findings = model.CheckTables();
        Results = [.. model.Decisions.Take(20).Select(name => (name, model.Explain(name, sample, clock, Sample.Limits)))];
        if (Results.Count == 0)
            ModelState.AddModelError("bang", words["operations.rules.no-decision"]);
        Tried = Results.Count > 0;
    }
}
