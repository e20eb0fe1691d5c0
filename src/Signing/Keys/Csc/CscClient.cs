using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Speaks the CSC API, 1.0.4 and 2: signs in as a client, authorises a credential, has hashes signed.</summary>
internal sealed class CscClient(HttpClient http, CscOptions options, TimeProvider clock)
{
    private const int MostBytes = 4 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private (string Value, DateTimeOffset Until)? _token;

    private string Base => $"{options.Address.ToString().TrimEnd('/')}/csc/v{(options.Version == 1 ? 1 : 2)}/";

    public Task<CscCredential> Credential(string id, CancellationToken ct) =>
        Post<CscCredential>("credentials/info", new JsonObject { ["credentialID"] = id, ["certificates"] = "chain", ["certInfo"] = true, ["authInfo"] = true }, ct);

    /// <summary>The permission of the credential's holder to sign these hashes, or so many where it need not name them.</summary>
    public async Task<string> Authorise(string id, IReadOnlyList<ReadOnlyMemory<byte>> hashes, KeyConsent consent, CancellationToken ct)
    {
        var body = new JsonObject { ["credentialID"] = id, ["numSignatures"] = Math.Max(consent.Count, hashes.Count) };
        if (hashes.Count > 0)
        {
            body[options.Version == 1 ? "hash" : "hashes"] = List(hashes);
            if (options.Version != 1)
                body["hashAlgorithmOID"] = CscAlgorithms.Sha256;
        }
        if (options.Version == 1)
        {
            if (consent.Pin is not null)
                body["PIN"] = consent.Pin;
            if (consent.Otp is not null)
                body["OTP"] = consent.Otp;
        }
        else
        {
            var given = new JsonArray();
            if (consent.Pin is not null)
                given.Add(new JsonObject { ["id"] = "PIN", ["value"] = consent.Pin });
            if (consent.Otp is not null)
                given.Add(new JsonObject { ["id"] = "OTP", ["value"] = consent.Otp });
            if (given.Count > 0)
                body["authData"] = given;
        }
        return (await Post<CscAuthorised>("credentials/authorize", body, ct)).Sad ?? throw Unavailable("no SAD");
    }

    /// <summary>Raw signatures over SHA-256 hashes, in order.</summary>
    public async Task<IReadOnlyList<byte[]>> SignHash(string id, string? sad, IReadOnlyList<ReadOnlyMemory<byte>> hashes, string algorithm, CancellationToken ct)
    {
        var body = new JsonObject { ["credentialID"] = id, [options.Version == 1 ? "hash" : "hashes"] = List(hashes), ["signAlgo"] = algorithm };
        if (sad is not null)
            body["SAD"] = sad;
        body[options.Version == 1 ? "hashAlgo" : "hashAlgorithmOID"] = CscAlgorithms.Sha256;
        var signed = await Wait(await Post<CscSigned>("signatures/signHash", body, ct), ct);
        return Decode(options.ReturnsCms ? signed.Objects ?? signed.Signatures : signed.Signatures, hashes.Count);
    }

    /// <summary>CMS over documents' SHA-256 hashes (CSC 2.0, 11.10: signDoc with documentDigests).</summary>
    public async Task<IReadOnlyList<byte[]>> SignDocument(string id, string? sad, IReadOnlyList<ReadOnlyMemory<byte>> hashes, string algorithm, CancellationToken ct)
    {
        if (options.Version == 1)
            return await SignHash(id, sad, hashes, algorithm, ct);
        var body = new JsonObject
        {
            ["credentialID"] = id,
            ["documentDigests"] = new JsonArray(new JsonObject
            {
                ["hashes"] = List(hashes),
                ["hashAlgorithmOID"] = CscAlgorithms.Sha256,
                ["signature_format"] = "P",
                ["conformance_level"] = "Ades-B-B",
                ["signAlgo"] = algorithm,
            }),
        };
        if (sad is not null)
            body["SAD"] = sad;
        var signed = await Wait(await Post<CscSigned>("signatures/signDoc", body, ct), ct);
        return Decode(signed.Objects, hashes.Count);
    }

    /// <summary>A service that asks its holder's phone answers with a number; it is asked again until the holder has decided.</summary>
    private async Task<CscSigned> Wait(CscSigned signed, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + options.Patience;
        while (signed is { ResponseId: { } response, Signatures: null, Objects: null })
        {
            if (clock.GetUtcNow() >= until)
                throw Unavailable("the holder did not confirm in time");
            await Task.Delay(options.PollEach, clock, ct);
            signed = await Post<CscSigned>("signatures/signPolling", new JsonObject { ["responseID"] = response }, ct) is var next && next.ResponseId is null && next.Signatures is null && next.Objects is null
                ? signed : next;
        }
        return signed;
    }

    private async Task<T> Post<T>(string path, JsonObject body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(ct));
        return await Send<T>(request, path, ct);
    }

    private async Task<string> Token(CancellationToken ct)
    {
        if (_token is { } known && known.Until > clock.GetUtcNow())
            return known.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Version == 1 ? Base + "oauth2/token" : options.Address.ToString().TrimEnd('/') + "/oauth2/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = options.ClientId, ["client_secret"] = options.ClientSecret }),
        };
        var token = await Send<CscToken>(request, "oauth2/token", ct);
        _token = (token.AccessToken ?? throw Unavailable("no access token"), clock.GetUtcNow().AddSeconds((token.ExpiresIn ?? 300) - 30));
        return _token.Value.Value;
    }

    private async Task<T> Send<T>(HttpRequestMessage request, string what, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.Content.Headers.ContentLength > MostBytes)
                throw Unavailable("an answer too large");
            await response.Content.LoadIntoBufferAsync(MostBytes, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
                return JsonSerializer.Deserialize<T>(text, Json) ?? throw Unavailable("an empty answer");
            throw Unavailable($"{what}: {(int)response.StatusCode} {Reason(text)}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Unavailable($"{what}: {e.GetType().Name}");
        }
    }

    private static string Reason(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<CscError>(text, Json)?.Error is { Length: < 100 } code ? code : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static List<byte[]> Decode(IReadOnlyList<string>? encoded, int count)
    {
        var answers = new List<byte[]>();
        foreach (var one in encoded ?? [])
            answers.Add(Convert.TryFromBase64String(one, new byte[one.Length], out _) ? Convert.FromBase64String(one) : throw new RefusedException(Refusal.KeyAnswer, "not base64"));
        return answers.Count == count ? answers : throw new RefusedException(Refusal.KeyAnswer, $"{answers.Count} answers to {count} hashes");
    }

    private static JsonArray List(IReadOnlyList<ReadOnlyMemory<byte>> hashes) => new([.. hashes.Select(h => (JsonNode)Convert.ToBase64String(h.Span))]);

    private static RefusedException Unavailable(string detail) => new(Refusal.KeyUnavailable, "CSC " + detail);
}
