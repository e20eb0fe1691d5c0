using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>An act on the record of a person, from the ledger.</summary>
internal sealed record HistoryRow(long Id, DateTimeOffset At, string Act, string? By, string? Reason);

/// <summary>What was done to the record of a member of staff, by whom and why; and who looked at what is personal in it.</summary>
[OpenTo(Audience.Staff)]
internal sealed class HistoryModel(StaffQuery staff, Database db) : PageModel
{
    private const int PageSize = 50;

    /// <summary>Looks at personal data instead of acts.</summary>
    [BindProperty(SupportsGet = true, Name = "xem")]
    public bool Looks { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public long? After { get; set; }

    public StaffCard Card { get; private set; } = null!;
    public IReadOnlyList<HistoryRow> Rows { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await staff.Open(id, HttpContext.Actor(), StaffRules.RefuseOther, c => Card = c, ct) is { } refused)
            return refused;
        // Sign-ins are the person's own affair: their account page shows the sessions.
        var found = await db.Query<HistoryRow>("""
            select id, at, act, body::jsonb -> 'actor' ->> 'name' as by, body::jsonb ->> 'reason' as reason
            from data.v_ledger
            where subject_kind = 'staff' and subject_id = @id and (act = 'staff.look') = @Looks and id < @before
            order by id desc limit @limit
            """, new { id, Looks, before = After ?? long.MaxValue, limit = PageSize + 1 }, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Rows[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Page();
    }
}
