using System.Text.Json.Serialization;

namespace Sen.Signing;

/// <summary>Of credentials/info (CSC 1.0.4, 11.5; CSC 2.0, 11.5): what is used of it.</summary>
internal sealed record CscCredential
{
    public CscKey? Key { get; init; }
    public CscCert? Cert { get; init; }

    /// <summary>1.0.4: implicit, explicit or oauth2code.</summary>
    public string? AuthMode { get; init; }

    /// <summary>2.0: the same under <c>auth.mode</c>.</summary>
    public CscAuth? Auth { get; init; }

    /// <summary>"2" where an authorisation holds for the hashes that it names only.</summary>
    [JsonPropertyName("SCAL")]
    public string? Scal { get; init; }

    /// <summary>How many signatures one permission may be for.</summary>
    public int? Multisign { get; init; }

    public int Most => Multisign is { } most and > 0 ? most : int.MaxValue;
    public string Mode => Auth?.Mode ?? AuthMode ?? "implicit";
    public bool NamesHashes => Scal == "2";
}

internal sealed record CscKey(string? Status, IReadOnlyList<string>? Algo);

internal sealed record CscCert(string? Status, IReadOnlyList<string>? Certificates);

internal sealed record CscAuth(string? Mode);

internal sealed record CscToken([property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] int? ExpiresIn);

internal sealed record CscAuthorised([property: JsonPropertyName("SAD")] string? Sad, int? ExpiresIn);

/// <summary>Of signHash, signDoc and their polling: signatures, or the number to ask again with.</summary>
internal sealed record CscSigned
{
    public IReadOnlyList<string>? Signatures { get; init; }

    [JsonPropertyName("SignatureObject")]
    public IReadOnlyList<string>? Objects { get; init; }

    [JsonPropertyName("responseID")]
    public string? ResponseId { get; init; }
}

internal sealed record CscError([property: JsonPropertyName("error")] string? Error, [property: JsonPropertyName("error_description")] string? Description);
