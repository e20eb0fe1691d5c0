using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Ui;

namespace Sen.Identity.Sessions;

/// <summary>The one cookie of the program: a session's number, protected with the keys in the database.</summary>
internal static class SessionCookie
{
    public const string Scheme = "sen";
    private const string SessionClaim = "sid";

    public static void Configure(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        options.Cookie.Name = "sen";
        options.Cookie.Path = "/"; // not the language of the first page
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsProduction() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // The database decides how long a session lives, and slides it; the cookie only has to outlast it.
        options.ExpireTimeSpan = SessionLife.Staff.Whole;
        options.SlidingExpiration = false;
        // Where to go without sign-in is decided by Gate.
        options.Events.OnRedirectToLogin = context => Status(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Status(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Gives the browser the cookie of a session that has been committed.</summary>
    public static Task SignIn(HttpContext http, Guid session) =>
        http.SignInAsync(Scheme, Principal(session));

    public static ClaimsPrincipal Principal(Guid session) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, session.ToString())], Scheme));

    /// <summary>The session of the request's cookie, or null.</summary>
    public static Guid? Session(this HttpContext http) =>
        Guid.TryParse(http.User.FindFirst(SessionClaim)?.Value, out var id) ? id : null;

    /// <summary>Reads the actor once a request; the cookie of a dead session is taken back.</summary>
    public static async Task SetActor(HttpContext http, RequestDelegate next)
    {
        if (http.Session() is { } session)
        {
            if (await http.RequestServices.GetRequiredService<SessionStore>().Actor(session, http.RequestAborted) is { } actor)
                http.SetActor(actor);
            else
                await http.SignOutAsync(Scheme);
        }
        await next(http);
    }

    private static Task Status(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
