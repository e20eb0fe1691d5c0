using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The person with the right to sign sees exactly what is signed, and signs or sends it back.</summary>
[OpenTo(Audience.Staff, Permissions.DossierSign)]
internal sealed class SignModel(Settlement settlement, SignResultHandler handler, DocumentSigner signer, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public Guid? Shown { get; set; }

    [BindProperty]
    public bool Confirmed { get; set; }

    [BindProperty]
    public string? Rework { get; set; }

    public OpenTask Open { get; private set; } = null!;
    public JsonObject Fields { get; private set; } = [];
    public bool HasKey { get; private set; }

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct) =>
        await Load(task, ct) is { } refused ? refused.ToPage() : Ask() ?? Page();

    public async Task<IActionResult> OnPostSign(Guid task, CancellationToken ct) =>
        Ask() ?? await Act(task, new SignResult(task, Shown, Confirmed, null), ct);

    public Task<IActionResult> OnPostRework(Guid task, CancellationToken ct) =>
        Act(task, new SignResult(task, null, false, Rework ?? ""), ct);

    private IActionResult? Ask() => StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow());

    private async Task<IActionResult> Act(Guid task, SignResult input, CancellationToken ct)
    {
        var done = await handler.Handle(input, HttpContext.Actor(), ct);
        return !done.Ok && await Load(task, ct) is { } refused ? refused.ToPage() : this.Answer(words, done.Problems, "/viec");
    }

    private async Task<Problem?> Load(Guid task, CancellationToken ct)
    {
        var opened = await settlement.Open(task, "sign-result", HttpContext.Actor(), ct);
        if (!opened.Ok)
            return opened.Problem;
        Open = opened.Value;
        Fields = JsonNode.Parse(Open.Result!.Fields)!.AsObject();
        HasKey = await signer.HasKey(SignatureKind.Personal, HttpContext.Actor(), Open.Dossier.Office, ct);
        return null;
    }
}
