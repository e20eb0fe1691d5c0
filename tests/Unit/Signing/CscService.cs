using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signing;

/// <summary>A remote signing service after the CSC API, 1.0.4 and 2, as its documents describe it; keeps what it was asked.</summary>
internal sealed class CscService(int version, SigningKey key) : HttpMessageHandler
{
    private readonly HashSet<string> _allowed = [];
    private int _polls;

    public int Version => version;
    public string Mode { get; set; } = "implicit";
    public bool NamesHashes { get; set; }
    public bool ReturnsCms { get; set; }
    public int WaitsFor { get; set; }
    public bool Lies { get; set; }

    /// <summary>A one-time code: good for one authorisation.</summary>
    public string? Otp { get; set; }

    /// <summary>The most that one authorisation may be for.</summary>
    public int? Multisign { get; set; }

    /// <summary>It goes away after so many signatures.</summary>
    public int BreaksAfter { get; set; } = int.MaxValue;

    public int Signatures { get; private set; }
    public List<string> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Asked.Add(path);
        var text = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (path.EndsWith("/oauth2/token", StringComparison.Ordinal))
            return HttpUtility.ParseQueryString(text)["client_secret"] == "secret" ? Answer(new() { ["access_token"] = "t", ["expires_in"] = 600 }) : Error(HttpStatusCode.Unauthorized, "invalid_client");
        if (request.Headers.Authorization?.Parameter != "t" || !path.StartsWith($"/csc/v{version}/", StringComparison.Ordinal))
            return Error(HttpStatusCode.Unauthorized, "invalid_token");
        var body = JsonNode.Parse(text)!.AsObject();
        return path[$"/csc/v{version}/".Length..] switch
        {
            "credentials/info" => Info(),
            "credentials/authorize" => Authorise(body),
            "signatures/signHash" when version == 1 || !ReturnsCms => await Sign(body, Hashes(body)),
            "signatures/signDoc" when version == 2 && ReturnsCms => await Sign(body, Hashes(body["documentDigests"]![0]!.AsObject())),
            "signatures/signPolling" => await Poll(body),
            _ => Error(HttpStatusCode.BadRequest, "invalid_request"),
        };
    }

    private byte[][] Hashes(JsonObject body) => [.. body[version == 1 ? "hash" : "hashes"]!.AsArray().Select(h => Convert.FromBase64String((string)h!))];

    private HttpResponseMessage Info()
    {
        var certificates = new JsonArray([.. key.Chain.Prepend(key.Certificate).Select(c => (JsonNode)Convert.ToBase64String(c.RawData))]);
        var info = new JsonObject
        {
            ["key"] = new JsonObject { ["status"] = "enabled", ["algo"] = new JsonArray("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1") },
            ["cert"] = new JsonObject { ["status"] = "valid", ["certificates"] = certificates },
            ["SCAL"] = NamesHashes ? "2" : "1",
        };
        if (Multisign is { } most)
            info["multisign"] = most;
        if (version == 1)
            info["authMode"] = Mode;
        else
            info["auth"] = new JsonObject { ["mode"] = Mode };
        return Answer(info);
    }

    private HttpResponseMessage Authorise(JsonObject body)
    {
        if (Mode == "explicit" && Given(body, "PIN") != "2468")
            return Error(HttpStatusCode.BadRequest, "invalid_pin");
        if (Otp is not null)
        {
            if (Given(body, "OTP") != Otp)
                return Error(HttpStatusCode.BadRequest, "invalid_otp");
            Otp = "used";
        }
        if ((int)body["numSignatures"]! > Multisign)
            return Error(HttpStatusCode.BadRequest, "invalid_request");
        _allowed.Clear();
        foreach (var hash in body[version == 1 ? "hash" : "hashes"]?.AsArray() ?? [])
            _allowed.Add((string)hash!);
        return Answer(new() { ["SAD"] = $"sad{(int)body["numSignatures"]!}", ["expiresIn"] = 300 });
    }

    private string? Given(JsonObject body, string what) =>
        (string?)(version == 1 ? body[what] : body["authData"]?.AsArray().FirstOrDefault(d => (string)d!["id"]! == what)?["value"]);

    private async Task<HttpResponseMessage> Sign(JsonObject body, byte[][] hashes)
    {
        if ((Signatures += hashes.Length) > BreaksAfter)
            return Error(HttpStatusCode.ServiceUnavailable, "server_error");
        if ((string?)body["SAD"] is not { } sad || !sad.StartsWith("sad", StringComparison.Ordinal))
            return Error(HttpStatusCode.BadRequest, "invalid_sad");
        if (NamesHashes && !hashes.All(h => _allowed.Contains(Convert.ToBase64String(h))))
            return Error(HttpStatusCode.BadRequest, "hash_not_authorized");
        _waiting = hashes;
        return WaitsFor > 0 ? Answer(new() { ["responseID"] = "r1" }) : await Signed();
    }

    private byte[][] _waiting = [];

    private async Task<HttpResponseMessage> Poll(JsonObject body) =>
        (string?)body["responseID"] != "r1" ? Error(HttpStatusCode.BadRequest, "invalid_request") : ++_polls < WaitsFor ? Answer([]) : await Signed();

    private async Task<HttpResponseMessage> Signed()
    {
        var list = new JsonArray();
        foreach (var hash in _waiting)
            list.Add(Convert.ToBase64String(ReturnsCms ? await Cms(Lies ? new byte[32] : hash) : await key.SignHash(Lies ? new byte[32] : hash, default)));
        return Answer(new() { [ReturnsCms && version == 2 ? "SignatureObject" : "signatures"] = list });
    }

    private async Task<byte[]> Cms(byte[] hash)
    {
        var attributes = Sen.Signatures.Cms.CmsBuilder.SignedAttributes("1.2.840.113549.1.7.1", hash, key.Certificate);
        return Sen.Signatures.Cms.CmsBuilder.Assemble("1.2.840.113549.1.7.1", null, attributes, await key.SignAttributes(attributes, default), key, null);
    }

    private static HttpResponseMessage Answer(JsonObject body) => new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString()) };

    private static HttpResponseMessage Error(HttpStatusCode status, string code) => new(status) { Content = new StringContent($"{{\"error\":\"{code}\"}}") };
}
