using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>When a unit is open: spans by day of the week.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class HoursModel(Units units, Database db, DetailsHandler details, Words words) : PageModel
{
    private sealed record Row(int Weekday, TimeOnly Opens, TimeOnly Closes);

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    public Unit Unit { get; private set; } = null!;
    public Dictionary<int, string?> Days { get; private set; } = [];

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        On = units.Today;
        var rows = await db.Query<Row>("""
            select weekday, opens, closes from directory.opening_hours where unit_code = @Code and valid_to is null order by opens
            """, Unit, ct);
        Days = Enumerable.Range(0, 7).ToDictionary(d => d, d => (string?)string.Join(", ", rows.Where(r => r.Weekday == d).Select(r => $"{r.Opens:HH\\:mm}-{r.Closes:HH\\:mm}")));
        return Page();
    }

    public async Task<IActionResult> OnPost(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        Days = Enumerable.Range(0, 7).ToDictionary(d => d, d => (string?)Request.Form[$"Day{d}"].ToString());
        if (!ModelState.IsValid)
            return Page();
        var saved = await details.Handle(new SaveHours(Unit.Code, On!.Value, Days), HttpContext.Actor(), ct);
        return this.Answer(words, saved.Problems, $"/danh-ba/{Unit.Code}");
    }
}
