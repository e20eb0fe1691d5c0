using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Operations.Overview;

/// <summary>Is the installation well, and if not, why not.</summary>
[OpenTo(Audience.Staff, Operator.View)]
internal sealed class OverviewModel(Readiness readiness, SubscriptionDesk desk, JobDesk jobs, LedgerBook ledger, Words words) : PageModel
{
    public IReadOnlyList<Finding> Findings { get; private set; } = [];
    public IReadOnlyList<SubscriptionRow> Subscriptions { get; private set; } = [];
    public IReadOnlyDictionary<JobState, int> Jobs { get; private set; } = new Dictionary<JobState, int>();
    public LedgerState Ledger { get; private set; } = null!;
    public bool MayAct { get; private set; }

    /// <summary>Subscription that an operator tries again.</summary>
    [BindProperty]
    public string Subscription { get; set; } = "";

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Operator.Refuse(HttpContext.Actor(), Operator.View) is { } refusal)
            return refusal.ToPage();
        await Load(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        if (Operator.Refuse(actor, Operator.Act) is { } refusal)
            return refusal.ToPage();
        var result = await desk.Nudge(Subscription, actor, Reason, ct);
        if (result.Ok)
            return LocalRedirect("~/van-hanh");
        words.Show(ModelState, result.Problems);
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        MayAct = Operator.May(HttpContext.Actor(), Operator.Act);
        Findings = await readiness.Look(ct);
        // Without its tables there is nothing more to show than why.
        if (Findings.Any(f => f.Blocks))
            return;
        Subscriptions = await desk.All(ct);
        Jobs = (await jobs.Counts(ct)).Of;
        Ledger = await ledger.State(ct);
    }
}
