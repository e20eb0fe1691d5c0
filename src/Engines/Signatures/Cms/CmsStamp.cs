using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Sen.Signatures.Cms;

/// <summary>Adds a signature timestamp to a CMS that somebody else made (EN 319 122-1, 5.3).</summary>
internal static class CmsStamp
{
    /// <returns>The same CMS when there is no source, or a timestamp in it already.</returns>
    public static async Task<byte[]> Add(byte[] encoded, TimestampSource? source, CancellationToken ct)
    {
        if (source is null || CmsSignature.TryRead(encoded) is not { } read || read.Unsigned(Oids.SignatureTimestamp).Count > 0)
            return encoded;
        var token = await source(SHA256.HashData(read.Signature), ct);
        var cms = new SignedCms();
        cms.Decode(encoded);
        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(Oids.SignatureTimestamp, token));
        return cms.Encode();
    }
}
