using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>What I consented to, and how to take it back.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class ConsentPageModel(DataBook book, ConsentHandler handler, Words words) : PageModel
{
    public IReadOnlyList<ConsentRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rows = await book.ConsentsOf(HttpContext.Actor().Id, ct);

    public async Task<IActionResult> OnPost(string purpose, int version, bool give, CancellationToken ct)
    {
        var done = await handler.Handle(new Consent(purpose, version, give, words.Language), HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/du-lieu-cua-toi/dong-y");
        words.Show(ModelState, done.Problems);
        await OnGet(ct);
        return Page();
    }
}
