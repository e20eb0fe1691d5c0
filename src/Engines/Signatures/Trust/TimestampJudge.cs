using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>What a timestamp token comes to (EN 319 102-1, 5.4).</summary>
/// <param name="Time">As the token states it; counts only when <paramref name="Trust"/> passed.</param>
/// <param name="Authority">Null when its certificate is nowhere to be found.</param>
internal sealed record TimestampVerdict(DateTimeOffset Time, X509Certificate2? Authority, PathVerdict Trust)
{
    public bool Passed => Trust.Passed;
}

internal static class TimestampJudge
{
    /// <summary>Null when it is no token with a right signature over what <paramref name="hash"/> hashes.</summary>
    /// <param name="hash">Hashes the stamped bytes by the algorithm that the token names; null when they do not hold together.</param>
    /// <param name="place">Where it stands, for the evidence inside it.</param>
    /// <param name="existed">When the token itself is proven to exist; now when nothing proves more.</param>
    public static TimestampVerdict? Timestamp(this TrustJudge judge, ReadOnlyMemory<byte> encoded, Func<HashAlgorithmName, byte[]?> hash, DateTimeOffset existed, long place = EvidencePool.Outside)
    {
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(encoded, out var token, out var length)
                || token.TokenInfo.HashAlgorithmId.Value is not { } oid || Oids.Digest(oid) is not { } algorithm || hash(algorithm) is not { } stamped)
                return null;
            var extra = new X509Certificate2Collection(judge.Certificates.ToArray());
            if (!token.VerifySignatureForHash(stamped, algorithm, out var authority, extra) || authority is null)
                return null;
            if (CmsSignature.TryRead(encoded[..length]) is { } cms)
                judge.Add(cms.Embedded, place);
            return new TimestampVerdict(token.TokenInfo.Timestamp, authority, judge.Path(authority, existed, Oids.TimestampingUsage));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
