using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.SignIn;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Sessions;

/// <summary>Asks the person signed in to prove again who they are, and leads back to what they wanted to do.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class ConfirmPageModel(ConfirmHandler handler, SessionStore sessions, TimeProvider clock, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true, Name = "viec")]
    public StepUpFor Why { get; set; }

    [BindProperty]
    public string Password { get; set; } = "";

    public bool IsCitizen => HttpContext.Actor().Kind == ActorKind.Citizen;

    public string VNeID => $"/dang-nhap/vneid?muc={Math.Max(2, HttpContext.Actor().Assurance)}&{ReturnUrl.Name}={Uri.EscapeDataString(SignInReturn.Path(HttpContext, Back))}";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // Confirmed already, perhaps on another copy of the program: on with it.
        var now = await sessions.Fresh(HttpContext.Session()!.Value, ct);
        return now is not null && Back is not null && StepUp.Refuse(now, Why, clock.GetUtcNow()) is null ? SignInReturn.To(HttpContext, Back) : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (IsCitizen)
            return NotFound();
        var done = await handler.Handle(new Confirm(HttpContext.Session()!.Value, Password, Origin.Of(HttpContext)), HttpContext.Actor(), ct);
        if (done.Ok)
            return SignInReturn.To(HttpContext, Back);
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
