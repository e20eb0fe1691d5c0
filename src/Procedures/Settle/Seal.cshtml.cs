using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The clerk adds the organisation's signature and issues the result.</summary>
[OpenTo(Audience.Staff, Permissions.DossierSeal)]
internal sealed class SealModel(Settlement settlement, SealResultHandler handler, DocumentSigner signer, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public Guid? Shown { get; set; }

    [BindProperty]
    public bool Confirmed { get; set; }

    public OpenTask Open { get; private set; } = null!;
    public JsonObject Fields { get; private set; } = [];
    public bool HasKey { get; private set; }

    public async Task<IActionResult> OnGet(Guid task, CancellationToken ct) =>
        await Load(task, ct) is { } refused ? refused.ToPage() : Ask() ?? Page();

    public async Task<IActionResult> OnPost(Guid task, CancellationToken ct)
    {
        if (Ask() is { } ask)
            return ask;
        var done = await handler.Handle(new SealResult(task, Shown, Confirmed), HttpContext.Actor(), ct);
        return !done.Ok && await Load(task, ct) is { } refused ? refused.ToPage() : this.Answer(words, done.Problems, "/viec");
    }

    private IActionResult? Ask() => StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow());

    private async Task<Problem?> Load(Guid task, CancellationToken ct)
    {
        var opened = await settlement.Open(task, "seal-result", HttpContext.Actor(), ct);
        if (!opened.Ok)
            return opened.Problem;
        Open = opened.Value;
        Fields = JsonNode.Parse(Open.Result!.Fields)!.AsObject();
        HasKey = await signer.HasKey(SignatureKind.Organisation, HttpContext.Actor(), await handler.SealOf(Open.Dossier, ct), ct);
        return null;
    }
}
