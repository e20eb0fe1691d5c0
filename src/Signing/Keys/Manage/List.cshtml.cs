using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>The keys of the units that the administrator looks after.</summary>
[OpenTo(Audience.Staff, Permissions.SigningKeys)]
internal sealed class KeysModel(KeyDesk desk, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    public IReadOnlyList<KeyLine> Rows { get; private set; } = [];
    public bool IsOver(KeyLine row) => row.ValidTo <= clock.GetUtcNow();

    public async Task OnGet(CancellationToken ct) => Rows = await desk.List(HttpContext.Actor(), Text, ct);
}
