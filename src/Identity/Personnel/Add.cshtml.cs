using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Identity.Why;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Adds a member of staff.</summary>
[OpenTo(Audience.Staff, Permissions.StaffManage)]
internal sealed class AddModel(AddStaffHandler handler, RoleNames roles, Units units, TimeProvider clock, Words words) : PageModel
{
    [BindProperty, Required, StringLength(100)]
    public string Name { get; set; } = "";

    [BindProperty, Required, StringLength(60)]
    public string UserName { get; set; } = "";

    [BindProperty, Required, StringLength(200)]
    public string Title { get; set; } = "";

    [BindProperty, Required, StringLength(100)]
    public string Unit { get; set; } = "";

    [BindProperty]
    public List<string> Roles { get; set; } = [];

    [BindProperty, Required]
    public DateOnly? From { get; set; }

    [BindProperty, Required, StringLength(300)]
    public string Decision { get; set; } = "";

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public DateOnly? BirthDate { get; set; }

    [BindProperty]
    public string? PersonalId { get; set; }

    public IEnumerable<Option> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        From = units.Today;
        await Load(ct);
        return StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        if (!ModelState.IsValid)
            return Page();
        if (StepUp.Keep(this, words, StepUpFor.Security, clock.GetUtcNow()) is { } late)
            return late;
        var unit = await units.FindUnit(Unit, ct);
        var added = await handler.Handle(new AddStaff(Name, UserName.Trim().ToLowerInvariant(), unit?.Code ?? Unit, Title, Roles, From!.Value, Decision,
            Text(Email), Text(Phone), BirthDate, Text(PersonalId)), HttpContext.Actor(), ct);
        if (added.Ok)
            return LocalRedirect($"{Request.PathBase}/nhan-su/{added.Value}");
        if (added.Problem.Kind == ProblemKind.Forbidden)
            return added.Problem.ToPage();
        words.Show(ModelState, added.Problems);
        return Page();
    }

    private async Task Load(CancellationToken ct) =>
        Choices = (await roles.All(words.Language, ct)).Select(r => new Option(r.Code, r.Name, r.Sentence));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
