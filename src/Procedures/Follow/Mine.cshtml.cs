using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>My dossiers, and what I have not finished.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class MineModel(Dossiers dossiers, Drafts drafts) : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];
    public IReadOnlyList<DossierRow> Rows { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        Drafts = After is null ? await drafts.Mine(actor, ct) : [];
        var found = await dossiers.Mine(actor, Cursor.Read(After), PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Cursor.Write(Rows[^1].SubmittedAt, Rows[^1].Id) : null;
    }

    public async Task<IActionResult> OnPostDiscard(Guid id, CancellationToken ct)
    {
        if (await drafts.Find(id, HttpContext.Actor(), ct) is { } draft)
            await drafts.Discard(draft, HttpContext.Actor(), ct);
        return LocalRedirect(Request.PathBase + "/ho-so");
    }
}

/// <summary>The position in a list by moment and identifier, as an address carries it.</summary>
internal static class Cursor
{
    public static string Write(DateTimeOffset at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}-{id:N}");

    /// <summary>The position, or null when the text is none: the list then begins at its start.</summary>
    public static (DateTimeOffset At, Guid Id)? Read(string? text) =>
        text?.Split('-', 2) is [var ticks, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var guid)
            ? (new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
}
