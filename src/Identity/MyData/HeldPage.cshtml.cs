using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>What is held on me, and why (Law 91/2025/QH15, art. 4: the right to know and to see).</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class HeldPageModel(DataBook book) : PageModel
{
    public IReadOnlyList<PersonalDataSection> Sections { get; private set; } = [];
    public bool IsCitizen => HttpContext.Actor().Kind == ActorKind.Citizen;

    public string Show(object? value) => book.Show(value);

    public async Task OnGet(CancellationToken ct) => Sections = await book.Held(HttpContext.Actor().Id, ct);
}
