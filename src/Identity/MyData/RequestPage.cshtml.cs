using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>I ask that my data be corrected, erased, restricted or explained, and see the answer.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class RequestPageModel(DataRequests requests, Words words) : PageModel
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Wanted { get; set; }

    public IReadOnlyList<RequestRow> Rows { get; private set; } = [];
    public IReadOnlyList<Option> Kinds => [.. DataRequests.Kinds.Select(k => new Option(k, words["identity.request.kind." + k]))];

    public async Task OnGet(CancellationToken ct) => Rows = await requests.Of(HttpContext.Actor().Id, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var done = await requests.Make(Kind ?? "", What ?? "", Wanted ?? "", HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect(Request.PathBase + "/du-lieu-cua-toi/yeu-cau");
        words.Show(ModelState, done.Problems);
        await OnGet(ct);
        return Page();
    }
}
