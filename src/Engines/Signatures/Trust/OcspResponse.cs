using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>A BasicOCSPResponse, bare or inside an OCSPResponse (RFC 6960, 4.2.1).</summary>
internal sealed class OcspResponse : IStatements
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const string ArchiveCutoff = "1.3.6.1.5.5.7.48.1.6";
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private readonly SignedDer _signed;
    private readonly byte[]? _responderKey;
    private readonly ReadOnlyMemory<byte> _responderName;
    private readonly List<(HashAlgorithmName Hash, byte[] Name, byte[] Key, byte[] Serial, bool Unknown, Statement Statement)> _answers = [];

    private OcspResponse(ReadOnlyMemory<byte> encoded)
    {
        var reader = Unwrap(encoded);
        _signed = new SignedDer(reader);
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(Context0))
            for (var list = reader.ReadSequence(Context0).ReadSequence(); list.HasData && Certificates.Count < 50;)
                Certificates.Add(X509CertificateLoader.LoadCertificate(list.ReadEncodedValue().Span));
        var data = new AsnReader(_signed.ToBeSigned, AsnEncodingRules.BER).ReadSequence();
        if (data.PeekTag().HasSameClassAndValue(Context0))
            data.ReadEncodedValue();
        if (data.PeekTag().HasSameClassAndValue(Context1))
            _responderName = data.ReadSequence(Context1).ReadEncodedValue();
        else
            _responderKey = data.ReadSequence(Context2).ReadOctetString();
        data.ReadGeneralizedTime();
        for (var answers = data.ReadSequence(); answers.HasData;)
            Answer(answers.ReadSequence());
    }

    /// <summary>Those that the responder sent along.</summary>
    public List<X509Certificate2> Certificates { get; } = [];

    /// <summary>Null when it is no successful response.</summary>
    public static OcspResponse? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return new OcspResponse(encoded);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    public Statement? About(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        foreach (var (hash, name, key, serial, unknown, statement) in _answers)
            if (!unknown && certificate.SerialNumberBytes.Span.SequenceEqual(serial)
                && CryptographicOperations.HashData(hash, certificate.IssuerName.RawData).AsSpan().SequenceEqual(name)
                && CryptographicOperations.HashData(hash, issuer.PublicKey.EncodedKeyValue.RawData).AsSpan().SequenceEqual(key))
                return statement;
        return null;
    }

    /// <summary>The issuer itself, or a certificate that it issued for this very purpose (RFC 6960, 4.2.2.2).</summary>
    public X509Certificate2? Signer(X509Certificate2 issuer, IEnumerable<X509Certificate2> known)
    {
        if (Names(issuer) && _signed.IsSignedBy(issuer))
            return issuer;
        return Certificates.Concat(known).FirstOrDefault(c => Names(c) && c.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
            && c.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == Oids.OcspSigningUsage))
            && _signed.IsSignedBy(c));
    }

    private bool Names(X509Certificate2 certificate) => _responderKey is null
        ? _responderName.Span.SequenceEqual(certificate.SubjectName.RawData)
        : Sha1(certificate.PublicKey.EncodedKeyValue.RawData).AsSpan().SequenceEqual(_responderKey);

    private static AsnReader Unwrap(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        if (outer.PeekTag() != Asn1Tag.Enumerated)
            return outer;
        if (outer.ReadEnumeratedBytes().Span is not [0])
            throw new AsnContentException("not successful");
        var bytes = outer.ReadSequence(Context0).ReadSequence();
        if (bytes.ReadObjectIdentifier() != Basic)
            throw new AsnContentException("not a basic response");
        return new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
    }

    private void Answer(AsnReader answer)
    {
        var id = answer.ReadSequence();
        var hash = Oids.Digest(id.ReadSequence().ReadObjectIdentifier());
        var (name, key, serial) = (id.ReadOctetString(), id.ReadOctetString(), id.ReadIntegerBytes().ToArray());
        var state = answer.PeekTag().TagValue;
        DateTimeOffset? revoked = null;
        if (state == 1)
            revoked = answer.ReadSequence(Context1).ReadGeneralizedTime();
        else
            answer.ReadEncodedValue();
        var thisUpdate = answer.ReadGeneralizedTime();
        DateTimeOffset? next = answer.HasData && answer.PeekTag().HasSameClassAndValue(Context0) ? answer.ReadSequence(Context0).ReadGeneralizedTime() : null;
        DateTimeOffset? kept = null;
        if (answer.HasData && answer.PeekTag().HasSameClassAndValue(Context1))
            for (var extensions = answer.ReadSequence(Context1).ReadSequence(); extensions.HasData;)
            {
                var extension = extensions.ReadSequence();
                var oid = extension.ReadObjectIdentifier();
                if (extension.PeekTag() == Asn1Tag.Boolean)
                    extension.ReadBoolean();
                if (oid == ArchiveCutoff)
                    kept = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.BER).ReadGeneralizedTime();
            }
        if (hash is { } known)
            _answers.Add((known, name, key, serial, state == 2, new Statement(revoked, thisUpdate, next, kept)));
    }

    /// <summary>Not for security: RFC 6960 names responders by it.</summary>
    private static byte[] Sha1(byte[] data) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, data);
}
