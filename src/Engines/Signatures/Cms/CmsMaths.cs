using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Cms;

internal enum MathsResult
{
    Passed,
    HashFailure,
    SignatureFailure,
    Unsupported,
}

/// <summary>The cryptographic half of validation (EN 319 102-1, 5.2.7).</summary>
internal static class CmsMaths
{
    private const string RsaPrefix = "1.2.840.113549.1.1.";
    private const string PlainEcdsa = "0.4.0.127.0.7.1.1.4.1";

    /// <summary><paramref name="digest"/> is that of the signed content, under the signature's own digest algorithm.</summary>
    public static MathsResult Verify(CmsSignature cms, X509Certificate2 signer, byte[] digest)
    {
        if (Oids.Digest(cms.DigestAlgorithm) is not { } hash)
            return MathsResult.Unsupported;
        if (cms.SignedAttributes is not null)
        {
            if (cms.Signed(Oids.MessageDigest) is not [var stated] || cms.Signed(Oids.ContentType) is not [var type])
                return MathsResult.SignatureFailure;
            if (!Read(stated, r => r.ReadOctetString()).AsSpan().SequenceEqual(digest))
                return MathsResult.HashFailure;
            if (Read(type, r => r.ReadObjectIdentifier()) != cms.ContentType)
                return MathsResult.SignatureFailure;
            digest = CryptographicOperations.HashData(hash, cms.SignedAttributes);
        }
        try
        {
            return VerifyHash(cms, signer, digest, hash) switch
            {
                true => MathsResult.Passed,
                // Without signed attributes a wrong document and a wrong signature look the same.
                false => cms.SignedAttributes is null ? MathsResult.HashFailure : MathsResult.SignatureFailure,
                null => MathsResult.Unsupported,
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return MathsResult.SignatureFailure;
        }
    }

    private static bool? VerifyHash(CmsSignature cms, X509Certificate2 signer, byte[] digest, HashAlgorithmName hash)
    {
        if (cms.SignatureAlgorithm.StartsWith(RsaPrefix, StringComparison.Ordinal))
        {
            using var rsa = signer.GetRSAPublicKey();
            if (cms.SignatureAlgorithm == Oids.RsaPss)
                return rsa is null || PssHash(cms.SignatureParameters) != hash ? null : rsa.VerifyHash(digest, cms.Signature, hash, RSASignaturePadding.Pss);
            return rsa?.VerifyHash(digest, cms.Signature, hash, RSASignaturePadding.Pkcs1);
        }
        using var ecdsa = signer.GetECDsaPublicKey();
        // The German "plain" algorithms write r and s one after the other (BSI TR-03111, 5.2.1).
        return ecdsa?.VerifyHash(digest, cms.Signature, cms.SignatureAlgorithm.StartsWith(PlainEcdsa, StringComparison.Ordinal)
            ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>The hash of RSASSA-PSS-params; absent means SHA-1 (RFC 4055, 3.1).</summary>
    public static HashAlgorithmName? PssHash(ReadOnlyMemory<byte> parameters)
    {
        var sequence = new AsnReader(parameters, AsnEncodingRules.BER).ReadSequence();
        var first = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        return sequence.HasData && sequence.PeekTag() == first
            ? Oids.Digest(sequence.ReadSequence(first).ReadSequence().ReadObjectIdentifier())
            : HashAlgorithmName.SHA1;
    }

    /// <summary>Whether the signing-certificate attribute (v2, or v1 of old) names this certificate; null when there is none.</summary>
    public static bool? NamesCertificate(CmsSignature cms, X509Certificate2 signer)
    {
        var (v1, v2) = (cms.Signed(Oids.SigningCertificate), cms.Signed(Oids.SigningCertificateV2));
        if (v1.Count == 0 && v2.Count == 0)
            return null;
        return v1.All(a => First(a, SHA1Only)) && v2.All(a => First(a, Any));

        bool First(ReadOnlyMemory<byte> attribute, Func<AsnReader, HashAlgorithmName?> algorithm) => Read(attribute, reader =>
        {
            var id = reader.ReadSequence().ReadSequence().ReadSequence();
            return algorithm(id) is { } name && CryptographicOperations.HashData(name, signer.RawData).AsSpan().SequenceEqual(id.ReadOctetString());
        });
        static HashAlgorithmName? SHA1Only(AsnReader _) => HashAlgorithmName.SHA1;
        static HashAlgorithmName? Any(AsnReader id) => id.PeekTag() == Asn1Tag.Sequence ? Oids.Digest(id.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA256;
    }

    private static T? Read<T>(ReadOnlyMemory<byte> value, Func<AsnReader, T> read)
    {
        try
        {
            return read(new AsnReader(value, AsnEncodingRules.BER));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return default;
        }
    }
}
