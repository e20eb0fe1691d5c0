using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>How messages reach me.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class ContactPageModel(ContactDetailsHandler handler, People people, Words words) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    public IReadOnlyList<Option> Languages { get; } = [new("vi", "Tiếng Việt", Lang: "vi"), new("en", "English", Lang: "en"), new("ar", "العربية", Lang: "ar")];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await people.Find(HttpContext.Actor().Id, ct) is not { } me)
            return NotFound();
        (Email, Phone, Language) = (me.Email, me.Phone, me.Language);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var done = await handler.Handle(new ContactDetails(Email, Phone, Language ?? ""), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/du-lieu-cua-toi");
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
