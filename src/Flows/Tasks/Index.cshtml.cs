using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>What waits for me, the most urgent first.</summary>
[OpenTo(Audience.Staff)]
internal sealed class WorklistModel(Worklist worklist, IEnumerable<TaskPage> pages, TimeProvider clock) : PageModel
{
    private const int PageSize = 30;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<FlowTask> Tasks { get; private set; } = [];
    public (int Open, int Late) Counts { get; private set; }
    public string? Next { get; private set; }

    public bool IsLate(FlowTask task) => task.DueAt < clock.GetUtcNow();

    public bool IsMine(FlowTask task) => task.HolderId == HttpContext.Actor().Id;

    public string Href(FlowTask task) => pages.Href(task);

    public async Task OnGet(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        Counts = await worklist.Count(actor, ct);
        var found = await worklist.For(actor, Text, Position(After), PageSize + 1, ct);
        Tasks = [.. found.Take(PageSize)];
        Next = found.Count > PageSize
            ? string.Create(CultureInfo.InvariantCulture, $"{(Tasks[^1].DueAt ?? DateTimeOffset.MaxValue).UtcTicks}-{Tasks[^1].Id:N}") : null;
    }

    private static (DateTimeOffset, Guid)? Position(string? text) =>
        text?.Split('-', 2) is [var ticks, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var guid)
            ? (new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
}

/// <summary>Where a task is done.</summary>
internal static class TaskPages
{
    public static string Href(this IEnumerable<TaskPage> pages, FlowTask task) =>
        task.Form == ChooseActivity.Form ? $"/viec/{task.Id}/chon" : pages.FirstOrDefault(page => page.SubjectKind == task.SubjectKind && page.Form == task.Form)?.Path(task) ?? "/viec";
}
