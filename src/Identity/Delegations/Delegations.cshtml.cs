using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Delegations;

/// <summary>What a person delegated and received; they themselves, or who manages their unit, give and end.</summary>
[OpenTo(Audience.Staff)]
internal sealed class DelegationsModel(StaffQuery staff, DelegationsQuery query, DelegationHandler give, EndDelegationHandler end, Units units, Database db, Words words) : PageModel
{
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public List<string> Permissions { get; set; } = [];

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public DateOnly? Begin { get; set; }

    /// <summary>Last day, as people say it.</summary>
    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    public StaffCard Card { get; private set; } = null!;
    public DateOnly Today => units.Today;
    public IReadOnlyList<DelegationRow> Rows { get; private set; } = [];
    public IEnumerable<Option> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        (Begin, Unit) = (units.Today, Card.UnitCode);
        return Page();
    }

    public async Task<IActionResult> OnPostGive(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        if (Begin is null || Until is null)
            return Answer(PeopleProblems.MissingOf(("Begin", Begin), ("Until", Until)));
        var to = await db.FindPerson(To, ct);
        var unit = await units.FindUnit(Unit, ct);
        return Answer((await give.Handle(new GiveDelegation(id, to?.Id ?? "?", Permissions, unit?.Code ?? Unit ?? "", Begin.Value, Until.Value.AddDays(1), Decision ?? ""),
            HttpContext.Actor(), ct)).Problems);
    }

    public async Task<IActionResult> OnPostEnd(string id, Guid delegation, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        var ended = await end.Handle(new EndDelegation(delegation, Request.Form[$"Reason{delegation:N}"].ToString()), HttpContext.Actor(), ct);
        return Answer([.. ended.Problems.Select(p => p.Field is null ? p : p with { Field = $"{p.Field}{delegation:N}" })]);
    }

    private IActionResult Answer(IReadOnlyList<Problem> problems) => this.Answer(words, problems, $"/nhan-su/{Card.Id}/uy-quyen");

    private async Task<IActionResult?> Load(string id, CancellationToken ct)
    {
        if (await staff.Open(id, HttpContext.Actor(), StaffRules.RefuseOther, c => Card = c, ct) is { } refused)
            return refused;
        Rows = await query.Of(id, ct);
        Choices = (await query.Rules(ct)).Select(r => new Option(r.Permission, words.Or("permission." + r.Permission, r.Permission),
            words[r.Redelegable ? "identity.delegation.may-pass-on" : "identity.delegation.may-not-pass-on", r.Law]));
        return null;
    }
}
