using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>What a token says of itself, before anything of it is believed.</summary>
internal static class TimestampImprint
{
    /// <summary>The digest that it was made over.</summary>
    public static HashAlgorithmName? Algorithm(ReadOnlyMemory<byte> token) => Read(token)?.TokenInfo.HashAlgorithmId.Value is { } oid ? Oids.Digest(oid) : null;

    /// <summary>Null for what is no token.</summary>
    public static DateTimeOffset? Time(ReadOnlyMemory<byte> token) => Read(token)?.TokenInfo.Timestamp;

    private static Rfc3161TimestampToken? Read(ReadOnlyMemory<byte> token)
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(token, out var decoded, out _) ? decoded : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
