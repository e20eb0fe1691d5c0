using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.SignIn;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Sessions;

/// <summary>Asks the person signed in to prove again who they are, and leads back to what they wanted to do.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class ConfirmPageModel(ConfirmHandler handler, SessionStore sessions, Passkeys passkeys, TimeProvider clock, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true, Name = "viec")]
    public StepUpFor Why { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    [BindProperty, StringLength(40)]
    public string? Code { get; set; }

    /// <summary>How a staff member may confirm; null for a citizen, who goes to VNeID.</summary>
    public Confirming? Account { get; private set; }

    public PasskeyQuestion? Question { get; private set; }

    public string VNeID => $"/dang-nhap/vneid?lai=true&muc={Math.Max(2, HttpContext.Actor().Assurance)}&{ReturnUrl.Name}={Uri.EscapeDataString(SignInReturn.Path(HttpContext, Back))}";

    private Guid Session => HttpContext.Session()!.Value;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // Confirmed already, perhaps on another copy of the program: on with it.
        var now = await sessions.Fresh(Session, ct);
        return now is not null && Back is not null && StepUp.Refuse(now, Why, clock.GetUtcNow()) is null
            ? SignInReturn.To(HttpContext, Back)
            : await Ask(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (HttpContext.Actor() is not { Kind: ActorKind.Staff } actor)
            return NotFound();
        var done = await handler.Handle(new Confirm(Session, Code, Password, await Origin(actor, ct)), actor, ct);
        return done.Ok ? SignInReturn.To(HttpContext, Back) : await Show(done.Problems, ct);
    }

    public async Task<IActionResult> OnPostPasskey(string? credential, string? state, CancellationToken ct)
    {
        if (HttpContext.Actor() is not { Kind: ActorKind.Staff } actor)
            return NotFound();
        ModelState.Clear();
        var done = await handler.Handle(Session, await passkeys.Check(credential, state, HttpContext), actor, ct);
        return done.Ok ? SignInReturn.To(HttpContext, Back) : await Show(done.Problems, ct);
    }

    private async Task<Origin> Origin(Actor actor, CancellationToken ct) =>
        Sessions.Origin.Of(HttpContext, (await handler.Of(actor.Id, ct)).UserName);

    private async Task<IActionResult> Show(IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        words.Show(ModelState, problems);
        return await Ask(ct);
    }

    private async Task<IActionResult> Ask(CancellationToken ct)
    {
        if (HttpContext.Actor() is not { Kind: ActorKind.Staff } actor)
            return Page();
        Account = await handler.Of(actor.Id, ct);
        if (Account.Factors.Passkeys > 0)
            Question = await passkeys.Ask(new StaffUser(actor.Id, Account.UserName, actor.Name), HttpContext);
        return Page();
    }
}
