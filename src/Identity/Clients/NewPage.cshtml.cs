using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>Registers a system.</summary>
[OpenTo(Audience.Staff, Permissions.ClientsManage)]
internal sealed class NewPageModel(ClientDesk desk, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string Id { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string UnitCode { get; set; } = "";

    [BindProperty]
    public string Purpose { get; set; } = "";

    [BindProperty]
    public string Contact { get; set; } = "";

    [BindProperty]
    public List<string> Chosen { get; set; } = [];

    [BindProperty]
    public int PerMinute { get; set; } = 60;

    public IReadOnlyList<Option> Scopes => [.. desk.Scopes.Select(s => new Option(s, words.Or("scope." + s, s)))];

    public IActionResult OnGet() => StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) ?? Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var facts = new ClientFacts(Id.Trim().ToLowerInvariant(), Name.Trim(), Purpose.Trim(), Contact.Trim(), UnitCode.Trim().ToUpperInvariant(), Chosen, PerMinute);
        var done = await desk.Register(facts, HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect($"{Request.PathBase}/he-thong-ket-noi/{done.Value}");
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
