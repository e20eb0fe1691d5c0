using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>The registered systems of the administrator's units.</summary>
[OpenTo(Audience.Staff, Permissions.ClientsManage)]
internal sealed class ListPageModel(ClientDesk desk) : PageModel
{
    public IReadOnlyList<ClientRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rows = await desk.List(HttpContext.Actor(), ct);
}
