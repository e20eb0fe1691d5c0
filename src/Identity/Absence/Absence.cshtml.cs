using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Absences;

/// <summary>An absence as it is listed.</summary>
internal sealed record AbsenceRow(Guid Id, string Kind, DateOnly ValidFrom, DateOnly ValidTo, string? Substitute, string? Note, bool Cancelled);

/// <summary>When a person is away, and who stands in.</summary>
[OpenTo(Audience.Staff)]
internal sealed class AbsenceModel(StaffQuery staff, AbsenceHandler handler, Units units, Database db, Words words) : PageModel
{
    [BindProperty]
    public string? Kind { get; set; } = "leave";

    [BindProperty]
    public DateOnly? Begin { get; set; }

    /// <summary>Last day away, as people say it.</summary>
    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Substitute { get; set; }

    [BindProperty]
    public bool HandOver { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public StaffCard Card { get; private set; } = null!;
    public DateOnly Today => units.Today;
    public IReadOnlyList<AbsenceRow> Rows { get; private set; } = [];
    public IEnumerable<Option> Kinds => AbsenceHandler.Kinds.Select(k => new Option(k, words["identity.absence.kind." + k]));

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        Begin = units.Today;
        return Page();
    }

    public async Task<IActionResult> OnPostSet(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        if (Begin is null || Until is null)
            return Answer(PeopleProblems.MissingOf(("Begin", Begin), ("Until", Until)));
        var substitute = string.IsNullOrWhiteSpace(Substitute) ? null : (await db.FindPerson(Substitute, ct))?.Id ?? "?";
        return Answer((await handler.Handle(new SetAbsence(id, Kind ?? "", Begin.Value, Until.Value.AddDays(1), substitute,
            string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(), HandOver), HttpContext.Actor(), ct)).Problems);
    }

    public async Task<IActionResult> OnPostCancel(string id, Guid absence, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        return Answer((await handler.Handle(new CancelAbsence(absence), HttpContext.Actor(), ct)).Problems);
    }

    private IActionResult Answer(IReadOnlyList<Problem> problems) => this.Answer(words, problems, $"/nhan-su/{Card.Id}/vang-mat");

    private async Task<IActionResult?> Load(string id, CancellationToken ct)
    {
        if (await staff.Open(id, HttpContext.Actor(), StaffRules.RefuseOther, c => Card = c, ct) is { } refused)
            return refused;
        Rows = await db.Query<AbsenceRow>("""
            select a.id, a.kind, a.valid_from, a.valid_to, s.name as substitute, a.note, a.cancelled_at is not null as cancelled
            from identity.absence a left join identity.staff s on s.id = a.substitute_id
            where a.staff_id = @id order by a.valid_from desc limit 100
            """, new { id }, ct);
        return null;
    }
}
