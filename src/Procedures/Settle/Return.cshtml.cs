using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The one-stop officer hands the result over.</summary>
[OpenTo(Audience.Staff, Permissions.DossierReturn)]
internal sealed class ReturnModel(Settlement settlement, HandOverHandler handler, Words words) : PageModel
{
    [BindProperty]
    public string? FeeHow { get; set; }

    public OpenTask Open { get; private set; } = null!;
    public bool Owed => Open.Dossier.Fee > 0 && Open.Dossier.FeePaidAt is null;
    public IEnumerable<Option> FeeWays => AcceptDossierHandler.FeeWays.Where(w => w != "later").Select(w => new Option(w, words["procedures.fee.how." + w]));

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct) =>
        await Load(task, ct) is { } refused ? refused.ToPage() : Page();

    public async Task<IActionResult> OnPost(Guid task, CancellationToken ct)
    {
        var done = await handler.Handle(new HandOver(task, FeeHow), HttpContext.Actor(), ct);
        return !done.Ok && await Load(task, ct) is { } refused ? refused.ToPage() : this.Answer(words, done.Problems, "/viec");
    }

    private async Task<Problem?> Load(Guid task, CancellationToken ct)
    {
        var opened = await settlement.Open(task, "hand-over", HttpContext.Actor(), ct);
        if (opened.Ok)
            Open = opened.Value;
        return opened.Problem;
    }
}
