using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Who lost password or factor and got two halves of a code sets a new password.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.SignIn)]
internal sealed class UseRecoveryPageModel(UseRecoveryHandler handler, Words words) : PageModel
{
    [BindProperty, StringLength(100)]
    public string UserName { get; set; } = "";

    [BindProperty, StringLength(20)]
    public string First { get; set; } = "";

    [BindProperty, StringLength(20)]
    public string Second { get; set; } = "";

    [BindProperty]
    public string New { get; set; } = "";

    [BindProperty]
    public string Again { get; set; } = "";

    public bool IsDone { get; private set; }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var done = await handler.Handle(new UseRecovery(UserName, First, Second, New, Again, Origin.Of(HttpContext)), ct);
        IsDone = done.Ok;
        words.Show(ModelState, done.Problems);
        return Page();
    }
}
