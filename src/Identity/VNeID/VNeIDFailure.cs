using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Identity.VNeID;

/// <summary>A sign-in that did not come to its end goes back to the choice, with a word about it; the cause is logged.</summary>
internal static class VNeIDFailure
{
    public const string Parameter = "loi";
    public const string Refused = "tu-choi", Failed = "khong-thanh";

    public static void Configure(VNeIDOptions options)
    {
        options.Events.OnAccessDenied = async context =>
        {
            await Log(context.HttpContext, "access_denied");
            await Back(context, Refused, context.Properties);
        };
        options.Events.OnRemoteFailure = async context =>
        {
            await Log(context.HttpContext, Reason(context.Failure));
            context.HttpContext.RequestServices.GetRequiredService<ILogger<VNeIDHandler>>()
                .LogWarning(context.Failure, "A sign-in with VNeID failed");
            await Back(context, Failed, context.Properties);
        };
    }

    private static Task Log(HttpContext http, string reason) => http.RequestServices.GetRequiredService<SignInLog>()
        .Failed(SignInLog.VNeID, null, known: false, reason, "vneid", Origin.Of(http), http.RequestAborted);

    /// <summary>What did not hold, in a word that rules look for; messages of the libraries may quote the token.</summary>
    private static string Reason(Exception? failure) => failure switch
    {
        null => "failed",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidAlgorithmException => "signature",
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenExpiredException or SecurityTokenNotYetValidException => "lifetime",
        _ when failure.Message.Contains("nonce", StringComparison.Ordinal) => "nonce",
        // The framework's words for a state that it did not write, and for one of another browser.
        _ when failure.Message.Contains("state", StringComparison.Ordinal) || failure.Message.StartsWith("Correlation failed", StringComparison.Ordinal) => "state",
        { InnerException: { } inner } => Reason(inner),
        _ => "failed",
    };

    private static Task Back(HandleRequestContext<RemoteAuthenticationOptions> context, string why, AuthenticationProperties? properties)
    {
        // The way back from VNeID has no language; the page that was asked for has.
        var language = Texts.Languages.Skip(1).FirstOrDefault(l => properties?.RedirectUri?.StartsWith($"/{l}/", StringComparison.Ordinal) == true);
        context.Response.Redirect($"{(language is null ? "" : "/" + language)}/dang-nhap?{Parameter}={why}");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
