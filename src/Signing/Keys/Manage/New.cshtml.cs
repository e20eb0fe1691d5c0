using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Registers a key that lies in a module, at a remote service or on a token.</summary>
[OpenTo(Audience.Staff, Permissions.SigningKeys), RequestSizeLimit(3 << 20)]
internal sealed class NewKeyModel(KeyDesk desk, TimeProvider clock, Words words) : PageModel
{
    private static readonly string[] Owners = ["staff", "unit"], All = [KeyPlace.Token, KeyPlace.Pkcs11, KeyPlace.Remote];

    [BindProperty]
    public string OwnerKind { get; set; } = "staff";

    [BindProperty]
    public string OwnerId { get; set; } = "";

    [BindProperty]
    public string Place { get; set; } = KeyPlace.Token;

    [BindProperty]
    public string? Reference { get; set; }

    [BindProperty]
    public string? Pem { get; set; }

    [BindProperty]
    public IFormFile? Picture { get; set; }

    public IReadOnlyList<Option> OwnerKinds => [.. Owners.Select(o => new Option(o, words["signing.keys.owner-kind." + o]))];
    public IReadOnlyList<Option> Places => [.. All.Select(p => new Option(p, words["signing.keys.place." + p]))];

    public IActionResult OnGet() => StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        using var picture = new MemoryStream();
        if (Picture is { Length: > 0 and <= 2 << 20 } given)
            await given.CopyToAsync(picture, ct);
        var done = await desk.Handle(new RegisterKey(OwnerKind, OwnerId.Trim(), Place, (Reference ?? "").Trim(), Pem ?? "", picture.Length > 0 ? picture.ToArray() : null), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/ky-so/khoa");
        ModelState.Clear();
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
