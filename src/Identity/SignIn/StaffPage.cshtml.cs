using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Sign-in of staff with user name and password, or with a passkey.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.SignIn)]
internal sealed class StaffPageModel(StaffSignInHandler signIn, SecondFactorHandler second, Passkeys passkeys, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty, StringLength(100)]
    public string UserName { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string Password { get; set; } = "";

    public PasskeyQuestion Question { get; private set; } = null!;

    public async Task OnGet() => await Ask();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Ask();
        var step = await signIn.Handle(new StaffSignIn(UserName, Password, Origin.Of(HttpContext, UserName)), ct);
        if (!step.Ok)
        {
            words.Show(ModelState, step.Problems);
            return await Ask();
        }
        if (step.Value.Session is { } session)
            return await SignInReturn.Go(HttpContext, step.Value.User, session, Back);
        HalfWay.Set(HttpContext, step.Value.User);
        return LocalRedirect($"{Request.PathBase}/dang-nhap/xac-thuc?{ReturnUrl.Name}={Uri.EscapeDataString(ReturnUrl.Local(Back))}");
    }

    public async Task<IActionResult> OnPostPasskey(string? credential, string? state, CancellationToken ct)
    {
        return await second.ByPasskey(this, words, passkeys, (credential, state), null, ct) is { } done
            ? await SignInReturn.Go(HttpContext, done.User, done.Session, Back) : await Ask();
    }

    private async Task<IActionResult> Ask()
    {
        // The question to the passkey is of this moment; the token of the form keeps the page from being stored.
        Question = await passkeys.Ask(null, HttpContext);
        return Page();
    }
}
