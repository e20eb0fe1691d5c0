using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>Who looked at my data, and why.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class LooksPageModel(DataBook book, Units units) : PageModel
{
    private const int PageSize = 50;
    private Dictionary<string, string> _units = [];

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public long? After { get; set; }

    public IReadOnlyList<LookRow> Looks { get; private set; } = [];
    public string? Next { get; private set; }

    public string Unit(string path) => _units.GetValueOrDefault(path, path);

    public async Task OnGet(CancellationToken ct)
    {
        var found = await book.Looks(HttpContext.Actor().Id, After, PageSize + 1, ct);
        Looks = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Looks[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        _units = (await units.All(ct)).ToDictionary(u => u.Path, u => u.Name);
    }
}
