using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;

namespace Sen.Signatures;

/// <summary>The client's side of OCSP and CRLs. Sending is the caller's: any transport will do.</summary>
public static class Revocation
{
    private const string OcspAccess = "1.3.6.1.5.5.7.48.1";

    /// <summary>The DER of an OCSPRequest for one certificate, named by SHA-1 as every responder understands (RFC 5019, 2.1.1); no nonce, so that answers can be kept.</summary>
    public static byte[] OcspRequest(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            CmsBuilder.Algorithm(writer, Oids.Sha1, withNull: true);
            writer.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, issuer.SubjectName.RawData));
            writer.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, issuer.PublicKey.EncodedKeyValue.RawData));
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
        return writer.Encode();
    }

    /// <summary>Whether the bytes are an answer about that certificate, signed by one who may; whether that one is trusted is for validation to say.</summary>
    public static bool IsOcspAnswer(ReadOnlyMemory<byte> response, X509Certificate2 certificate, X509Certificate2 issuer) =>
        OcspResponse.TryRead(response) is { } read && read.About(certificate, issuer) is not null && read.Signer(issuer, []) is not null;

    /// <summary>As <see cref="IsOcspAnswer"/>, for a CRL.</summary>
    public static bool IsCrlAbout(ReadOnlyMemory<byte> crl, X509Certificate2 certificate, X509Certificate2 issuer) =>
        Crl.TryRead(crl) is { } read && read.About(certificate, issuer) is not null && read.Signer(issuer, []) is not null;

    /// <summary>Where the certificate says that its status can be asked; only http and https.</summary>
    public static (IReadOnlyList<Uri> Ocsp, IReadOnlyList<Uri> Crl) Places(X509Certificate2 certificate)
    {
        try
        {
            var access = certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().FirstOrDefault();
            var points = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.31");
            return (Web(access?.EnumerateUris(OcspAccess) ?? []), points is null ? [] : Web(Points(points.RawData)));
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return ([], []);
        }
    }

    private static Uri[] Web(IEnumerable<string> uris) =>
        [.. uris.Select(u => Uri.TryCreate(u, UriKind.Absolute, out var uri) ? uri : null).OfType<Uri>().Where(u => u.Scheme is "http" or "https")];

    /// <summary>The URIs among the full names of CRLDistributionPoints (RFC 5280, 4.2.1.13).</summary>
    private static List<string> Points(byte[] extension)
    {
        var uris = new List<string>();
        var (first, uri) = (new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true), new Asn1Tag(TagClass.ContextSpecific, 6));
        for (var points = new AsnReader(extension, AsnEncodingRules.BER).ReadSequence(); points.HasData;)
        {
            var point = points.ReadSequence();
            if (!point.HasData || point.PeekTag() != first || point.ReadSequence(first) is not { HasData: true } name || name.PeekTag() != first)
                continue;
            for (var names = name.ReadSequence(first); names.HasData;)
                if (names.PeekTag() == uri)
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, uri));
                else
                    names.ReadEncodedValue();
        }
        return uris;
    }
}
