using System.Security.Cryptography;

namespace Sen.Signatures.Cms;

internal static class Oids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string SignatureTimestamp = "1.2.840.113549.1.9.16.2.14";
    public const string TimestampingUsage = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigningUsage = "1.3.6.1.5.5.7.3.9";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string ValidityAssuredShortTerm = "0.4.0.194121.2.1";
    public const string RevocationArchival = "1.2.840.113583.1.1.8";
    public const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    public const string CertificateValues = "1.2.840.113549.1.9.16.2.23";
    public const string RevocationValues = "1.2.840.113549.1.9.16.2.24";
    public const string ArchiveTimestampV3 = "0.4.0.1733.2.4";
    public const string ArchiveHashIndexV3 = "0.4.0.19122.1.5";
    public const string OcspRevocation = "1.3.6.1.5.5.7.16.2";
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string RsaSha256 = "1.2.840.113549.1.1.11";
    public const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly Dictionary<string, HashAlgorithmName> Digests = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.2.5"] = HashAlgorithmName.MD5,
        [Sha1] = HashAlgorithmName.SHA1,
        [Sha256] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
        ["2.16.840.1.101.3.4.2.8"] = HashAlgorithmName.SHA3_256,
        ["2.16.840.1.101.3.4.2.9"] = HashAlgorithmName.SHA3_384,
        ["2.16.840.1.101.3.4.2.10"] = HashAlgorithmName.SHA3_512,
    };

    /// <summary>The digest of that identifier; null when this machine cannot compute it.</summary>
    public static HashAlgorithmName? Digest(string oid) =>
        Digests.TryGetValue(oid, out var name) && (SHA3_256.IsSupported || !name.Name!.StartsWith("SHA3", StringComparison.Ordinal))
            ? name
            : null;
}
