using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>One dossier as its applicant follows it: where it stands, by when, what came of it.</summary>
[OpenTo(Audience.Citizen)]
[RequestSizeLimit(110_000_000), RequestFormLimits(MultipartBodyLengthLimit = 110_000_000)]
internal sealed class DossierShowModel(
    Dossiers dossiers, ProcedureCatalogue catalogue, Units units, FileStore files, Verifier verifier,
    RateDossierHandler rate, AnswerDossierHandler answer, Words words) : PageModel
{
    [BindProperty]
    public int? Score { get; set; }

    [BindProperty]
    public string? Comment { get; set; }

    public Dossier Dossier { get; private set; } = null!;
    public Offer Offer { get; private set; } = null!;
    public Unit? Office { get; private set; }
    public JsonObject Answers { get; private set; } = [];
    public IReadOnlyList<AttachedPaper> Attached { get; private set; } = [];
    public IReadOnlyList<StepRow> Course { get; private set; } = [];
    public int? Rated { get; private set; }
    public Verdict? Verdict { get; private set; }
    public bool JustLodged { get; private set; }
    public bool ResultIsOut => Dossier.State == DossierStatus.Returned && Dossier.ResultFile is not null;
    public bool MayRate => Rated is null && Dossier.State is DossierStatus.Finished or DossierStatus.Returned or DossierStatus.NotAccepted;

    public async Task<IActionResult> OnGet(string number, int moi, CancellationToken ct)
    {
        JustLodged = moi == 1;
        return await Load(number, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostRate(string number, CancellationToken ct)
    {
        var rated = await rate.Handle(new RateDossier(number, Score, Comment), HttpContext.Actor(), ct);
        return await Answer(number, rated.Problems, ct);
    }

    public async Task<IActionResult> OnPostWithdraw(string number, CancellationToken ct)
    {
        var withdrawn = await answer.Handle(new AnswerDossier(number, DossierStatus.WithdrawnByCitizen, []), HttpContext.Actor(), ct);
        return await Answer(number, withdrawn.Problems, ct);
    }

    public async Task<IActionResult> OnPostSupplement(string number, CancellationToken ct)
    {
        if (!await Load(number, ct))
            return NotFound();
        var papers = new List<AttachedPaper>();
        foreach (var file in Request.Form.Files.Where(f => f.Length > 0).Take(Drafts.MostPapers))
        {
            await using var content = file.OpenReadStream();
            var saved = await files.Save(content, file.FileName, FileRule.Papers, HttpContext.Actor(), ct);
            if (!saved.Ok)
                return await Answer(number, [saved.Problem with { Field = file.Name }], ct);
            papers.Add(new AttachedPaper(file.Name, saved.Value.Id, saved.Value.Name, saved.Value.Size));
        }
        var sent = await answer.Handle(new AnswerDossier(number, DossierStatus.Registered, papers), HttpContext.Actor(), ct);
        return await Answer(number, sent.Problems, ct);
    }

    /// <summary>Checks the signatures of the result here and now, for everybody who doubts.</summary>
    public async Task<IActionResult> OnGetVerify(string number, CancellationToken ct)
    {
        if (!await Load(number, ct) || !ResultIsOut || await files.Open(Dossier.ResultFile!.Value, ct) is not { } content)
            return NotFound();
        await using (content)
        {
            using var pdf = new MemoryStream();
            await content.CopyToAsync(pdf, ct);
            Verdict = await verifier.Check(pdf.ToArray(), ct);
        }
        return Page();
    }

    private async Task<IActionResult> Answer(string number, IReadOnlyList<Kernel.Problem> problems, CancellationToken ct)
    {
        if (!await Load(number, ct))
            return NotFound();
        if (problems.Count == 0)
            return LocalRedirect($"{Request.PathBase}/ho-so/{Dossier.Number}");
        words.Show(ModelState, problems);
        return Page();
    }

    private async Task<bool> Load(string number, CancellationToken ct)
    {
        if (await dossiers.Find(number, ct) is not { } dossier || dossier.PersonId != HttpContext.Actor().Id)
            return false;
        Dossier = dossier;
        Offer = await catalogue.Version(dossier.ProcedureCode, dossier.ProcedureVersion, ct);
        // What is settled stays with the unit that settled it, or whoever answers for that one.
        Office = (int)dossier.State is 3 or 7 or 8 or 10 ? (await units.On(null, ct)).AnswersFor(dossier.Office) : await units.Find(dossier.Office, ct);
        Answers = JsonNode.Parse(dossier.Answers)!.AsObject();
        Attached = await dossiers.Papers(dossier.Id, ct);
        Course = await dossiers.Course(dossier.Id, ct);
        Rated = await dossiers.Score(dossier.Id, ct);
        return true;
    }
}
