using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The one-stop desk: what came in, what is under way.</summary>
[OpenTo(Audience.Staff, Permissions.DossierAccept)]
internal sealed class DeskModel(Dossiers dossiers) : PageModel
{
    private const int PageSize = 30;

    [BindProperty(SupportsGet = true, Name = "tt")]
    public int? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<DossierRow> Rows { get; private set; } = [];
    public IReadOnlyDictionary<int, int> Counts { get; private set; } = new Dictionary<int, int>();
    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        Status ??= Text is null ? (int)DossierStatus.Registered : null;
        Counts = await dossiers.CountAtDesk(actor, ct);
        var found = await dossiers.AtDesk(actor, Status is 0 ? null : Status, Text, Cursor.Read(After), PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Cursor.Write(Rows[^1].SubmittedAt, Rows[^1].Id) : null;
    }
}
