using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Begins an application: where it is lodged. What VNeID already said is filled in.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class StartModel(ProcedureCatalogue catalogue, Drafts drafts, Units units, People people, Words words) : PageModel
{
    [BindProperty]
    public string? Office { get; set; }

    public Procedure Procedure { get; private set; } = null!;
    public IReadOnlyList<Option> Offices { get; private set; } = [];
    public bool AssuranceTooLow => HttpContext.Actor().Assurance < Procedure.Assurance;

    public async Task<IActionResult> OnGet(string code, CancellationToken ct) => await Load(code, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string code, CancellationToken ct)
    {
        if (!await Load(code, ct))
            return NotFound();
        if (AssuranceTooLow)
            words.Show(ModelState, [Problems.AssuranceTooLow(Procedure.Assurance)]);
        else if (Offices.All(o => o.Value != Office))
            words.Show(ModelState, [Problems.NotOfferedHere("")]);
        if (!ModelState.IsValid)
            return Page();
        var actor = HttpContext.Actor();
        var id = await drafts.Start(Procedure, Office!, Known(await people.Find(actor.Id, ct)), actor, ct);
        return LocalRedirect($"{Request.PathBase}/nop-ho-so/ban-thao/{id}/{Procedure.Form[0].Id}");
    }

    private async Task<bool> Load(string code, CancellationToken ct)
    {
        if (await catalogue.InForce(code, ct) is not { } offer)
            return false;
        Procedure = offer.Procedure;
        var offices = new List<Unit>();
        foreach (var kind in Procedure.OfferedBy)
            offices.AddRange(await units.OfKind(kind, ct));
        Offices = [.. offices.OrderBy(o => o.Name, StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), true)).Select(o => new Option(o.Code, o.Name, Lang: "vi"))];
        return true;
    }

    private JsonObject Known(Person? person)
    {
        var answers = new JsonObject();
        foreach (var question in Procedure.Questions.Where(q => q.From is not null))
            if (Fact(question.From!, person) is { } fact)
                answers[question.Id] = fact;
        return answers;
    }

    private static string? Fact(string from, Person? person) => from switch
    {
        "name" => person?.Name,
        "personalId" => person?.PersonalId,
        "birthDate" => person?.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "phone" => person?.Phone,
        "email" => person?.Email,
        _ => null,
    };
}
