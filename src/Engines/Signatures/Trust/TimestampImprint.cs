using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>Which digest a token was made over.</summary>
internal static class TimestampImprint
{
    public static HashAlgorithmName? Algorithm(ReadOnlyMemory<byte> token)
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(token, out var decoded, out _) && decoded.TokenInfo.HashAlgorithmId.Value is { } oid ? Oids.Digest(oid) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
