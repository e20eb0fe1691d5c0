using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Indicators;

/// <summary>The board of settlement, live.</summary>
[OpenTo(Audience.Staff, Permissions.BoardView)]
internal sealed class BoardModel(SettlementBoard board) : PageModel
{
    public BoardFigures Figures { get; private set; } = null!;
    public IReadOnlyList<BoardRow> ByStatus { get; private set; } = [];
    public IReadOnlyList<BoardRow> ByOffice { get; private set; } = [];

    public string? OnTime => Figures.Finished == 0 ? null : (100m * Figures.OnTime / Figures.Finished).ToString("0.#", CultureInfo.CurrentCulture) + " %";

    public async Task OnGet(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        Figures = await board.Figures(actor, ct);
        ByStatus = await board.ByStatus(actor, ct);
        ByOffice = await board.ByOffice(actor, ct);
    }
}
