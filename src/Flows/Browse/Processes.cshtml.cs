using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>All processes, with what runs and what is stuck.</summary>
[OpenTo(Audience.Staff, Permissions.OperationsView)]
internal sealed class ProcessesModel(ProcessesQuery query) : PageModel
{
    public IReadOnlyList<ProcessRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rows = await query.All(ct);
}
