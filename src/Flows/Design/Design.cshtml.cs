using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Bpmn;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>The process owner edits a process, checks it, plays it with sample data, compares it and publishes it as the next version.</summary>
[OpenTo(Audience.Staff, Permissions.ProcessManage)]
internal sealed class DesignModel(ProcessesQuery query, PublishProcessHandler publisher, ProcessChecker checker, Words words) : PageModel
{
    [BindProperty, StringLength(2_000_000)]
    public string Xml { get; set; } = "";

    [BindProperty]
    public int From { get; set; }

    [BindProperty, StringLength(20_000)]
    public string? Sample { get; set; }

    [BindProperty, StringLength(20_000)]
    public string? Answers { get; set; }

    [BindProperty, StringLength(500)]
    public string? Reason { get; set; }

    public string Id { get; private set; } = "";
    public IReadOnlyList<DeployProblem> Problems { get; private set; } = [];
    public IReadOnlyList<Finding> Findings { get; private set; } = [];
    public IReadOnlyList<TestStep>? Played { get; private set; }
    public IReadOnlyList<Difference>? Differences { get; private set; }
    public bool Sound { get; private set; }

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await query.Versions(id, ct) is not [var newest, ..])
            return Problem.NotFound("flows.no-process", id).ToPage();
        (Id, From, Xml) = (id, newest, (await query.Xml(id, newest, ct))!);
        return Page();
    }

    public async Task<IActionResult> OnPostCheck(string id, CancellationToken ct)
    {
        Sound = await Check(id, ct) is not null && Findings.Count == 0;
        return Page();
    }

    public async Task<IActionResult> OnPostTest(string id, CancellationToken ct)
    {
        if (await Check(id, ct) is not { } definition)
            return Page();
        var answers = TestRun.Read(Answers ?? "");
        if (answers.Fault is { } line)
            ModelState.AddModelError(nameof(Answers), words["flows.design.answers-wrong", line]);
        if (TestRun.ReadJson(Sample) is not { } sample)
            ModelState.AddModelError(nameof(Sample), words["flows.design.sample-wrong"]);
        else if (answers.Fault is null)
            Played = TestRun.Play(definition, sample, answers.Answers);
        return Page();
    }

    public async Task<IActionResult> OnPostCompare(string id, CancellationToken ct)
    {
        if (await Check(id, ct) is { } definition && await query.Xml(id, null, ct) is { } published)
            Differences = Comparison.Of(Sen.Bpmn.Model.Definitions.Read(published), definition.Model);
        return Page();
    }

    public async Task<IActionResult> OnPostPublish(string id, CancellationToken ct)
    {
        if (await Check(id, ct) is null)
            return Page();
        var result = await publisher.Handle(new(id, Xml, From, Reason ?? ""), HttpContext.Actor(), ct);
        if (result.Ok)
            return LocalRedirect($"~/quy-trinh/{id}");
        if (result.Problems.Any(problem => problem.Kind == ProblemKind.Forbidden))
            return result.Problems[0].ToPage();
        words.Show(ModelState, result.Problems);
        return Page();
    }

    private async Task<ProcessDefinition?> Check(string id, CancellationToken ct)
    {
        Id = id;
        var loaded = ProcessDefinition.Load(Xml, id);
        Problems = loaded.Problems;
        if (loaded.Definition is not { } definition)
            return null;
        Findings = await checker.Check(definition, ct);
        return definition;
    }
}
