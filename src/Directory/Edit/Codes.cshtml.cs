using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory.Browse;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>Other codes that lead to a unit, each with its period.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class CodesModel(UnitQuery query, Units units, CodesHandler codes, Words words) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    /// <summary>Last day, as people say it.</summary>
    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public UnitView View { get; private set; } = null!;

    public async Task<IActionResult> OnGet([FromRoute] string code, CancellationToken ct)
    {
        From = units.Today;
        return await Load(code, ct) is { } refused ? refused.ToPage() : Page();
    }

    public async Task<IActionResult> OnPostAdd([FromRoute] string code, CancellationToken ct) => await Answer(code, From is null
        ? [Problems.Missing("From")]
        : (await codes.Handle(new AddCode(code, (Code ?? "").Trim().ToUpperInvariant(), From.Value, Until?.AddDays(1), Reason ?? ""), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostEnd([FromRoute] string code, string ended, CancellationToken ct) =>
        await Answer(code, (await codes.Handle(new EndCode(code, ended ?? ""), HttpContext.Actor(), ct)).Problems, ct);

    private async Task<IActionResult> Answer(string code, IReadOnlyList<Problem> problems, CancellationToken ct) =>
        problems.Count > 0 && await Load(code, ct) is { } refused ? refused.ToPage() : this.Answer(words, problems, $"/danh-ba/{code}/ma");

    private async Task<Problem?> Load(string code, CancellationToken ct)
    {
        if (await query.Find(code, units.Today, ct) is not { } view)
            return Problems.NoUnit(code);
        View = view;
        return Problems.NotManager(HttpContext.Actor(), view.Unit.Path);
    }
}
