using Microsoft.AspNetCore.Mvc;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>One registered system: its keys and what it may.</summary>
[OpenTo(Audience.Staff, Permissions.ClientsManage)]
internal sealed class ClientPageModel(ClientDesk desk, ClientKeys keys, TimeProvider clock, Words words) : ClientForm(desk, words)
{
    [BindProperty]
    public bool Active { get; set; }

    [BindProperty]
    public string? Certificate { get; set; }

    public ClientRow Client { get; private set; } = null!;
    public IReadOnlyList<KeyRow> Keys { get; private set; } = [];

    /// <summary>Shown once.</summary>
    public string? NewKey { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();
    public IReadOnlyList<Option> Lives => [.. ClientKeys.Days.Select(d => new Option(d.ToString(System.Globalization.CultureInfo.InvariantCulture), T["identity.clients.days", d]))];

    public Task<IActionResult> OnGet(string id, CancellationToken ct) => Show(id, fresh: true, ct);

    public Task<IActionResult> OnPostKey(string id, int days, CancellationToken ct) => Act(id, async actor =>
    {
        var done = await keys.AddKey(id, days, actor, ct);
        NewKey = done.Ok ? done.Value : null;
        return done.Problems;
    }, ct);

    public Task<IActionResult> OnPostCertificate(string id, int life, CancellationToken ct) =>
        Act(id, async actor => (await keys.AddCertificate(id, Certificate ?? "", life, actor, ct)).Problems, ct);

    public Task<IActionResult> OnPostRevoke(string id, string keyId, CancellationToken ct) =>
        Act(id, async actor => (await keys.Revoke(id, keyId, actor, ct)).Problems, ct);

    public Task<IActionResult> OnPostChange(string id, int version, CancellationToken ct) => Act(id, async actor =>
    {
        var client = await Desk.Find(id, ct);
        return (await Desk.Change(Facts(id, client?.UnitCode ?? ""), Active, version, actor, ct)).Problems;
    }, ct, typed: true);

    private async Task<IActionResult> Act(string id, Func<Actor, Task<IReadOnlyList<Problem>>> act, CancellationToken ct, bool typed = false)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Security, Now) is { } ask)
            return ask;
        if (!typed)
            ModelState.Clear();
        if (!ModelState.IsValid)
            return await Show(id, fresh: false, ct);
        var problems = await act(HttpContext.Actor());
        if (problems.Count == 0 && NewKey is null)
            return LocalRedirect($"{Request.PathBase}/he-thong-ket-noi/{id}");
        T.Show(ModelState, problems);
        return await Show(id, fresh: !typed || problems.Count == 0, ct);
    }

    private async Task<IActionResult> Show(string id, bool fresh, CancellationToken ct)
    {
        if (await Desk.Find(id, ct) is not { } client)
            return NotFound();
        if (Access.Refuse(HttpContext.Actor(), Permissions.ClientsManage, client.UnitPath ?? "") is { } refused)
            return refused.ToPage();
        if (StepUp.Ask(HttpContext, StepUpFor.Security, Now) is { } ask)
            return ask;
        (Client, Keys) = (client, await keys.Of(id, ct));
        if (fresh)
            (Name, Purpose, Contact, Chosen, PerMinute, Active) = (client.Name, client.Purpose, client.Contact, [.. client.Scopes], client.PerMinute, client.Active);
        return Page();
    }
}
