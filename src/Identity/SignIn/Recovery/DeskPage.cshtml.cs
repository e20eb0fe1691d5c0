using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Administrators let somebody back in, two together.</summary>
[OpenTo(Audience.Staff, Permissions.AccountRecover)]
internal sealed class RecoveryDeskModel(Recovery recovery, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string UserName { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public IReadOnlyList<RecoveryRow> Rows { get; private set; } = [];

    /// <summary>Shown once.</summary>
    public HalfCode? Half { get; private set; }

    public string Me => HttpContext.Actor().Id;

    /// <summary>State as of now: what has run out waits for nobody.</summary>
    public string State(RecoveryRow row) => row.State is "waiting" or "approved" && row.ExpiresAt <= clock.GetUtcNow() ? "expired" : row.State;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        Rows = await recovery.List(HttpContext.Actor(), ct);
        return Page();
    }

    public Task<IActionResult> OnPostAsk(CancellationToken ct) => Show(() => recovery.Ask(UserName, Reason, HttpContext.Actor(), ct), ct);

    public Task<IActionResult> OnPostApprove(Guid id, CancellationToken ct) => Show(() => recovery.Approve(id, HttpContext.Actor(), ct), ct);

    public async Task<IActionResult> OnPostCancel(Guid id, CancellationToken ct)
    {
        var done = await recovery.Cancel(id, HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/khoi-phuc-tai-khoan");
        ModelState.Clear();
        words.Show(ModelState, done.Problems);
        return await OnGet(ct);
    }

    private async Task<IActionResult> Show(Func<Task<Result<HalfCode>>> act, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        ModelState.Clear();
        var done = await act();
        if (done.Ok)
            (Half, UserName, Reason) = (done.Value, "", "");
        else
            words.Show(ModelState, done.Problems);
        return await OnGet(ct);
    }
}
