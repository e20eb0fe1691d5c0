using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>The second factor after the right password: a one-time code, a recovery code or a passkey.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.SignIn)]
internal sealed class SecondPageModel(SecondFactorHandler handler, Codes codes, Passkeys passkeys, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty, StringLength(40)]
    public string Code { get; set; } = "";

    /// <summary>Null when the account has no passkey.</summary>
    public PasskeyQuestion? Question { get; private set; }

    public Task<IActionResult> OnGet(CancellationToken ct) => Ask(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (HalfWay.Of(HttpContext) is not { } user || !ModelState.IsValid)
            return await Ask(ct);
        var session = await handler.Handle(new SecondFactor(user, Code, Origin.Of(HttpContext, user.UserName)), ct);
        if (session.Ok)
            return await Go(user, session.Value);
        words.Show(ModelState, session.Problems);
        return await Ask(ct);
    }

    public async Task<IActionResult> OnPostPasskey(string? credential, string? state, CancellationToken ct)
    {
        if (HalfWay.Of(HttpContext) is { } user && await handler.ByPasskey(this, words, passkeys, (credential, state), user, ct) is { } done)
            return await Go(done.User, done.Session);
        return await Ask(ct);
    }

    private async Task<IActionResult> Go(StaffUser user, Guid session)
    {
        HalfWay.Clear(HttpContext);
        return await SignInReturn.Go(HttpContext, user, session, Back);
    }

    private async Task<IActionResult> Ask(CancellationToken ct)
    {
        // Five minutes are over, or nobody came this way.
        if (HalfWay.Of(HttpContext) is not { } user)
            return LocalRedirect(Request.PathBase + "/dang-nhap/can-bo");
        if ((await codes.Of(user.Id, ct)).Passkeys > 0)
            Question = await passkeys.Ask(user, HttpContext);
        return Page();
    }
}
