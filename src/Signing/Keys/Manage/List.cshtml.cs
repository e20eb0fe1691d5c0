using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>The keys of the units that the administrator looks after; one can be revoked.</summary>
[OpenTo(Audience.Staff, Permissions.SigningKeys)]
internal sealed class KeysModel(KeyDesk desk, TimeProvider clock, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public IReadOnlyList<KeyLine> Rows { get; private set; } = [];
    public bool IsOver(KeyLine row) => row.ValidTo <= clock.GetUtcNow();

    public async Task OnGet(CancellationToken ct) => Rows = await desk.List(HttpContext.Actor(), Text, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        var done = await desk.Handle(new RevokeKey(Key, Reason), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/ky-so/khoa");
        Rows = await desk.List(HttpContext.Actor(), Text, ct);
        ModelState.Clear();
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
