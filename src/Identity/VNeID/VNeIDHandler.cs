using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.VNeID;

/// <summary>
/// OpenID Connect code flow with PKCE on the framework's OAuth handler, which keeps state and correlation; this adds
/// discovery, the nonce and the check of the identity token (OpenID Connect Core 1.0, 3.1.3.7).
/// </summary>
internal sealed class VNeIDHandler(IOptionsMonitor<VNeIDOptions> options, ILoggerFactory logger, UrlEncoder encoder, CitizenSignInHandler signIn)
    : OAuthHandler<VNeIDOptions>(options, logger, encoder)
{
    private const string Nonce = "nonce";

    /// <summary>Level that the page asked for; sent as <c>acr_values</c>.</summary>
    public const string AskedLevel = "level";

    /// <summary>Set where a person who is signed in there already must prove themselves anew; sent as <c>prompt=login</c>.</summary>
    public const string Anew = "anew";

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await Discover();
        properties.Items[Nonce] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        // The properties travel protected in the state, hence the nonce is read before and sent beside it.
        // VNeID greets in the language of the page that one comes from (OpenID Connect Core 1.0, 3.1.2.1).
        var asked = new Dictionary<string, string?> { [Nonce] = properties.Items[Nonce], ["ui_locales"] = Context.Language() };
        if (properties.Items.TryGetValue(AskedLevel, out var level))
            asked["acr_values"] = level;
        if (properties.Items.ContainsKey(Anew))
            asked["prompt"] = "login";
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, RedirectUri()), asked);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await Discover();
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context) =>
        base.ExchangeCodeAsync(new OAuthCodeExchangeContext(context.Properties, context.Code, RedirectUri()));

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var idToken = tokens.Response?.RootElement.TryGetProperty("id_token", out var value) == true ? value.GetString() : null;
        var claims = VNeIDClaims.Read(await Validate(idToken, properties))
            ?? throw new AuthenticationFailureException("the identity token names no person with a personal number");
        var session = await signIn.Handle(new CitizenSignIn(claims, Origin.Of(Context)), Context.RequestAborted);
        // Only what the cookie needs goes on; the nonce and the verifier have served.
        return new AuthenticationTicket(
            SessionCookie.Principal(session),
            new AuthenticationProperties { RedirectUri = properties.RedirectUri },
            Scheme.Name);
    }

    private async Task<ClaimsIdentity> Validate(string? idToken, AuthenticationProperties properties)
    {
        var result = await Tokens.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ConfigurationManager = Options.Metadata,
            ValidAudience = Options.ClientId,
            ValidateIssuer = true,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = TimeSpan.FromMinutes(1),
            IssuerValidator = (issuer, _, _) => issuer == _metadata!.Issuer
                ? issuer
                : throw new SecurityTokenInvalidIssuerException($"issuer {issuer} is not {_metadata.Issuer}"),
        });
        if (!result.IsValid)
            throw new AuthenticationFailureException("the identity token does not hold", result.Exception);
        var nonce = result.ClaimsIdentity.FindFirst(Nonce)?.Value;
        if (nonce is null || !properties.Items.TryGetValue(Nonce, out var sent) || nonce != sent)
            throw new AuthenticationFailureException("the identity token belongs to another sign-in: the nonce differs");
        return result.ClaimsIdentity;
    }

    private OpenIdConnectConfiguration? _metadata;

    private async Task Discover()
    {
        var manager = Options.Metadata ?? throw new InvalidOperationException("VNeID is not configured");
        _metadata = await manager.GetConfigurationAsync(Context.RequestAborted);
        // The same values each time: the base class reads them from the options, which live as long as the program.
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (_metadata.AuthorizationEndpoint, _metadata.TokenEndpoint);
    }

    /// <summary>One address for all languages, so that one is registered at VNeID.</summary>
    private string RedirectUri() =>
        (Options.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{Request.Scheme}://{Request.Host}") + VNeIDOptions.ReturnPath;
}
