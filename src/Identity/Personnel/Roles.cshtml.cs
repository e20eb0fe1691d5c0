using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Identity.Why;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Gives and ends roles of a member of staff.</summary>
[OpenTo(Audience.Staff, Permissions.StaffManage)]
internal sealed class RolesModel(StaffQuery staff, RolesHandler handler, RoleNames names, Units units, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    /// <summary>Last day, as people say it.</summary>
    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    public StaffCard Card { get; private set; } = null!;
    public DateOnly Today => units.Today;
    public IReadOnlyList<RoleRow> Held { get; private set; } = [];
    public IEnumerable<Option> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        (From, Unit) = (units.Today, Card.UnitCode);
        return StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();
    }

    public async Task<IActionResult> OnPostGive(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        if (StepUp.Keep(this, words, StepUpFor.Security, clock.GetUtcNow()) is { } late)
            return late;
        if (From is null)
            return Answer([PeopleProblems.Missing("From")]);
        var unit = await units.FindUnit(Unit, ct);
        return Answer((await handler.Handle(new GiveRole(id, Role ?? "", unit?.Code ?? Unit ?? "", From.Value, Until?.AddDays(1), Decision ?? ""), HttpContext.Actor(), ct)).Problems);
    }

    public async Task<IActionResult> OnPostEnd(string id, long assignment, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        if (StepUp.Keep(this, words, StepUpFor.Security, clock.GetUtcNow()) is { } late)
            return late;
        if (!DateInput.TryRead(Request.Form[$"On{assignment}"], out var on))
            return Answer([Problem.Invalid("ui.date", $"On{assignment}")]);
        var done = await handler.Handle(new EndRole(id, assignment, on, Request.Form[$"Reason{assignment}"].ToString()), HttpContext.Actor(), ct);
        return Answer([.. done.Problems.Select(p => p.Field is null ? p : p with { Field = $"{p.Field}{assignment}" })]);
    }

    private IActionResult Answer(IReadOnlyList<Problem> problems) => this.Answer(words, problems, $"/nhan-su/{Card.Id}");

    private async Task<IActionResult?> Load(string id, CancellationToken ct)
    {
        if (await staff.Open(id, HttpContext.Actor(), StaffRules.RefuseSelf, c => Card = c, ct) is { } refused)
            return refused;
        Held = [.. (await staff.Roles(id, words.Language, ct)).Where(r => r.ValidTo is null || r.ValidTo > units.Today)];
        Choices = (await names.All(words.Language, ct)).Select(r => new Option(r.Code, r.Name, r.Sentence));
        return null;
    }
}
