using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>
/// "Where is my dossier" for everybody who holds its number, e.g. from the QR code of the receipt: status and time only,
/// and only with the last four digits of the applicant's personal number, so that numbers cannot be walked through.
/// </summary>
[OpenTo(Audience.Everyone), EnableRateLimiting("search")]
internal sealed class LookupModel(Dossiers dossiers, ProcedureCatalogue catalogue, People people, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "so")]
    public string? Number { get; set; }

    [BindProperty(SupportsGet = true, Name = "cuoi")]
    public string? LastDigits { get; set; }

    public Dossier? Dossier { get; private set; }
    public Procedure? Procedure { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Number) || LastDigits is null)
            return;
        // The page is everybody's, its answer is not: no shared cache keeps it.
        Response.Headers.CacheControl = "no-store";
        var found = await dossiers.Find(Number.Trim().ToUpperInvariant(), ct);
        var person = found is null ? null : await people.Find(found.PersonId, ct);
        // One answer for "no such number" and "other digits": neither may be found out.
        if (found is null || person is null || LastDigits.Trim().Length != 4 || !person.PersonalId.EndsWith(LastDigits.Trim(), StringComparison.Ordinal))
        {
            ModelState.AddModelError("so", words["procedures.lookup.none"]);
            return;
        }
        Dossier = found;
        (Procedure, _) = await catalogue.Version(found.ProcedureCode, found.ProcedureVersion, ct);
    }
}
