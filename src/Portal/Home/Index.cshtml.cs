using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>The public home: search, "where is my dossier", and the tasks that people come for.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class HomeModel : PageModel
{
    public void OnGet() { }
}
