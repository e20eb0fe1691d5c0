using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Shows exactly what is signed when many are signed at once; what is not ticked stays.</summary>
[OpenTo(Audience.Staff)]
internal sealed class ConfirmBatchModel(SignBatchHandler handler, KeyStore keys, Words words, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "chon")]
    public Guid[] Chosen { get; set; } = [];

    [BindProperty(SupportsGet = true, Name = "tat-ca")]
    public bool All { get; set; }

    /// <summary><c>step:file</c> of each line that was shown and stayed ticked.</summary>
    [BindProperty]
    public string[] Lines { get; set; } = [];

    [BindProperty]
    public bool Confirmed { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? Otp { get; set; }

    public IReadOnlyList<BatchLine> Rows { get; private set; } = [];
    public bool IsRemote { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask)
            return ask;
        await Load(All ? null : Chosen, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask)
            return ask;
        var lines = Lines.Select(Read).OfType<(Guid Step, Guid File)>().Distinct().ToArray();
        var done = await handler.Handle(new SignBatch(lines, Confirmed, Pin is null && Otp is null ? null : new KeyConsent(Pin, Otp)), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect($"{Request.PathBase}/ky-so/lo/{done.Value}");
        await Load(lines.Select(l => l.Step), ct);
        ModelState.Clear();
        words.Show(ModelState, [.. done.Problems.Select(p => p.Field == "Chosen" ? p with { Field = null } : p)]);
        return Page();
    }

    private async Task Load(IEnumerable<Guid>? chosen, CancellationToken ct)
    {
        Rows = await handler.Lines(chosen, HttpContext.Actor(), ct);
        IsRemote = await keys.PlaceOf("staff", HttpContext.Actor().Id, ct) == KeyPlace.Remote;
    }

    private static (Guid, Guid)? Read(string line) =>
        line.Split(':') is [var step, var file] && Guid.TryParse(step, out var s) && Guid.TryParse(file, out var f) ? (s, f) : null;
}
