using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.Sessions;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Represent;

/// <summary>For whom I act now, and who may act for me.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class ChoosePageModel(Representation representation, Authorities authorities, ActForHandler actFor, Words words) : PageModel
{
    public Actor Me => HttpContext.Actor();
    public IReadOnlyList<Principal> Principals { get; private set; } = [];
    public IReadOnlyList<AuthorityRow> Given { get; private set; } = [];
    public IReadOnlyList<AuthorityRow> Received { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Principals = [.. (await representation.Of(Me.Id, ct)).DistinctBy(p => (p.Who, p.Basis))];
        (Given, Received) = (await authorities.Given(Me.Id, ct), await authorities.Received(Me.Id, ct));
    }

    public async Task<IActionResult> OnPostChoose(string? who, CancellationToken ct)
    {
        Ref? chosen = who?.Split(':', 2) is [var kind, var id] ? new Ref(kind, id) : null;
        var done = await actFor.Handle(new ActFor(HttpContext.Session()!.Value, chosen), Me, ct);
        return await After(done.Problems, ct);
    }

    public async Task<IActionResult> OnPostRevoke(Guid id, CancellationToken ct) => await After((await authorities.Revoke(id, Me, ct)).Problems, ct);

    private async Task<IActionResult> After(IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        if (problems.Count == 0)
            return LocalRedirect(Request.PathBase + "/dai-dien");
        ModelState.Clear();
        words.Show(ModelState, problems);
        await OnGet(ct);
        return Page();
    }
}
