using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Directory;
using Sen.Identity.Sessions;
using Sen.Identity.Why;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Account;

/// <summary>Who I am here, what I may do and why, and where I am signed in.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class AccountModel(SessionStore sessions, People people, Units units, RoleNames roles, Words words) : PageModel
{
    public Actor Me => HttpContext.Actor();
    public Guid? Here => HttpContext.Session();
    public Person? Person { get; private set; }
    public Unit? Unit { get; private set; }
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];
    public IReadOnlyList<(RoleName Role, string At)> Roles { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Sessions = await sessions.Of(Me.Id, ct);
        if (Me.Kind == ActorKind.Citizen)
            Person = await people.Find(Me.Id, ct);
        else
            await ReadRoles(ct);
    }

    /// <summary>Ends one session of mine; of another person's nothing happens.</summary>
    public async Task<IActionResult> OnPost(Guid session, CancellationToken ct)
    {
        await sessions.End(session, Me, ct);
        return session == Here ? LocalRedirect("~/") : LocalRedirect("~/tai-khoan");
    }

    /// <summary>Ends every session of mine but this one.</summary>
    public async Task<IActionResult> OnPostOthers(CancellationToken ct)
    {
        await sessions.EndOthers(Me, Here!.Value, ct);
        return LocalRedirect("~/tai-khoan");
    }

    private async Task ReadRoles(CancellationToken ct)
    {
        var known = (await roles.All(words.Language, ct)).ToDictionary(r => r.Code);
        var all = (await units.All(ct)).ToDictionary(u => u.Path);
        Unit = all.GetValueOrDefault(Me.UnitPath);
        Roles = [.. Me.Grants.Select(g => (g.Role, g.UnitPath)).Distinct().Where(g => known.ContainsKey(g.Role))
            .Select(g => (known[g.Role], all.GetValueOrDefault(g.UnitPath)?.Name ?? g.UnitPath))];
    }
}
