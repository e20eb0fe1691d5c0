using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>The home of the staff: what is due.</summary>
[OpenTo(Audience.Staff)]
internal sealed class StaffHomeModel : PageModel
{
    public Actor Actor => HttpContext.Actor();

    public void OnGet() { }
}
