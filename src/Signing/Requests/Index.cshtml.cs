using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>What waits for my signature, what I asked for, what I signed; from here many are signed at once.</summary>
[OpenTo(Audience.Staff)]
internal sealed class RequestsModel(RequestQuery requests, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "xem")]
    public RequestView Chosen { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public string? After { get; set; }

    public IReadOnlyList<RequestLine> Rows { get; private set; } = [];
    public (int Open, int Late) Counts { get; private set; }
    public string? Next { get; private set; }
    public bool IsLate(RequestLine row) => row.State == nameof(RequestState.Open) && row.DueAt < clock.GetUtcNow();

    public static string Kind(string state) => state switch { nameof(RequestState.Done) => "ok", nameof(RequestState.Open) => "wait", nameof(RequestState.Refused) => "bad", _ => "none" };

    public async Task OnGet(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        Counts = await requests.Count(actor, ct);
        var found = await requests.List(Chosen, actor, Text, Position(After), PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"{Rows[^1].At.UtcTicks}-{Rows[^1].StepId:N}") : null;
    }

    private static (DateTimeOffset, Guid)? Position(string? text) =>
        text?.Split('-', 2) is [var ticks, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var guid)
            ? (new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
}
