using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>One dossier at the desk: check it, then accept, ask for a supplement, or refuse with the reason.</summary>
[OpenTo(Audience.Staff, Permissions.DossierAccept)]
internal sealed class DeskShowModel(Dossiers dossiers, ProcedureCatalogue catalogue, AcceptDossierHandler accept, DecideIntakeHandler decide, PersonalDataLooks looks, Words words) : PageModel
{
    [BindProperty]
    public string? FeeHow { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Dossier Dossier { get; private set; } = null!;
    public Offer Offer { get; private set; } = null!;
    public JsonObject Answers { get; private set; } = [];
    public IReadOnlyList<AttachedPaper> Attached { get; private set; } = [];
    public IReadOnlyList<StepRow> Course { get; private set; } = [];

    public IEnumerable<Option> FeeWays => AcceptDossierHandler.FeeWays.Select(w => new Option(w, words["procedures.fee.how." + w]));

    public async Task<IActionResult> OnGet(string number, CancellationToken ct) => await Load(number, ct) is { } refused ? refused.ToPage() : Page();

    public async Task<IActionResult> OnPostAccept(string number, CancellationToken ct) =>
        await Answer(number, (await accept.Handle(new AcceptDossier(number, FeeHow), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostSupplement(string number, CancellationToken ct) =>
        await Answer(number, (await decide.Handle(new DecideIntake(number, DossierStatus.SupplementRequested, Reason), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostRefuse(string number, CancellationToken ct) =>
        await Answer(number, (await decide.Handle(new DecideIntake(number, DossierStatus.NotAccepted, Reason), HttpContext.Actor(), ct)).Problems, ct);

    private async Task<IActionResult> Answer(string number, IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        if (await Load(number, ct) is { } refused)
            return refused.ToPage();
        if (problems.Count == 0)
            return LocalRedirect($"{Request.PathBase}/mot-cua/{number}");
        words.Show(ModelState, problems);
        return Page();
    }

    private async Task<Problem?> Load(string number, CancellationToken ct)
    {
        if (await dossiers.Find(number, ct) is not { } dossier)
            return Problems.NoDossier(number);
        if (Access.Refuse(HttpContext.Actor(), Permissions.DossierAccept, dossier.OfficePath) is { } refused)
            return refused;
        foreach (var person in dossier.Persons)
            await looks.Note(HttpContext.Actor(), person, "dossier", Names.Dossier(dossier.Id), ct);
        Dossier = dossier;
        Offer = await catalogue.Version(dossier.ProcedureCode, dossier.ProcedureVersion, ct);
        Answers = JsonNode.Parse(dossier.Answers)!.AsObject();
        Attached = await dossiers.Papers(dossier.Id, ct);
        Course = await dossiers.Course(dossier.Id, ct);
        return null;
    }
}
