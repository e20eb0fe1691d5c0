using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Browse;

/// <summary>The directory for staff: search in any spelling, or walk from unit to unit.</summary>
[OpenTo(Audience.Staff)]
internal sealed class UnitModel(UnitQuery query, Units units) : PageModel
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    public UnitView? View { get; private set; }
    public IReadOnlyList<Unit>? Found { get; private set; }
    public bool MoreFound { get; private set; }

    public async Task<IActionResult> OnGet(string? code, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(Text))
        {
            var found = await units.Search(Text, Most + 1, ct);
            (Found, MoreFound) = ([.. found.Take(Most)], found.Count > Most);
            return Page();
        }
        View = await query.Find(code, ct);
        return View is null ? Problem.NotFound("directory.no-unit", code).ToPage() : Page();
    }
}
