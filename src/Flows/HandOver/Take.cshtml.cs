using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>Asks before a task is taken, put back, or taken over from somebody.</summary>
[OpenTo(Audience.Staff)]
internal sealed class TakeModel(Worklist worklist, TakeTaskHandler handler, Words words) : PageModel
{
    /// <summary>Who had the task when the page was shown.</summary>
    [BindProperty]
    public string? From { get; set; }

    [BindProperty, StringLength(300)]
    public string? Reason { get; set; }

    public FlowTask Task { get; private set; } = null!;
    public bool Mine => Task.HolderId == HttpContext.Actor().Id;

    /// <summary>True when another person has it.</summary>
    public bool Others => Task.HolderId is not null && !Mine;

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct)
    {
        if (await Load(task, ct) is { } refused)
            return refused.ToPage();
        From = Task.HolderId;
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid task, bool take, CancellationToken ct)
    {
        var done = await handler.Handle(new TakeTask(task, take, From, Reason), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect($"{Request.PathBase}/viec");
        if (done.Problem.Kind != ProblemKind.Invalid || await Load(task, ct) is not null)
            return done.Problem.ToPage();
        words.Show(ModelState, done.Problems);
        return Page();
    }

    private async Task<Problem?> Load(Guid task, CancellationToken ct)
    {
        if (await worklist.Find(task, ct) is not { } open)
            return Problem.Conflict("flows.task-closed");
        Task = open;
        return Access.Refuse(HttpContext.Actor(), open.Permission, open.UnitPath);
    }
}
