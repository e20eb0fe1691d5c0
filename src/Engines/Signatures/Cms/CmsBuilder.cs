using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Cms;

/// <summary>
/// Writes SignedData (RFC 5652) with one signer in two steps, so that the key may be anywhere: first the attributes to
/// hash and sign, then the whole. The framework's CmsSigner omits signing-certificate-v2 and wants the content in memory.
/// </summary>
internal static class CmsBuilder
{
    /// <summary>
    /// The DER of the signed attributes: content-type, message-digest and signing-certificate-v2 (EN 319 122-1, 5.2.2.3);
    /// signing-time where CAdES demands it and PAdES forbids it.
    /// </summary>
    public static byte[] SignedAttributes(string contentType, ReadOnlySpan<byte> digest, X509Certificate2 signer, DateTimeOffset? signingTime = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (Attribute(writer, Oids.ContentType))
            using (writer.PushSetOf())
                writer.WriteObjectIdentifier(contentType);
            using (Attribute(writer, Oids.MessageDigest))
            using (writer.PushSetOf())
                writer.WriteOctetString(digest);
            using (Attribute(writer, Oids.SigningCertificateV2))
            using (writer.PushSetOf())
            using (writer.PushSequence())
            using (writer.PushSequence())
            using (writer.PushSequence())
                writer.WriteOctetString(SHA256.HashData(signer.RawData));
            if (signingTime is { } time)
                using (Attribute(writer, Oids.SigningTime))
                using (writer.PushSetOf())
                    writer.WriteUtcTime(time.ToUniversalTime());
        }
        return writer.Encode();
    }

    /// <summary>ContentInfo with SignedData; <paramref name="content"/> is null when detached.</summary>
    public static byte[] Assemble(string contentType, byte[]? content, byte[] signedAttributes, byte[] signature, SigningKey key, byte[]? timestamp, bool withCertificates = true)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Context(0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(contentType == Oids.Data ? 1 : 3);
                using (writer.PushSetOf())
                    Algorithm(writer, Oids.Sha256, withNull: false);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(contentType);
                    if (content is not null)
                        using (writer.PushSequence(Context(0)))
                            writer.WriteOctetString(content);
                }
                if (withCertificates)
                    using (writer.PushSetOf(Context(0)))
                        foreach (var certificate in key.Chain.Prepend(key.Certificate).DistinctBy(c => c.Thumbprint))
                            writer.WriteEncodedValue(certificate.RawData);
                using (writer.PushSetOf())
                    SignerInfo(writer, signedAttributes, signature, key, timestamp);
            }
        }
        return writer.Encode();
    }

    private static void SignerInfo(AsnWriter writer, byte[] signedAttributes, byte[] signature, SigningKey key, byte[]? timestamp)
    {
        using var _ = writer.PushSequence();
        writer.WriteInteger(1);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(key.Certificate.IssuerName.RawData);
            writer.WriteInteger(key.Certificate.SerialNumberBytes.Span);
        }
        Algorithm(writer, Oids.Sha256, withNull: false);
        writer.WriteEncodedValue([0xA0, .. signedAttributes.AsSpan(1)]);
        var rsa = key.Certificate.PublicKey.Oid.Value == Oids.Rsa;
        Algorithm(writer, rsa ? Oids.RsaSha256 : Oids.EcdsaSha256, withNull: rsa);
        writer.WriteOctetString(signature);
        if (timestamp is null)
            return;
        using (writer.PushSetOf(Context(1)))
        using (Attribute(writer, Oids.SignatureTimestamp))
        using (writer.PushSetOf())
            writer.WriteEncodedValue(timestamp);
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private static AsnWriter.Scope Attribute(AsnWriter writer, string oid)
    {
        var scope = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        return scope;
    }

    public static void Algorithm(AsnWriter writer, string oid, bool withNull)
    {
        using var _ = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        if (withNull)
            writer.WriteNull();
    }
}
