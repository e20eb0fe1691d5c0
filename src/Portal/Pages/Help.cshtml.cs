using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>How to apply, follow and get help.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class HelpModel : PageModel
{
    public void OnGet() { }
}
