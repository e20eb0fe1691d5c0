using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Identity.VNeID;

/// <summary>A sign-in that did not come to its end goes back to the choice, with a word about it; the cause is logged.</summary>
internal static class VNeIDFailure
{
    public const string Parameter = "loi";
    public const string Refused = "tu-choi", Failed = "khong-thanh";

    public static void Configure(VNeIDOptions options)
    {
        options.Events.OnAccessDenied = context => Back(context, Refused, context.Properties);
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILogger<VNeIDHandler>>()
                .LogWarning(context.Failure, "A sign-in with VNeID failed");
            return Back(context, Failed, context.Properties);
        };
    }

    private static Task Back(HandleRequestContext<RemoteAuthenticationOptions> context, string why, AuthenticationProperties? properties)
    {
        // The way back from VNeID has no language; the page that was asked for has.
        var language = Texts.Languages.Skip(1).FirstOrDefault(l => properties?.RedirectUri?.StartsWith($"/{l}/", StringComparison.Ordinal) == true);
        context.Response.Redirect($"{(language is null ? "" : "/" + language)}/dang-nhap?{Parameter}={why}");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
