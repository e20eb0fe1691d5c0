using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Sign-in of staff with user name and password.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.SignIn)]
internal sealed class StaffPageModel(StaffSignInHandler signIn, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty, StringLength(100)]
    public string UserName { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string Password { get; set; } = "";

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var session = await signIn.Handle(new StaffSignIn(UserName, Password, Origin.Of(HttpContext)), ct);
        if (!session.Ok)
        {
            words.Show(ModelState, session.Problems);
            return Page();
        }
        await SessionCookie.SignIn(HttpContext, session.Value);
        return SignInReturn.To(HttpContext, Back);
    }
}
