using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Why;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Transfers a member of staff, or ends their service; open work goes to a colleague.</summary>
[OpenTo(Audience.Staff, Permissions.StaffManage)]
internal sealed class MoveModel(StaffQuery staff, MoveStaffHandler handler, RoleNames names, Units units, Database db, TimeProvider clock, Words words) : PageModel
{
    [BindProperty, Required]
    public string Kind { get; set; } = "transfer";

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public List<string> Roles { get; set; } = [];

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? WorkTo { get; set; }

    [BindProperty, Required, StringLength(300)]
    public string Decision { get; set; } = "";

    public StaffCard Card { get; private set; } = null!;
    public IReadOnlyList<(string Text, long Count)> InHand { get; private set; } = [];
    public IEnumerable<Option> Choices { get; private set; } = [];

    private static readonly string[] AllKinds = ["transfer", "leave"];

    public IEnumerable<Option> Kinds => AllKinds.Select(k => new Option(k, words["identity.move.kind." + k], words["identity.move.kind-hint." + k]));

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        On = units.Today;
        return StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();
    }

    public async Task<IActionResult> OnPost(string id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused;
        if (!ModelState.IsValid)
            return Page();
        if (StepUp.Keep(this, words, StepUpFor.Security, clock.GetUtcNow()) is { } late)
            return late;
        var colleague = await db.FindPerson(WorkTo, ct);
        var leaving = Kind == "leave";
        var unit = leaving ? null : (await units.FindUnit(Unit, ct))?.Code ?? Unit ?? "";
        var done = await handler.Handle(new MoveStaff(id, unit, Title, leaving ? [] : Roles, On!.Value, Decision,
            string.IsNullOrWhiteSpace(WorkTo) ? null : colleague?.Id ?? "?"), HttpContext.Actor(), ct);
        return this.Answer(words, done.Problems, $"/nhan-su/{id}");
    }

    private async Task<IActionResult?> Load(string id, CancellationToken ct)
    {
        if (await staff.Open(id, HttpContext.Actor(), StaffRules.RefuseSelf, c => Card = c, ct) is { } refused)
            return refused;
        InHand = await handler.InHand(id, ct);
        Choices = (await names.All(words.Language, ct)).Select(r => new Option(r.Code, r.Name, r.Sentence));
        return null;
    }
}
