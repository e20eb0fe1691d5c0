using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Sen.Tests.Identity;

/// <summary>
/// An OpenID provider with real RSA keys that signs in whoever comes: the other side of the wire. It checks what a
/// provider checks (client, redirect address, code used once, PKCE), and can be told to send a token that lies.
/// </summary>
internal sealed class TinyProvider : IAsyncDisposable
{
    public const string ClientId = "sen-test", ClientSecret = "secret-of-the-test";

    private sealed record Pending(string Challenge, string RedirectUri, string? Nonce, string? Level);

    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "test" };
    private readonly ConcurrentDictionary<string, Pending> _codes = new();
    private WebApplication _app = null!;

    public string Address => _app.Urls.Single();

    /// <summary>Claims of the next person.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>Changes the token before it is signed.</summary>
    public Action<SecurityTokenDescriptor>? Lie { get; set; }

    /// <summary>A key that the provider does not publish.</summary>
    public bool ForeignKey { get; set; }

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address,
            authorization_endpoint = Address + "/authorize",
            token_endpoint = Address + "/token",
            jwks_uri = Address + "/jwks",
        }));
        _app.MapGet("/jwks", () =>
        {
            var key = _key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = _key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        });
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", Token);
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("n");
        _codes[code] = new Pending(query["code_challenge"]!, query["redirect_uri"]!, query["nonce"], query["acr_values"]);
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out var pending)
            || form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["redirect_uri"] != pending.RedirectUri
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != pending.Challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var key = ForeignKey ? new RsaSecurityKey(RSA.Create(2048)) { KeyId = _key.KeyId } : _key;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = pending.Nonce ?? "", ["acr"] = pending.Level ?? "2" },
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        };
        Lie?.Invoke(token);
        return Results.Json(new { access_token = "unused", token_type = "Bearer", id_token = new JsonWebTokenHandler().CreateToken(token) });
    }
}
