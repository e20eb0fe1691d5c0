using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity.SignIn;
using Sen.Ui;

namespace Sen.Identity.VNeID;

/// <summary>
/// A procedure asks for a higher authentication level than this session has (Decree 69/2024): says which, and leads to
/// VNeID and back. Comes again when VNeID proved less than was asked for.
/// </summary>
[OpenTo(Audience.Citizen)]
internal sealed class LevelPageModel : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true, Name = "muc")]
    public int Level { get; set; }

    public int Now => Math.Max(1, HttpContext.Actor().Assurance);

    public string VNeID => $"/dang-nhap/vneid?muc={Level}&{ReturnUrl.Name}={Uri.EscapeDataString(SignInReturn.Path(HttpContext, Back))}";

    public IActionResult OnGet() =>
        Level is < 1 or > 4 ? NotFound()
        : HttpContext.Actor().Assurance >= Level && Back is not null ? SignInReturn.To(HttpContext, Back)
        : Page();
}
