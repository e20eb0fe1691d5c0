using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Check your answers, see the fee, and lodge.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class CheckModel(ProcedureCatalogue catalogue, Drafts drafts, Units units, SubmitDossierHandler submit, Words words) : PageModel
{
    [BindProperty]
    public bool Confirmed { get; set; }

    /// <summary>Who lodges, and for whom.</summary>
    public Actor Me => HttpContext.Actor();

    public Draft Draft { get; private set; } = null!;
    public Procedure Procedure { get; private set; } = null!;
    public FormRules Rules { get; private set; } = null!;
    public JsonObject Answers { get; private set; } = [];
    public IReadOnlyList<AttachedPaper> Attached { get; private set; } = [];
    public Unit? Office { get; private set; }
    public decimal? Fee => Rules.Fee(Answers);

    public IEnumerable<string> Journey =>
        [.. Procedure.Form.Select(s => s.Title.In(words.Language)), words["procedures.apply.papers"], words["procedures.apply.check"]];

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        return Rules.Unfinished(Answers) is [var first, ..]
            ? LocalRedirect($"{Request.PathBase}/nop-ho-so/ban-thao/{id}/{first.Id}")
            : Page();
    }

    public async Task<IActionResult> OnPost(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        var lodged = await submit.Handle(new SubmitDossier(id, Confirmed), HttpContext.Actor(), ct);
        if (lodged.Ok)
            return LocalRedirect($"{Request.PathBase}/ho-so/{lodged.Value}?moi=1");
        words.Show(ModelState, lodged.Problems);
        return Page();
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await drafts.Find(id, HttpContext.Actor(), ct) is not { } draft)
            return false;
        (Draft, Answers) = (draft, draft.Sheet());
        (Procedure, Rules) = await catalogue.Version(draft.ProcedureCode, draft.ProcedureVersion, ct);
        Attached = await drafts.Papers(id, ct);
        Office = draft.Office is { } office ? await units.Find(office, ct) : null;
        return true;
    }
}
