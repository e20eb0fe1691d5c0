using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Ends this session here and in the database; asks first when reached by a link.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class SignOutModel(SessionStore sessions) : PageModel
{
    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (HttpContext.Session() is { } session)
            await sessions.End(session, HttpContext.Actor(), ct);
        await HttpContext.SignOutAsync(SessionCookie.Scheme);
        return LocalRedirect("~/");
    }
}
