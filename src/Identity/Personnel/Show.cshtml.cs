using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>When somebody is away, to the first day back.</summary>
internal sealed record AwayRow(DateOnly ValidFrom, DateOnly ValidTo);

/// <summary>
/// A member of staff. Everybody of the staff sees name and position; the person, and who manages the unit, see what they
/// were and may do. What is personal is shown for a reason, and the look is recorded.
/// </summary>
[OpenTo(Audience.Staff)]
internal sealed class ShowModel(StaffQuery staff, PersonalDataLooks looks, Database db, Units units, Words words) : PageModel
{
    [BindProperty]
    public string? Reason { get; set; }

    public StaffCard Card { get; private set; } = null!;
    public StaffPersonal? Personal { get; private set; }
    public AwayRow? Away { get; private set; }
    public IReadOnlyList<PositionRow> Positions { get; private set; } = [];
    public IReadOnlyList<RoleRow> Roles { get; private set; } = [];
    public bool MayManage => StaffRules.RefuseSelf(HttpContext.Actor(), Card) is null;
    public bool Inside => StaffRules.RefuseOther(HttpContext.Actor(), Card) is null;

    /// <summary>A decision in words: what the program did by itself has a text.</summary>
    public string? Decision(string? decision) => decision is null ? null : words.Or("identity.decision." + decision, decision);

    public async Task<IActionResult> OnGet(string id, CancellationToken ct) =>
        await Load(id, ct) ? Page() : PeopleProblems.NoStaff(id).ToPage();

    public async Task<IActionResult> OnPostLook(string id, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return PeopleProblems.NoStaff(id).ToPage();
        if (StaffRules.RefuseOther(HttpContext.Actor(), Card) is { } refused)
            return refused.ToPage();
        if (Reason?.Trim() is not { Length: >= 5 and <= 300 } reason)
        {
            words.Show(ModelState, [Problem.Invalid("identity.people.look-why", "Reason")]);
            return Page();
        }
        await using var work = await db.Begin(HttpContext.Actor(), ct);
        Personal = await work.One<StaffPersonal>("select personal_id, birth_date, email, phone from identity.staff where id = @Id", Card, ct);
        work.Audit("staff.look", new Ref("staff", Card.Id), reason);
        await work.Commit(ct);
        await looks.Note(HttpContext.Actor(), Card.Id, "staff-record", new Ref("staff", Card.Id), ct);
        return Page();
    }

    private async Task<bool> Load(string id, CancellationToken ct)
    {
        if (await staff.Find(id, ct) is not { } card)
            return false;
        Card = card;
        Away = await db.OneOrNone<AwayRow>("""
            select valid_from, valid_to from identity.absence where staff_id = @id and cancelled_at is null and valid_from <= @today and valid_to > @today limit 1
            """, new { id, today = units.Today }, ct);
        if (!Inside)
            return true;
        Positions = await staff.Positions(id, ct);
        Roles = await staff.Roles(id, words.Language, ct);
        return true;
    }
}
