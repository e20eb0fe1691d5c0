using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Operations.Ledger;

/// <summary>The ledger by thing, actor and date, with its proof.</summary>
[OpenTo(Audience.Staff, Operator.View)]
internal sealed class LedgerModel(LedgerBook book, LedgerVerifier verifier) : PageModel
{
    private const int PageSize = 50;

    /// <summary>About an hour of blocks: what a page can check while somebody waits. <c>sen ledger verify</c> checks all.</summary>
    private const int BlocksChecked = 3600;

    [BindProperty(Name = "loai", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "ma", SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty(Name = "nguoi", SupportsGet = true)]
    public string? ActorId { get; set; }

    [BindProperty(Name = "tu", SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(Name = "den", SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(Name = XPagesTagHelper.After, SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<LedgerEntry> Entries { get; private set; } = [];
    public string? Next { get; private set; }
    public LedgerState State { get; private set; } = null!;
    public LedgerReport? Report { get; private set; }

    public Task<IActionResult> OnGet(CancellationToken ct) => Show(verify: false, ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Show(verify: true, ct);

    private async Task<IActionResult> Show(bool verify, CancellationToken ct)
    {
        if (Operator.Refuse(HttpContext.Actor(), Operator.View) is { } refusal)
            return refusal.ToPage();
        State = await book.State(ct);
        if (verify)
            Report = await verifier.Verify(Math.Max(1, State.Block - BlocksChecked + 1), ct);
        var filter = new LedgerFilter(OrNull(Kind), OrNull(Id), OrNull(ActorId), Midnight(From), Midnight(Until?.AddDays(1)));
        var entries = ModelState.IsValid ? await book.List(filter, After, PageSize + 1, ct) : [];
        Entries = [.. entries.Take(PageSize)];
        Next = entries.Count > PageSize ? $"{Entries[^1].Id}" : null;
        return Page();
    }

    private static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Midnight(DateOnly? day) =>
        day is { } on ? new DateTimeOffset(on.ToDateTime(TimeOnly.MinValue), Words.ProvinceTime.BaseUtcOffset) : null;
}
