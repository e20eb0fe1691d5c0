using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>What an act is, that its actor must have proved anew who they are.</summary>
public enum StepUpFor
{
    /// <summary>Signing or sealing with a key kept here: confirmed within 10 minutes.</summary>
    Signing,
    /// <summary>One press that changes many things: within 10 minutes.</summary>
    MassAct,
    /// <summary>Changes of passwords, factors, roles, keys of machines: within 5 minutes.</summary>
    Security,
}

/// <summary>
/// Asks for more than a session's sign-in. A page asks before it shows its form, so that nothing typed is lost:
/// <c>if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask) return ask;</c>
/// The handler refuses all the same: <c>if (StepUp.Refuse(actor, StepUpFor.Signing, db.Now) is { } refused) return refused;</c>
/// </summary>
public static class StepUp
{
    /// <summary>Page that asks, with leading slash and without language; query <c>viec</c> and <see cref="ReturnUrl.Name"/>.</summary>
    public const string Page = "/xac-nhan";

    /// <summary>Code of the refusal.</summary>
    public const string Needed = "identity.confirm-needed";

    /// <summary>For how long a confirmation holds.</summary>
    public static TimeSpan Holds(StepUpFor why) => TimeSpan.FromMinutes(why == StepUpFor.Security ? 5 : 10);

    /// <summary>Null when the actor has confirmed lately enough, else the refusal. Sen itself and registered systems are not asked: no person sits there.</summary>
    public static Problem? Refuse(Actor actor, StepUpFor why, DateTimeOffset now) =>
        actor.Kind is not (ActorKind.Citizen or ActorKind.Staff) || actor.ConfirmedAt is { } at && now - at < Holds(why)
            ? null
            : Problem.Forbidden(Needed, null, (int)Holds(why).TotalMinutes);

    /// <summary>Null when no step-up is needed, else the way to the page that asks and back to this one.</summary>
    public static IActionResult? Ask(HttpContext http, StepUpFor why, DateTimeOffset now) =>
        Refuse(http.Actor(), why, now) is null ? null : new RedirectResult(Address(http, why));

    /// <summary>
    /// Null when no step-up is needed, else the posted form as it was filled in, with the refusal and a way to confirm beside it in
    /// another tab: what took longer to type than a confirmation holds is not lost.
    /// </summary>
    public static IActionResult? Keep(PageModel page, Words words, StepUpFor why, DateTimeOffset now)
    {
        if (Refuse(page.HttpContext.Actor(), why, now) is not { } late)
            return null;
        page.ViewData[XErrorsTagHelper.Confirm] = Address(page.HttpContext, why);
        words.Show(page.ModelState, [late]);
        return page.Page();
    }

    /// <summary>Address of the page that asks, in the visitor's language, with the way back to the page at hand.</summary>
    public static string Address(HttpContext http, StepUpFor why)
    {
        var request = http.Request;
        var query = HttpMethods.IsGet(request.Method) ? request.QueryString.Value : null;
        return $"{request.PathBase}{Page}?viec={why}&{ReturnUrl.Name}={Uri.EscapeDataString($"{request.PathBase}{request.Path}{query}")}";
    }

    /// <summary>Null when the session's authentication level suffices (Decree 69/2024: 1 to 4), else the refusal that names the level needed.</summary>
    public static Problem? RefuseLevel(Actor actor, int level) =>
        actor.Assurance >= level ? null : Problem.Forbidden("identity.level-needed", "Nghị định 69/2024/NĐ-CP", level, actor.Assurance);

    /// <summary>Null when the level suffices, else the way to the page that explains and leads to VNeID, and back to this one.</summary>
    public static IActionResult? AskLevel(HttpContext http, int level) =>
        RefuseLevel(http.Actor(), level) is null ? null : new RedirectResult(LevelAddress(http, level));

    /// <summary>Address of the page that explains which level is needed, with the way back to the page at hand.</summary>
    public static string LevelAddress(HttpContext http, int level) =>
        $"{http.Request.PathBase}/nang-muc?muc={level}&{ReturnUrl.Name}={Uri.EscapeDataString($"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}")}";
}
