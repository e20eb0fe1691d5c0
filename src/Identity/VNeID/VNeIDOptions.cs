using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Sen.Identity.Sessions;

namespace Sen.Identity.VNeID;

/// <summary>
/// VNeID as an OpenID provider: settings <c>Sen:VNeID:Authority</c>, <c>ClientId</c>, <c>ClientSecret</c>. Its official
/// addresses and claims were not found; what differs from plain OpenID Connect stands in <see cref="VNeIDClaims"/> alone.
/// </summary>
internal sealed class VNeIDOptions : OAuthOptions
{
    public const string Scheme = "vneid";
    public const string ReturnPath = "/dang-nhap/vneid/tra-ve";

    // Discovery fills in the true ones before the first use.
    private const string NotDiscovered = "https://vneid.invalid/";

    public VNeIDOptions()
    {
        CallbackPath = ReturnPath;
        AuthorizationEndpoint = TokenEndpoint = NotDiscovered;
        ClientId = ClientSecret = "not-configured";
        UsePkce = true;
        SignInScheme = SessionCookie.Scheme;
        foreach (var scope in new[] { "openid", "profile", "email", "phone", "personal_id" })
            Scope.Add(scope);
    }

    /// <summary>False hides VNeID from the sign-in page.</summary>
    public bool IsConfigured { get; private set; }

    /// <summary>Issuer, endpoints and keys of the provider, refreshed as it rolls its keys.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration>? Metadata { get; private set; }

    /// <summary>Origin under which the browser knows this site; null takes that of the request.</summary>
    public Uri? PublicUrl { get; private set; }

    public void Configure(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = configuration.GetSection("Sen:VNeID");
        // A cookie that only the way back needs, in any language.
        CorrelationCookie.Path = "/dang-nhap/vneid";
        CorrelationCookie.SecurePolicy = environment.IsProduction() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // "None", the default for providers that answer with a form, is refused by browsers without TLS; ours answers with GET.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        PublicUrl = Uri.TryCreate(configuration["Sen:PublicUrl"], UriKind.Absolute, out var url) ? url : null;
        if (settings["Authority"] is not { Length: > 0 } authority)
            return;
        var address = new Uri(authority);
        var loopback = address is { Scheme: "http", IsLoopback: true } && !environment.IsProduction();
        if (address.Scheme != Uri.UriSchemeHttps && !loopback)
            throw new InvalidOperationException("Sen:VNeID:Authority must be https; only a stand-in on this machine outside Production may be http");
        ClientId = settings["ClientId"] ?? throw new InvalidOperationException("Sen:VNeID:ClientId is missing");
        ClientSecret = settings["ClientSecret"] ?? throw new InvalidOperationException("Sen:VNeID:ClientSecret is missing");
        IsConfigured = true;
        BackchannelTimeout = TimeSpan.FromSeconds(15);
        Metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            authority.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = BackchannelTimeout }) { RequireHttps = !loopback });
    }
}
