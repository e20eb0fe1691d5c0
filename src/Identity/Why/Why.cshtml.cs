using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Ui;

namespace Sen.Identity.Why;

/// <summary>An administrator asks why a staff member may or may not do something at a unit.</summary>
[OpenTo(Audience.Staff, Permissions.AccessExplain)]
internal sealed class WhyModel(ExplainQuery query, Units units, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "nguoi")]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true, Name = "quyen")]
    public string? Permission { get; set; }

    [BindProperty(SupportsGet = true, Name = "don-vi")]
    public string? At { get; set; }

    public IReadOnlyList<FoundStaff> People { get; private set; } = [];
    public FoundStaff? Staff { get; private set; }
    public Unit? Unit { get; private set; }
    public Explanation? Answer { get; private set; }
    public IReadOnlyDictionary<string, Unit> ByPath { get; private set; } = new Dictionary<string, Unit>();

    /// <summary>The permissions, each in words.</summary>
    public IReadOnlyList<Option> Choices => [.. Permissions.All.Select(p => new Option(p, words["permission." + p]))];

    public async Task OnGet(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Who))
            return;
        People = await query.Search(Who, ct);
        Staff = People.FirstOrDefault(p => p.UserName == Who.Trim()) ?? (People is [var only] ? only : null);
        if (Staff is null)
            ModelState.AddModelError("nguoi", words[People.Count == 0 ? "identity.why.nobody" : "identity.why.several"]);
        if (Permission is null || !Permissions.All.Contains(Permission))
            ModelState.AddModelError("quyen", words["identity.why.choose-permission"]);
        if (!string.IsNullOrWhiteSpace(At))
            Unit = await units.Find(At.Trim().ToUpperInvariant(), ct) ?? ((await units.Search(At, 1, ct)) is [var first, ..] ? first : null);
        if (Unit is null)
            ModelState.AddModelError("don-vi", words["identity.why.no-unit"]);
        if (!ModelState.IsValid || Staff is null || Unit is null)
            return;
        ByPath = (await units.All(ct)).ToDictionary(u => u.Path);
        Answer = await query.Explain(Staff, Permission!, Unit, words.Language, ct);
    }
}
