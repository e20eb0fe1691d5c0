using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>One page of the form. Every page is kept as a draft, also with mistakes in it, so that nothing is lost.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class SectionModel(ProcedureCatalogue catalogue, Drafts drafts, Words words) : PageModel
{
    [BindProperty]
    public int Version { get; set; }

    public Draft Draft { get; private set; } = null!;
    public Procedure Procedure { get; private set; } = null!;
    public FormRules Rules { get; private set; } = null!;
    public FormSection Section { get; private set; } = null!;
    public JsonObject Answers { get; private set; } = [];
    public int Number { get; private set; }

    /// <summary>Pages of the journey: the sections, the papers, the check.</summary>
    public IEnumerable<string> Journey =>
        [.. Procedure.Form.Select(s => s.Title.In(words.Language)), words["procedures.apply.papers"], words["procedures.apply.check"]];

    public string? BackHref => Number > 1 ? $"/nop-ho-so/ban-thao/{Draft.Id}/{Procedure.Form[Number - 2].Id}" : null;

    /// <summary>Questions to show: without script also those whose condition depends on this very page.</summary>
    public IEnumerable<Question> Shown => Section.Questions.Where(q => FormConditions.ForScript(q) is not null || Rules.Asked(Section, Answers).Contains(q));

    public async Task<IActionResult> OnGet(Guid id, string section, CancellationToken ct) => await Load(id, section, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id, string section, CancellationToken ct)
    {
        if (!await Load(id, section, ct))
            return NotFound();
        (Answers, var problems) = Rules.Read(Section, Answers, name => Request.Form[name]);
        await drafts.Save(Draft, Answers, Version, HttpContext.Actor(), ct);
        Version++;
        ModelState.Remove(nameof(Version));
        words.Show(ModelState, problems);
        if (!ModelState.IsValid)
            return Page();
        var next = Number < Procedure.Form.Count ? Procedure.Form[Number].Id : "giay-to";
        return LocalRedirect($"{Request.PathBase}/nop-ho-so/ban-thao/{id}/{next}");
    }

    private async Task<bool> Load(Guid id, string section, CancellationToken ct)
    {
        if (await drafts.Find(id, HttpContext.Actor(), ct) is not { } draft)
            return false;
        (Procedure, Rules) = await catalogue.Version(draft.ProcedureCode, draft.ProcedureVersion, ct);
        Number = Procedure.Form.ToList().FindIndex(s => s.Id == section) + 1;
        if (Number == 0)
            return false;
        (Draft, Section, Answers) = (draft, Procedure.Form[Number - 1], draft.Sheet());
        if (HttpMethods.IsGet(Request.Method))
            Version = draft.Version;
        return true;
    }
}
