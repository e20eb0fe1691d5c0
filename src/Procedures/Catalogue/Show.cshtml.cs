using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>All that one must know before applying (the parts of Decree 63/2010, article 8).</summary>
[OpenTo(Audience.Everyone)]
internal sealed class ProcedureShowModel(ProcedureCatalogue catalogue) : PageModel
{
    public Procedure Procedure { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        if (await catalogue.InForce(code, ct) is not { } offer)
            return NotFound();
        Procedure = offer.Procedure;
        return Page();
    }
}
