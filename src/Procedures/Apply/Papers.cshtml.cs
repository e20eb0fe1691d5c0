using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The papers of the application: what is needed for these answers, what is there.</summary>
[OpenTo(Audience.Citizen)]
[RequestSizeLimit(110_000_000), RequestFormLimits(MultipartBodyLengthLimit = 110_000_000)]
internal sealed class PapersModel(ProcedureCatalogue catalogue, Drafts drafts, FileStore files, Words words) : PageModel
{
    public Draft Draft { get; private set; } = null!;
    public Procedure Procedure { get; private set; } = null!;
    public FormRules Rules { get; private set; } = null!;
    public IReadOnlyList<AttachedPaper> Attached { get; private set; } = [];
    public int Number => Procedure.Form.Count + 1;

    public IEnumerable<string> Journey =>
        [.. Procedure.Form.Select(s => s.Title.In(words.Language)), words["procedures.apply.papers"], words["procedures.apply.check"]];

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id, string? act, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        foreach (var file in Request.Form.Files.Where(f => f.Length > 0))
            await Keep(file, ct);
        Attached = await drafts.Papers(id, ct);
        if (act == "continue" && ModelState.IsValid)
            words.Show(ModelState, [.. Procedure.Papers.Where(p => Rules.Requires(p, Draft.Sheet()) && Attached.All(a => a.Paper != p.Id))
                .Select(p => Problems.PaperMissing(p.Id, p.Name.In(words.Language)))]);
        if (!ModelState.IsValid)
            return Page();
        return LocalRedirect($"{Request.PathBase}/nop-ho-so/ban-thao/{id}/{(act == "continue" ? "kiem-tra" : "giay-to")}");
    }

    public async Task<IActionResult> OnPostRemove(Guid id, Guid file, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        await drafts.Detach(Draft, file, HttpContext.Actor(), ct);
        return LocalRedirect($"{Request.PathBase}/nop-ho-so/ban-thao/{id}/giay-to");
    }

    private async Task Keep(IFormFile file, CancellationToken ct)
    {
        if (Procedure.Papers.All(p => p.Id != file.Name))
            return;
        if ((await drafts.Papers(Draft.Id, ct)).Count >= Drafts.MostPapers)
        {
            words.Show(ModelState, [Problems.TooManyPapers(Drafts.MostPapers) with { Field = file.Name }]);
            return;
        }
        await using var content = file.OpenReadStream();
        var saved = await files.Save(content, file.FileName, FileRule.Papers, HttpContext.Actor(), ct);
        if (saved.Ok)
            await drafts.Attach(Draft, file.Name, saved.Value, HttpContext.Actor(), ct);
        else
            words.Show(ModelState, [saved.Problem with { Field = file.Name }]);
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await drafts.Find(id, HttpContext.Actor(), ct) is not { } draft)
            return false;
        Draft = draft;
        (Procedure, Rules) = await catalogue.Version(draft.ProcedureCode, draft.ProcedureVersion, ct);
        Attached = await drafts.Papers(id, ct);
        return true;
    }
}
