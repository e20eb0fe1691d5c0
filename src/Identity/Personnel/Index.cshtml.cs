using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Directory;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>The staff of the installation: by any spelling, by unit, as of a day.</summary>
[OpenTo(Audience.Staff), EnableRateLimiting(Limits.Search)]
internal sealed class IndexModel(StaffQuery staff, Units units) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "don-vi")]
    public string? At { get; set; }

    [BindProperty(SupportsGet = true, Name = "ngay")]
    public DateOnly? Day { get; set; }

    [BindProperty(SupportsGet = true, Name = "da-nghi")]
    public bool Left { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<StaffRow> Rows { get; private set; } = [];
    public string? Next { get; private set; }
    public bool NoSuchUnit { get; private set; }
    public bool MayManage => HttpContext.Actor().Holds(Permissions.StaffManage);

    /// <summary>The search without its state, for the tabs.</summary>
    public string Query => $"q={Uri.EscapeDataString(Text ?? "")}&don-vi={Uri.EscapeDataString(At ?? "")}&ngay={Day:dd/MM/yyyy}";

    public async Task OnGet(CancellationToken ct)
    {
        var unit = await units.FindUnit(At, ct);
        NoSuchUnit = unit is null && !string.IsNullOrWhiteSpace(At);
        if (NoSuchUnit)
            return;
        var filter = new StaffFilter(Text, unit?.Path, Left, Day ?? units.Today);
        var found = await staff.List(filter, After?.Split('~', 2) is [var name, var id] ? (name, id) : null, PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? $"{Rows[^1].SortName}~{Rows[^1].Id}" : null;
    }
}
