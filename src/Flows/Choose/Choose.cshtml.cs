using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Bpmn;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>What is done next where the process leaves it to people, and when enough is done.</summary>
[OpenTo(Audience.Staff)]
internal sealed class ChooseModel(Worklist worklist, ProcessesQuery query, ChooseActivityHandler handler, Words words) : PageModel
{
    public FlowTask Task { get; private set; } = null!;
    public IReadOnlyList<Option> Choices { get; private set; } = [];

    /// <summary>What runs there now.</summary>
    public IReadOnlyList<Option> Running { get; private set; } = [];

    [BindProperty, Required, StringLength(200)]
    public string Element { get; set; } = "";

    public Task<IActionResult> OnGet(Guid task, CancellationToken ct) => Show(task, ct);

    public async Task<IActionResult> OnPost(Guid task, CancellationToken ct) => ModelState.IsValid
        ? await After(task, await handler.Handle(new(task, Element), HttpContext.Actor(), ct), $"~/viec/{task}/chon", ct) : await Show(task, ct);

    public async Task<IActionResult> OnPostEnough(Guid task, CancellationToken ct)
    {
        ModelState.Clear();
        return await After(task, await handler.Enough(task, HttpContext.Actor(), ct), "~/viec", ct);
    }

    private async Task<IActionResult> After(Guid task, Result<Done> done, string next, CancellationToken ct)
    {
        if (done.Ok)
            return LocalRedirect(next);
        if (done.Problems.Any(problem => problem.Code != "flows.not-chosen"))
            return done.Problem.ToPage();
        words.Show(ModelState, done.Problems);
        return await Show(task, ct);
    }

    private async Task<IActionResult> Show(Guid task, CancellationToken ct)
    {
        if (await worklist.Find(task, ct) is not { Form: ChooseActivity.Form } open || await query.InstanceOfTask(task, ct) is not { } instance)
            return Problem.Conflict("flows.task-closed").ToPage();
        if (Access.Refuse(HttpContext.Actor(), open.Permission, open.UnitPath) is { } refused)
            return refused.ToPage();
        Task = open;
        var definition = ProcessDefinition.Load((await query.Xml(instance.Definition, instance.Version, ct))!, instance.Definition).Definition!;
        var labels = await query.Labels(instance.Definition, instance.Version, ct);
        Option NameOf(string element) => ElementNames.Of(definition, labels, element, words.Language);
        Choices = [.. definition.Find(open.Element)!.Choices.Select(node => NameOf(node.Id))];
        var tokens = InstanceState.FromJson(instance.State).Tokens;
        Running = [.. tokens.Where(token => tokens.Any(around => around.Id == token.Scope && around.At == open.Element)).Select(token => NameOf(token.At))];
        return Page();
    }
}
