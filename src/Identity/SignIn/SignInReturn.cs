using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Where to go after a sign-in: a page of this site, in its language, but never back to the sign-in.</summary>
internal static class SignInReturn
{
    /// <summary>The path with its language, or the home page in the visitor's language.</summary>
    public static string Path(HttpContext http, string? asked)
    {
        var path = ReturnUrl.Local(asked);
        return path == "/" || path.Contains("/dang-nhap", StringComparison.Ordinal) || path.Contains("/dang-xuat", StringComparison.Ordinal)
            ? http.Request.PathBase + "/"
            : path;
    }

    /// <summary>The session of a passkey that was shown on a page, of one account where that is known; null and a word on the page otherwise.</summary>
    public static async Task<(StaffUser User, Guid Session)?> ByPasskey(this SecondFactorHandler handler, PageModel page, Words words, Passkeys passkeys,
        (string? Credential, string? State) shown, StaffUser? only, CancellationToken ct)
    {
        page.ModelState.Clear();
        if (await passkeys.Check(shown.Credential, shown.State, page.HttpContext) is { } answer && (only is null || answer.User.Id == only.Id))
        {
            var session = await handler.Handle(new PasskeySignIn(answer, Origin.Of(page.HttpContext)), ct);
            if (session.Ok)
                return (answer.User, session.Value);
        }
        page.ModelState.AddModelError("", words["problem.identity.wrong-passkey"]);
        return null;
    }

    /// <summary>Gives the browser its session, remembers the device, and leads on.</summary>
    public static async Task<IActionResult> Go(HttpContext http, StaffUser user, Guid session, string? asked)
    {
        DeviceCookie.Set(http, user.UserName);
        await SessionCookie.SignIn(http, session);
        return To(http, asked);
    }

    /// <summary>The redirect; what was asked carries its language already.</summary>
    public static IActionResult To(HttpContext http, string? asked) => new RedirectResult(Path(http, asked));
}
