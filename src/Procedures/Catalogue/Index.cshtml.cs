using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Find a procedure by any spelling.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class CatalogueIndexModel(ProcedureCatalogue catalogue) : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<ProcedureRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Text = Text is { Length: > 200 } ? Text[..200] : Text;
        var found = await catalogue.Search(Text, After, PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Rows[^1].Code : null;
    }
}
