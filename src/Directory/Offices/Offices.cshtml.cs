using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Directory.Offices;

/// <summary>Where people hand in dossiers: the one-stop centres, how to reach them and when they are open.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class OfficesModel(OfficesQuery offices) : PageModel
{
    /// <summary>Part of a name, in any spelling.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>Path of the last centre of the page before.</summary>
    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public OfficePage Found { get; private set; } = new([], null);

    public async Task OnGet(CancellationToken ct) => Found = await offices.List(Text, After, ct);
}
