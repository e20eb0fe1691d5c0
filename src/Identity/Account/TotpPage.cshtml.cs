using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>Sets up an app for one-time codes: scan, type the first code.</summary>
[OpenTo(Audience.Staff)]
internal sealed class TotpPageModel(Factors factors, Codes codes, IOptions<UiOptions> options, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string? Token { get; set; }

    [BindProperty, StringLength(20)]
    public string Code { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    public NewSecret Secret { get; private set; } = null!;
    public string Picture { get; private set; } = "";
    public bool AsksPassword { get; private set; }

    /// <summary>Null until it is done; then the codes made with it, perhaps none.</summary>
    public IReadOnlyList<string>? Made { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(codes.Begin(HttpContext.Actor().Id), ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        // Too old: a new one is shown, and the old code does not fit.
        var secret = codes.Again(actor.Id, Token) ?? codes.Begin(actor.Id);
        if (ModelState.IsValid)
        {
            var done = await factors.AddTotp(secret, Code, Password, HttpContext.Session()!.Value, Origin.Of(HttpContext), actor, ct);
            if (done.Ok)
            {
                Made = done.Value;
                return Page();
            }
            words.Show(ModelState, done.Problems);
        }
        return await Show(secret, ct);
    }

    private async Task<IActionResult> Show(NewSecret secret, CancellationToken ct)
    {
        var mine = await factors.Of(HttpContext.Actor().Id, ct);
        AsksPassword = !mine.Factors.Any;
        if (!AsksPassword && StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        Secret = secret;
        // What was posted wins over the model, so a new token must not meet an old one.
        ModelState.Remove(nameof(Token));
        Picture = QrCode.Svg(secret.Address(options.Value.Name("vi"), mine.UserName));
        return Page();
    }
}
