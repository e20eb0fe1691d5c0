using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>Makes a passkey in this browser or on a security key. Needs script; the app for codes stands beside it.</summary>
[OpenTo(Audience.Staff)]
internal sealed class PasskeyPageModel(Factors factors, Passkeys passkeys, TimeProvider clock, Words words) : PageModel
{
    [BindProperty, StringLength(60)]
    public string? Name { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    public PasskeyQuestion Question { get; private set; } = null!;
    public bool AsksPassword { get; private set; }
    public IReadOnlyList<string>? Made { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var mine = await factors.Of(HttpContext.Actor().Id, ct);
        AsksPassword = !mine.Factors.Any;
        if (!AsksPassword && StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        Question = await passkeys.AskNew(User(mine), HttpContext);
        return Page();
    }

    public async Task<IActionResult> OnPost(string? credential, string? state, CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        var mine = await factors.Of(actor.Id, ct);
        if (await passkeys.CheckNew(User(mine), credential, state, HttpContext) is not { } passkey)
            ModelState.AddModelError("", words["problem.identity.passkey-not-made"]);
        else
        {
            var done = await factors.AddPasskey(passkey, Name, Password, HttpContext.Session()!.Value, Origin.Of(HttpContext), actor, ct);
            if (done.Ok)
            {
                Made = done.Value;
                return Page();
            }
            words.Show(ModelState, done.Problems);
        }
        return await OnGet(ct);
    }

    private new StaffUser User(Protection mine) => new(HttpContext.Actor().Id, mine.UserName, HttpContext.Actor().Name);
}
