using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;

namespace Sen.Signatures;

/// <summary>What a timestamp token proves: these 32 bytes existed at <paramref name="Time"/>, says <paramref name="Authority"/>.</summary>
/// <param name="Time">As stated in the token.</param>
/// <param name="Authority">The certificate that signed it, when the token carries it.</param>
/// <param name="Trusted">The authority's chain ends in a given anchor and may make timestamps.</param>
public sealed record CheckedTimestamp(DateTimeOffset Time, X509Certificate2? Authority, bool Trusted);

/// <summary>The client's side of RFC 3161. Sending is the caller's: any transport will do.</summary>
public static class Timestamps
{
    private const int NonceLength = 8;

    /// <summary>A request over a SHA-256 hash, asking for the authority's certificate; and its reading of the response as a token.</summary>
    public static (byte[] Request, Func<byte[], byte[]> ReadResponse) Ask(ReadOnlyMemory<byte> sha256)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var request = Rfc3161TimestampRequest.CreateFromHash(sha256, HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
        return (request.Encode(), response =>
        {
            try
            {
                return request.ProcessResponse(response, out _).AsSignedCms().Encode();
            }
            catch (CryptographicException e)
            {
                throw new RefusedException(Refusal.Timestamp, e.Message);
            }
        });
    }

    /// <summary>Checks a token over <paramref name="data"/>; null when it is no valid token over it. The chain is judged at the token's own time.</summary>
    public static CheckedTimestamp? Check(ReadOnlyMemory<byte> token, ReadOnlySpan<byte> data, TrustAnchors anchors)
    {
        if (!TryDecode(token, out var decoded) || !decoded.VerifySignatureForData(data, out var authority))
            return null;
        return Judge(token, decoded, authority, anchors);
    }

    /// <summary>As <see cref="Check"/>, from the hash alone.</summary>
    public static CheckedTimestamp? CheckHash(ReadOnlyMemory<byte> token, ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, TrustAnchors anchors)
    {
        if (!TryDecode(token, out var decoded) || !decoded.VerifySignatureForHash(hash, algorithm, out var authority))
            return null;
        return Judge(token, decoded, authority, anchors);
    }

    private static bool TryDecode(ReadOnlyMemory<byte> token, out Rfc3161TimestampToken decoded)
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(token, out decoded!, out _);
        }
        catch (CryptographicException)
        {
            decoded = null!;
            return false;
        }
    }

    private static CheckedTimestamp Judge(ReadOnlyMemory<byte> token, Rfc3161TimestampToken decoded, X509Certificate2? authority, TrustAnchors anchors)
    {
        var time = decoded.TokenInfo.Timestamp;
        var extra = CmsSignature.TryRead(token)?.Certificates ?? [];
        var trusted = authority is not null && Chain.Build(authority, extra, anchors, time, Oids.TimestampingUsage).Problem is null;
        return new CheckedTimestamp(time, authority, trusted);
    }
}
