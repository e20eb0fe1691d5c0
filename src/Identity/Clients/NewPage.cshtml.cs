using Microsoft.AspNetCore.Mvc;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>Registers a system.</summary>
[OpenTo(Audience.Staff, Permissions.ClientsManage)]
internal sealed class NewPageModel(ClientDesk desk, TimeProvider clock, Words words) : ClientForm(desk, words)
{
    [BindProperty]
    public string Id { get; set; } = "";

    [BindProperty]
    public string UnitCode { get; set; } = "";

    public IActionResult OnGet() => StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var done = await Desk.Register(Facts(Id.Trim().ToLowerInvariant(), UnitCode.Trim().ToUpperInvariant()), HttpContext.Actor(), ct);
        return this.Answer(T, done.Problems, $"/he-thong-ket-noi/{(done.Ok ? done.Value : "")}");
    }
}
