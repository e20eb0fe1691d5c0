using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>What this site does for everybody's access, and its known limits (WCAG 2.2 AA).</summary>
[OpenTo(Audience.Everyone)]
internal sealed class AccessibilityModel : PageModel
{
    public void OnGet() { }
}
