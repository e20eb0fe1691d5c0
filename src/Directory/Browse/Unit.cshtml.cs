using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Browse;

/// <summary>The directory for staff on any day: search in any spelling, or walk from unit to unit.</summary>
[OpenTo(Audience.Staff)]
internal sealed class UnitModel(UnitQuery query, Units units) : PageModel
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>As of this day; today without it.</summary>
    [BindProperty(SupportsGet = true, Name = "ngay")]
    public DateOnly? Day { get; set; }

    public UnitView? View { get; private set; }
    public IReadOnlyList<Unit>? Found { get; private set; }
    public bool MoreFound { get; private set; }

    /// <summary>True when another day than today is shown.</summary>
    public bool OtherDay => Day is { } day && day != units.Today;

    public bool MayManage => View is { } view && !OtherDay && view.Follower is null && HttpContext.Actor().May(Problems.Manage, view.Unit.Path) is not null;

    /// <summary>The page of a unit on the same day.</summary>
    public string Href(Unit unit) => $"/danh-ba/{unit.Code}" + (OtherDay ? $"?ngay={Day:dd/MM/yyyy}" : "");

    public async Task<IActionResult> OnGet(string? code, CancellationToken ct)
    {
        var day = Day ?? units.Today;
        if (!string.IsNullOrWhiteSpace(Text))
        {
            var found = await units.Search(Text, day, Most + 1, ct);
            (Found, MoreFound) = ([.. found.Take(Most)], found.Count > Most);
            return Page();
        }
        View = await query.Find(code, day, ct);
        return View is null ? Problem.NotFound(OtherDay ? "directory.no-unit-then" : "directory.no-unit", code).ToPage() : Page();
    }
}
