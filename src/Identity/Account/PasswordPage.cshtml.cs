using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>Changes my password.</summary>
[OpenTo(Audience.Staff)]
internal sealed class PasswordPageModel(ChangePasswordHandler handler, Factors factors, TimeProvider clock, Words words) : PageModel
{
    [BindProperty, StringLength(200)]
    public string Old { get; set; } = "";

    [BindProperty]
    public string New { get; set; } = "";

    [BindProperty]
    public string Again { get; set; } = "";

    public string UserName { get; private set; } = "";
    public bool Changed { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var mine = await factors.Of(HttpContext.Actor().Id, ct);
        UserName = mine.UserName;
        return mine.Factors.Any && StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask ? ask : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var done = await handler.Handle(new ChangePassword(Old, New, Again, HttpContext.Session()!.Value, Origin.Of(HttpContext)), HttpContext.Actor(), ct);
            Changed = done.Ok;
            words.Show(ModelState, done.Problems);
        }
        return Changed ? Page() : await OnGet(ct);
    }
}
