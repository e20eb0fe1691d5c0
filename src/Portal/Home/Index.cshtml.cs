using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>The public home: search, "where is my dossier", and the tasks that people come for. Staff are taken to their work.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class HomeModel : PageModel
{
    /// <summary>A signed-in citizen sees what is theirs first.</summary>
    public bool IsCitizen => HttpContext.Actor().Kind == ActorKind.Citizen;

    public IActionResult OnGet() =>
        HttpContext.Actor().Kind == ActorKind.Staff ? LocalRedirect("~/can-bo") : Page();
}
