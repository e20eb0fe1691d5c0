using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>Says which roles give a permission, for the page that refuses; registered by the module that knows the roles.</summary>
public sealed record PermissionRoles(Func<string, IServiceProvider, CancellationToken, Task<IReadOnlyList<string>>> Of);

/// <summary>
/// Stands before every page and endpoint and keeps what its <see cref="OpenToAttribute"/> says: sends to sign-in, or
/// refuses and explains. An endpoint that does not say for whom it is, is a defect and answers nobody.
/// </summary>
internal sealed class Gate(RequestDelegate next, ErrorPages pages)
{
    public async Task Invoke(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is null || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(http);
            return;
        }
        var open = endpoint.Metadata.GetMetadata<OpenToAttribute>()
            ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say whom it is open to");
        var actor = http.Actor();
        if (Allowed(open, actor))
            await next(http);
        else if (actor.Kind != ActorKind.Anonymous)
            await pages.Write(http, StatusCodes.Status403Forbidden, await Refusal(http, open));
        else if (open.Audience == Audience.Machine)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await pages.Write(http, StatusCodes.Status401Unauthorized, Problem.Forbidden("ui.only-machines"));
        }
        else if (ErrorPages.WantsHtml(http))
            http.Response.Redirect(SignIn(http));
        else
            await pages.Write(http, StatusCodes.Status401Unauthorized);
    }

    internal static bool Allowed(OpenToAttribute open, Actor actor) => open.Audience switch
    {
        Audience.Everyone => true,
        Audience.SignedIn => actor.Kind is ActorKind.Citizen or ActorKind.Staff,
        Audience.Citizen => actor.Kind == ActorKind.Citizen,
        Audience.Staff => actor.Kind == ActorKind.Staff && (open.Permission is null || actor.Holds(open.Permission)),
        Audience.Machine => actor.Kind == ActorKind.Machine && (open.Permission is null || actor.Holds(open.Permission)),
        _ => false,
    };

    private static string SignIn(HttpContext http)
    {
        var request = http.Request;
        // What was posted is lost with the session; its page is where one starts again.
        var query = HttpMethods.IsGet(request.Method) ? request.QueryString.Value : null;
        var back = $"{request.PathBase}{request.Path}{query}";
        return $"{request.PathBase}/dang-nhap?{ReturnUrl.Name}={Uri.EscapeDataString(back)}";
    }

    private static async Task<Problem> Refusal(HttpContext http, OpenToAttribute open)
    {
        var code = open.Audience == Audience.Citizen ? "ui.only-citizens" : http.Actor().Kind == ActorKind.Citizen ? "ui.only-staff" : "ui.permission-missing";
        if (open.Audience == Audience.Machine)
            return Problem.Forbidden("ui.scope-missing", null, open.Permission);
        if (open.Permission is null || code != "ui.permission-missing")
            return Problem.Forbidden(code);
        var texts = http.RequestServices.GetRequiredService<Words>();
        var roles = new List<string>();
        foreach (var source in http.RequestServices.GetServices<PermissionRoles>())
            roles.AddRange(await source.Of(open.Permission, http.RequestServices, http.RequestAborted));
        var named = roles.Distinct().Select(role => $"{texts.Or("role." + role, role)} ({role})").ToArray();
        return Problem.Forbidden(code, null, texts.Or("permission." + open.Permission, open.Permission),
            open.Permission, named.Length == 0 ? texts["ui.nobody"] : string.Join("; ", named));
    }
}
