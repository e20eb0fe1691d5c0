using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>
/// All that one must know before applying (the parts of Decree 63/2010, article 8); for a procedure that cannot be applied
/// for here, what the national list says of it.
/// </summary>
[OpenTo(Audience.Everyone)]
internal sealed class ProcedureShowModel(ProcedureCatalogue catalogue) : PageModel
{
    public Procedure? Procedure { get; private set; }

    public NationalProcedure? National { get; private set; }

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        Procedure = (await catalogue.InForce(code, ct))?.Procedure;
        National = Procedure is null ? await catalogue.National(code, ct) : null;
        return Procedure is null && National is null ? NotFound() : Page();
    }
}
