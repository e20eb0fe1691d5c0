using Microsoft.AspNetCore.Mvc;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>On the staff home: the five most urgent tasks.</summary>
[ViewComponent(Name = "Worklist")]
internal sealed class WorklistPanel(Worklist worklist, IEnumerable<TaskPage> pages, TimeProvider clock) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        var tasks = await worklist.For(HttpContext.Actor(), null, null, 5, HttpContext.RequestAborted);
        return View("/Flows/Tasks/WorklistPanel.cshtml", tasks.Select(t => new WorklistRow(t, pages.Href(t), t.DueAt < clock.GetUtcNow())).ToArray());
    }
}

/// <summary>A task with where it is done.</summary>
internal sealed record WorklistRow(FlowTask Task, string Href, bool Late);
