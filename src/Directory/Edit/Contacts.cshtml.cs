using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>How a unit is reached, one value a line.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class ContactsModel(Units units, Database db, DetailsHandler details, Words words) : PageModel
{
    public Unit Unit { get; private set; } = null!;
    public Dictionary<string, string?> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        var rows = await db.Query<(string Kind, string Value)>(
            "select kind, value from directory.contact_point where unit_code = @Code and valid_to is null order by value", Unit, ct);
        Lines = DetailsHandler.ContactKinds.ToDictionary(k => k, k => (string?)string.Join('\n', rows.Where(r => r.Kind == k).Select(r => r.Value)));
        return Page();
    }

    public async Task<IActionResult> OnPost(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        Lines = DetailsHandler.ContactKinds.ToDictionary(k => k, k => (string?)Request.Form[k].ToString());
        var saved = await details.Handle(new SaveContacts(Unit.Code, Lines), HttpContext.Actor(), ct);
        return this.Answer(words, saved.Problems, $"/danh-ba/{Unit.Code}");
    }
}
