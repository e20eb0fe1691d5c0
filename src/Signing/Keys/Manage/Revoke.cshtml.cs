using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Asks why, and ends a key here.</summary>
[OpenTo(Audience.Staff, Permissions.SigningKeys)]
internal sealed class RevokeKeyModel(KeyDesk desk, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string Reason { get; set; } = "";

    public KeyLine Key { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct) =>
        StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? (await Load(id, ct) ? Page() : NotFound());

    public async Task<IActionResult> OnPost(Guid id, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        if (!await Load(id, ct))
            return NotFound();
        var done = await desk.Handle(new RevokeKey(id, Reason), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/ky-so/khoa");
        words.Show(ModelState, done.Problems);
        return Page();
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await desk.Find(id, HttpContext.Actor(), ct) is not { } key)
            return false;
        Key = key;
        return true;
    }
}
