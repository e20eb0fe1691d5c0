using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Represent;

/// <summary>A one-stop officer records, from papers, who represents an enterprise and who is authorised by whom.</summary>
[OpenTo(Audience.Staff, Permissions.DossierAccept)]
internal sealed class RecordPageModel(Enterprises enterprises, Authorities authorities, Database db, Words words) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? RepresentativeNumber { get; set; }

    [BindProperty]
    public string? Certificate { get; set; }

    [BindProperty]
    public string? Grantor { get; set; }

    [BindProperty]
    public string? AgentNumber { get; set; }

    [BindProperty]
    public string? AgentName { get; set; }

    [BindProperty]
    public string? Scope { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    public AgentInput Input => new(AgentNumber ?? "", AgentName ?? "", Scope, Until);

    /// <summary>What has just been recorded.</summary>
    public string? Recorded { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostEnterprise(CancellationToken ct)
    {
        var done = await enterprises.Record(new RecordEnterprise(Code ?? "", Name ?? "", RepresentativeNumber ?? "", Certificate ?? ""), HttpContext.Actor(), ct);
        return Show(done.Problems.Select(p => p.Field == "Paper" ? p with { Field = "Certificate" } : p), $"{Code} {Name}");
    }

    public async Task<IActionResult> OnPostAuthority(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var grantor = await enterprises.Find(Grantor ?? "", ct)
            ?? (await db.OneOrNone<string>("select id from identity.person where personal_id = @number", new { number = Grantor?.Trim() ?? "" }, ct) is { } id ? new Ref("person", id) : null as Ref?);
        if (grantor is null)
            return Show([Problem.Invalid("identity.grantor-unknown", "Grantor")], "");
        var done = await authorities.Record(new GiveAuthority(grantor.Value, Input.AgentNumber, Input.AgentName, Input.Procedures, Until, Paper?.Trim()), HttpContext.Actor(), ct);
        return Show(done.Problems, $"{Grantor} → {AgentName}");
    }

    private PageResult Show(IEnumerable<Problem> problems, string what)
    {
        var wrong = problems.ToArray();
        words.Show(ModelState, wrong);
        if (wrong.Length > 0)
            return Page();
        ModelState.Clear();
        (Code, Name, RepresentativeNumber, Certificate, Grantor, AgentNumber, AgentName, Scope, Until, Paper) = (null, null, null, null, null, null, null, null, null, null);
        Recorded = what;
        return Page();
    }
}
