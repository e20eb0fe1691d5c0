using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Find a procedure by any spelling, offered here or not.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class CatalogueIndexModel(ProcedureSearch search) : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>Only what can be applied for here.</summary>
    [BindProperty(SupportsGet = true, Name = "nop")]
    public bool OnlyOffered { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public CataloguePage Found { get; private set; } = new([], null, [], null);

    public async Task OnGet(CancellationToken ct)
    {
        Text = Text is { Length: > 200 } ? Text[..200] : Text;
        Found = await search.List(Text, OnlyOffered, After, PageSize, ct);
    }
}
