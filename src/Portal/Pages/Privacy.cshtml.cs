using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>What is kept on a person and what for (Law 91/2025/QH15 on personal data).</summary>
[OpenTo(Audience.Everyone)]
internal sealed class PrivacyModel : PageModel
{
    public void OnGet() { }
}
