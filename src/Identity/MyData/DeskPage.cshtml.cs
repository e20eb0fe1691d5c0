using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>Requests on personal data that wait for the office, the most pressing first.</summary>
[OpenTo(Audience.Staff, Permissions.PersonalDataAnswer)]
internal sealed class DeskPageModel(DataRequests requests, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "xong")]
    public bool Answered { get; set; }

    public IReadOnlyList<RequestRow> Rows { get; private set; } = [];
    public DateOnly Today => clock.ProvinceToday();

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (DataRequests.Refuse(HttpContext.Actor()) is { } refused)
            return refused.ToPage();
        Rows = await requests.List(Answered, ct);
        return Page();
    }
}
