using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>A day off as it is listed.</summary>
internal sealed record DayRow(DateOnly OnDate, string Kind, bool Compensation, bool Demonstration, bool ByHand, string? Note, DateOnly? Worked);

/// <summary>Days off and swapped days of this year and those to come; who manages the root adds and removes single days.</summary>
[OpenTo(Audience.Staff)]
internal sealed class DaysModel(Database db, Units units, DaysHandler handler, Words words) : PageModel
{
    [BindProperty]
    public DateOnly? Off { get; set; }

    [BindProperty]
    public DateOnly? Worked { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    public DateOnly Today => units.Today;
    public bool MayManage => DaysHandler.Refuse(HttpContext.Actor()) is null;
    public IReadOnlyList<DayRow> Days { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAdd(CancellationToken ct) => await Answer(Off is null
        ? [Problems.Missing("Off")]
        : (await handler.Handle(new AddDay(Off.Value, Worked, Decision ?? ""), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostRemove(DateOnly removed, CancellationToken ct) =>
        await Answer((await handler.Handle(new RemoveDay(removed), HttpContext.Actor(), ct)).Problems, ct);

    private async Task<IActionResult> Answer(IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        if (problems.Count == 0 && ModelState.IsValid)
            return LocalRedirect($"{Request.PathBase}/ngay-nghi");
        if (problems is [{ Kind: ProblemKind.Forbidden } refused, ..])
            return refused.ToPage();
        words.Show(ModelState, problems);
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct) => Days = await db.Query<DayRow>("""
        select h.on_date, h.kind, h.compensation, h.demonstration, h.by_hand, h.note, w.on_date as worked
        from directory.holiday h left join directory.extra_working_day w on w.reason = to_char(h.on_date, 'YYYY-MM-DD')
        where h.on_date >= @from order by h.on_date limit 200
        """, new { from = new DateOnly(Today.Year, 1, 1) }, ct);
}
