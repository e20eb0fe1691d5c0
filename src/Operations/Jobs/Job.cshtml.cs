using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Operations.Jobs;

/// <summary>One job: what it is, why it is where it is, and what an operator may do about it.</summary>
[OpenTo(Audience.Staff, Operator.View)]
internal sealed class JobModel(JobDesk desk, Words words) : PageModel
{
    public JobRow Row { get; private set; } = null!;
    public bool MayAct { get; private set; }

    /// <summary>Why the operator acts; the ledger keeps it.</summary>
    [BindProperty, StringLength(500)]
    public string Reason { get; set; } = "";

    public Task<IActionResult> OnGet(long id, CancellationToken ct) => Show(id, ct);

    public Task<IActionResult> OnPostRetry(long id, CancellationToken ct) => Act(id, desk.Retry, ct);

    public Task<IActionResult> OnPostNudge(long id, CancellationToken ct) => Act(id, desk.Nudge, ct);

    public Task<IActionResult> OnPostCancel(long id, CancellationToken ct) => Act(id, desk.Cancel, ct);

    private async Task<IActionResult> Act(long id, Func<long, Actor, string, CancellationToken, Task<Result<Done>>> act, CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        if (Operator.Refuse(actor, Operator.Act) is { } refusal)
            return refusal.ToPage();
        if (!ModelState.IsValid)
            return await Show(id, ct);
        var result = await act(id, actor, Reason, ct);
        if (result.Ok)
            return LocalRedirect($"~/van-hanh/cong-viec/{id}");
        words.Show(ModelState, result.Problems);
        return await Show(id, ct);
    }

    private async Task<IActionResult> Show(long id, CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        if (Operator.Refuse(actor, Operator.View) is { } refusal)
            return refusal.ToPage();
        if (await desk.Find(id, ct) is not { } row)
            return Problem.NotFound("data.no-job", id).ToPage();
        (Row, MayAct) = (row, Operator.May(actor, Operator.Act));
        return Page();
    }
}
