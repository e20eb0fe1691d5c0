using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>What protects my account: password, app, passkeys, recovery codes.</summary>
[OpenTo(Audience.Staff)]
internal sealed class SecurityPageModel(Factors factors, TimeProvider clock, Words words) : PageModel
{
    public Protection Mine { get; private set; } = null!;

    /// <summary>Shown once, when they have just been made.</summary>
    public IReadOnlyList<string> NewCodes { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Mine = await factors.Of(HttpContext.Actor().Id, ct);

    public async Task<IActionResult> OnPostRemove(string which, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        var done = await factors.Remove(which, HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/tai-khoan/bao-mat");
        words.Show(ModelState, done.Problems);
        await OnGet(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCodes(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        var made = await factors.NewRecoveryCodes(HttpContext.Actor(), ct);
        if (made.Ok)
            NewCodes = made.Value;
        else
            words.Show(ModelState, made.Problems);
        await OnGet(ct);
        return Page();
    }
}
