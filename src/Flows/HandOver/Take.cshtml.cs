using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>Asks before a task is taken or put back.</summary>
[OpenTo(Audience.Staff)]
internal sealed class TakeModel(Worklist worklist, Database db, TakeTaskHandler handler) : PageModel
{
    public FlowTask Task { get; private set; } = null!;
    public bool Mine { get; private set; }

    /// <summary>Name of another person who has it.</summary>
    public string? Holder { get; private set; }

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct)
    {
        if (await worklist.Find(task, ct) is not { } open)
            return Problem.Conflict("flows.task-closed").ToPage();
        if (Access.Refuse(HttpContext.Actor(), open.Permission, open.UnitPath) is { } refused)
            return refused.ToPage();
        Task = open;
        var holder = await db.OneOrNone<(string Id, string Name)?>(
            "select s.id, s.name from flows.task t join identity.v_staff s on s.id = t.assignee where t.id = @task", new { task }, ct);
        Mine = holder?.Id == HttpContext.Actor().Id;
        Holder = Mine ? null : holder?.Name;
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid task, bool take, CancellationToken ct)
    {
        var done = await handler.Handle(new TakeTask(task, take), HttpContext.Actor(), ct);
        return done.Ok ? LocalRedirect($"{Request.PathBase}/viec") : done.Problem.ToPage();
    }
}
