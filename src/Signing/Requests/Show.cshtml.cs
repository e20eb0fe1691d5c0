using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>One request: the file, its course, and what I may do with it now.</summary>
[OpenTo(Audience.Staff)]
internal sealed class RequestModel(
    RequestQuery requests, SignStepHandler sign, CloseRequestHandler close, KeyStore keys, FileStore files, Staff staff, Checker checker, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public Guid Shown { get; set; }

    [BindProperty]
    public bool Confirmed { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public DateOnly? Dated { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? Otp { get; set; }

    // One a form: the page has several, and each field its own place for what is wrong with it.
    [BindProperty]
    public string RefuseReason { get; set; } = "";

    [BindProperty]
    public string GiveReason { get; set; } = "";

    [BindProperty]
    public string RecallReason { get; set; } = "";

    [BindProperty]
    public string TakeBackReason { get; set; } = "";

    [BindProperty]
    public string Deputy { get; set; } = "";

    public new RequestRow Request { get; private set; } = null!;
    public IReadOnlyList<StepRow> Steps { get; private set; } = [];
    public new StoredFile? File { get; private set; }

    /// <summary>The open step, when it is mine to act on.</summary>
    public StepRow? Mine { get; private set; }

    /// <summary>My last signature, while it can be taken back.</summary>
    public StepRow? Recallable { get; private set; }

    /// <summary>Where my key lies; null without one.</summary>
    public string? KeyAt { get; private set; }
    public IReadOnlyList<Option> Deputies { get; private set; } = [];
    public Verdict? Verdict { get; private set; }
    public bool MayRecall => Request.State == RequestState.Open && Request.CreatedBy == HttpContext.Actor().Id;
    public bool MayGive => Mine is { Kind: SignatureKind.Personal } step && step.StaffId == HttpContext.Actor().Id && step.Capacity != Capacity.Authorised && Deputies.Count > 0;
    public bool NeedsConfirmation => StepUp.Refuse(HttpContext.Actor(), StepUpFor.Signing, clock.GetUtcNow()) is not null;
    public string ConfirmHref => StepUp.Address(HttpContext, StepUpFor.Signing);
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Words.ProvinceTime).DateTime);

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct) => await Load(id, ct) is { } refused ? refused.ToPage() : Page();

    public async Task<IActionResult> OnGetVerify(Guid id, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused.ToPage();
        Verdict = await files.Read(Request.File, ct) is { } pdf ? await checker.Check(pdf, ct) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostSign(Guid id, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask)
            return ask;
        if (await Load(id, ct) is { } refused)
            return refused.ToPage();
        if (Mine is null)
            return Problem.Conflict("signing.step-closed").ToPage();
        var done = await sign.Handle(new SignStep(Mine.Id, Shown, Confirmed, Number, Dated, new KeyConsent(Pin, Otp)), HttpContext.Actor(), ct);
        return Answer(id, done.Problems);
    }

    public async Task<IActionResult> OnPostRefuse(Guid id, CancellationToken ct) =>
        await Act(id, nameof(RefuseReason), async () => Mine is null ? [Problem.Conflict("signing.step-closed")] : (await close.Handle(new RefuseStep(Mine.Id, RefuseReason), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostGive(Guid id, CancellationToken ct) =>
        await Act(id, nameof(GiveReason), async () => Mine is null ? [Problem.Conflict("signing.step-closed")] : (await close.Handle(new GiveStep(Mine.Id, Deputy, GiveReason), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostRecall(Guid id, CancellationToken ct) =>
        await Act(id, nameof(RecallReason), async () => (await close.Handle(new RecallRequest(id, RecallReason), HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostTakeBack(Guid id, CancellationToken ct) =>
        await Act(id, nameof(TakeBackReason), async () => Recallable is null ? [Problem.Conflict("signing.recall-late")] : (await close.Handle(new RecallSignature(Recallable.Id, TakeBackReason), HttpContext.Actor(), ct)).Problems, ct);

    /// <param name="field">Where this form asks for the reason.</param>
    private async Task<IActionResult> Act(Guid id, string field, Func<Task<IReadOnlyList<Problem>>> act, CancellationToken ct)
    {
        if (await Load(id, ct) is { } refused)
            return refused.ToPage();
        return Answer(id, [.. (await act()).Select(p => p.Field == "Reason" ? p with { Field = field } : p)]);
    }

    private IActionResult Answer(Guid id, IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0)
            return LocalRedirect($"{base.Request.PathBase}/ky-so/{id}");
        ModelState.Clear();
        words.Show(ModelState, problems);
        return Page();
    }

    private async Task<Problem?> Load(Guid id, CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        if (await requests.Find(id, ct) is not { } request)
            return Problem.NotFound("signing.no-request");
        var steps = await requests.Steps(id, ct);
        if (!RequestQuery.MaySee(request, steps, actor))
            return Problem.NotFound("signing.no-request");
        (Request, Steps, File) = (request, steps, await files.Find(request.File, ct));
        var open = request.State == RequestState.Open ? steps.FirstOrDefault(s => s.State == StepState.Open) : null;
        Mine = open is not null && RequestQuery.Refuse(request, open, actor) is null ? open : null;
        Recallable = open is null ? null : steps.LastOrDefault(s => s.Ordinal < open.Ordinal) is { State: StepState.Signed } before && before.ActedBy == actor.Id ? before : null;
        if (Mine is not null)
        {
            KeyAt = Mine.Kind == SignatureKind.Organisation ? await keys.PlaceOf("unit", request.UnitCode, ct) : await keys.PlaceOf("staff", actor.Id, ct);
            var holders = Mine.Kind == SignatureKind.Personal ? await staff.HoldersOf(Permissions.DossierSign, request.UnitPath, ct) : [];
            Deputies = [.. holders.Where(h => h.Id != actor.Id).Select(h => new Option(h.Id, $"{h.Name}, {h.Title}", Lang: "vi"))];
        }
        return null;
    }
}
