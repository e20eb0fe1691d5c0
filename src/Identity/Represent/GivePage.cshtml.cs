using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Represent;

/// <summary>Who is authorised, for what, until when; the fields of two forms.</summary>
internal sealed record AgentInput(string AgentNumber, string AgentName, string? Scope, DateOnly? Until)
{
    /// <summary>Codes of procedures as typed, parted by commas or blanks.</summary>
    public IReadOnlyList<string> Procedures => Scope?.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray() ?? [];
}

/// <summary>I authorise somebody to act for me or for an enterprise that I represent.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class GivePageModel(Authorities authorities, Representation representation, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public string Grantor { get; set; } = "";

    [BindProperty]
    public string AgentNumber { get; set; } = "";

    [BindProperty]
    public string AgentName { get; set; } = "";

    [BindProperty]
    public string? Scope { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    public AgentInput Input => new(AgentNumber, AgentName, Scope, Until);
    public IReadOnlyList<Option> Grantors { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (StepUp.AskLevel(HttpContext, 2) is { } low)
            return low;
        if (StepUp.Ask(HttpContext, StepUpFor.Security, clock.GetUtcNow()) is { } ask)
            return ask;
        var me = HttpContext.Actor();
        Grantors =
        [
            new($"person:{me.Id}", words["identity.represent.self"]),
            .. (await representation.Of(me.Id, ct)).Where(p => p.Basis == RepresentBasis.Representative).Select(p => new Option(p.Who.ToString(), p.Name, p.Code, "vi")),
        ];
        if (Grantor.Length == 0)
            Grantor = Grantors[0].Value;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid && Grantor.Split(':', 2) is [var kind, var id])
        {
            var done = await authorities.Give(new GiveAuthority(new Ref(kind, id), Input.AgentNumber, Input.AgentName, Input.Procedures, Until, null), HttpContext.Actor(), ct);
            if (done.Ok)
                return LocalRedirect(Request.PathBase + "/dai-dien");
            words.Show(ModelState, done.Problems);
        }
        return await OnGet(ct);
    }
}
