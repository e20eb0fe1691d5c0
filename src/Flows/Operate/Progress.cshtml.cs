using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>How far migrations are, for the frame of a page without script: it reads itself again while one is under way.</summary>
[OpenTo(Audience.Staff, Permissions.ProcessManage)]
internal sealed class ProgressModel(ProcessesQuery query) : PageModel
{
    public string Id { get; private set; } = "";
    public IReadOnlyList<MigrationRow> Migrations { get; private set; } = [];
    public bool UnderWay => Migrations.Any(row => row.EndedAt is null);

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        if (await query.Versions(id, ct) is [])
            return Problem.NotFound("flows.no-process", id).ToPage();
        (Id, Migrations) = (id, await query.Migrations(id, ct));
        return Page();
    }
}
