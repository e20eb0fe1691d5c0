using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Xml;
using static Sen.Signatures.Xml.XmlSignature;

namespace Sen.Signatures.Xades;

/// <summary>Reads the signed properties (EN 319 132-1, 5.2).</summary>
internal static class XadesProperties
{
    /// <summary>Whether a certificate is the one that SigningCertificateV2 (or SigningCertificate of old) names; null without either.</summary>
    public static Predicate<X509Certificate2>? SigningCertificate(XmlSignature signature)
    {
        var about = Path(signature.SignedProperties, "SignedSignatureProperties");
        var digest = Path(about, "SigningCertificateV2", "Cert", "CertDigest") ?? Path(about, "SigningCertificate", "Cert", "CertDigest");
        if (digest is null)
            return null;
        var algorithm = Children(digest, Ds, "DigestMethod").FirstOrDefault()?.GetAttribute("Algorithm");
        if (XmlAlgorithms.Digest(algorithm) is not { } name || Value(digest) is not { } value)
            return _ => false;
        return certificate => CryptographicOperations.HashData(name, certificate.RawData).AsSpan().SequenceEqual(value);
    }

    private static byte[]? Value(XmlElement digest)
    {
        try
        {
            return Children(digest, Ds, "DigestValue").FirstOrDefault() is { } value ? Base64(value) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
