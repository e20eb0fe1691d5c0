using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>The home of a signed-in citizen.</summary>
[OpenTo(Audience.Citizen)]
internal sealed class CitizenHomeModel : PageModel
{
    public Actor Actor => HttpContext.Actor();

    public void OnGet() { }
}
