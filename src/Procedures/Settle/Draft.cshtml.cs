using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The official takes the result from the register, sees it printed, and submits it for signature.</summary>
[OpenTo(Audience.Staff, Permissions.DossierProcess)]
internal sealed class DraftModel(Settlement settlement, Dossiers dossiers, DraftResultHandler handler, Words words) : PageModel
{
    [BindProperty]
    public int Version { get; set; }

    public OpenTask Open { get; private set; } = null!;
    public JsonObject Fields { get; private set; } = [];
    public JsonObject Answers { get; private set; } = [];
    public IReadOnlyList<AttachedPaper> Attached { get; private set; } = [];

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct)
    {
        if (await Load(task, ct) is { } refused)
            return refused.ToPage();
        Version = Open.Result?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostSave(Guid task, CancellationToken ct)
    {
        if (await Load(task, ct) is { } refused)
            return refused.ToPage();
        (Fields, var problems) = Open.Offer.Rules.Read(Open.Offer.Procedure.ResultForm, [], name => Request.Form[name]);
        if (problems.Count == 0)
            problems = (await handler.Handle(new DraftResult(task, Fields, Version, Submit: false), HttpContext.Actor(), ct)).Problems;
        return this.Answer(words, problems, $"/xu-ly/{task}/du-thao");
    }

    public async Task<IActionResult> OnPostSubmit(Guid task, CancellationToken ct)
    {
        if (await Load(task, ct) is { } refused)
            return refused.ToPage();
        var done = await handler.Handle(new DraftResult(task, null, Version, Submit: true), HttpContext.Actor(), ct);
        return this.Answer(words, done.Problems, "/viec");
    }

    private async Task<Problem?> Load(Guid task, CancellationToken ct)
    {
        var opened = await settlement.Open(task, "draft-result", HttpContext.Actor(), ct);
        if (!opened.Ok)
            return opened.Problem;
        Open = opened.Value;
        Answers = JsonNode.Parse(Open.Dossier.Answers)!.AsObject();
        Attached = await dossiers.Papers(Open.Dossier.Id, ct);
        Fields = Open.Result is { } result ? JsonNode.Parse(result.Fields)!.AsObject() : FromAnswers();
        return null;
    }

    /// <summary>What the applicant wrote fills the form at first; the register decides.</summary>
    private JsonObject FromAnswers()
    {
        var fields = new JsonObject();
        foreach (var question in Open.Offer.Procedure.ResultForm.Questions.Where(q => q.From is not null))
            if (Answers.Raw(question.From!) is { } answer)
                fields[question.Id] = answer;
        return fields;
    }
}
