using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>What is written of a registered system, when it is registered and later: the fields of two pages.</summary>
internal abstract class ClientForm(ClientDesk desk, Words words) : PageModel
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Purpose { get; set; } = "";

    [BindProperty]
    public string Contact { get; set; } = "";

    [BindProperty]
    public List<string> Chosen { get; set; } = [];

    [BindProperty]
    public int PerMinute { get; set; } = 60;

    public IReadOnlyList<Option> Scopes => [.. desk.Scopes.Select(s => new Option(s, words.Or("scope." + s, s)))];

    protected Words T => words;
    protected ClientDesk Desk => desk;

    protected ClientFacts Facts(string id, string unit) => new(id, Name.Trim(), Purpose.Trim(), Contact.Trim(), unit, Chosen, PerMinute);
}
