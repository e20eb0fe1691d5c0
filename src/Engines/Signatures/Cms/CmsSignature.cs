using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Cms;

/// <summary>A SignedData with one signer (RFC 5652), read under BER because old signers wrote BER.</summary>
internal sealed class CmsSignature
{
    private const int MaxCertificates = 200;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _signed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _unsigned = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<byte>> _crls = [];
    private readonly List<ReadOnlyMemory<byte>> _ocsps = [];

    private CmsSignature(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        if (outer.ReadObjectIdentifier() != Oids.SignedData)
            throw new AsnContentException("no SignedData");
        var data = outer.ReadSequence(Context0).ReadSequence();
        data.ReadInteger();
        data.ReadSetOf();
        var content = data.ReadSequence();
        ContentType = content.ReadObjectIdentifier();
        if (content.HasData)
            Content = content.ReadSequence(Context0).ReadOctetString();
        if (data.HasData && data.PeekTag().HasSameClassAndValue(Context0))
            Certificates = ReadCertificates(data.ReadSetOf(skipSortOrderValidation: true, Context0));
        if (data.HasData && data.PeekTag().HasSameClassAndValue(Context1))
            ReadStatements(data.ReadSetOf(skipSortOrderValidation: true, Context1));
        var signers = data.ReadSetOf(skipSortOrderValidation: true);
        var signer = signers.ReadSequence();
        if (signers.HasData)
            throw new AsnContentException("more than one signer");
        signer.ReadInteger();
        SignerIdentifier = signer.ReadEncodedValue();
        DigestAlgorithm = signer.ReadSequence().ReadObjectIdentifier();
        if (signer.PeekTag().HasSameClassAndValue(Context0))
        {
            var raw = signer.ReadEncodedValue();
            SignedAttributes = [0x31, .. raw.Span[1..]];
            ReadAttributes(new AsnReader(raw, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true, Context0), _signed);
        }
        var algorithm = signer.ReadSequence();
        SignatureAlgorithm = algorithm.ReadObjectIdentifier();
        SignatureParameters = algorithm.HasData ? algorithm.ReadEncodedValue() : default;
        Signature = signer.ReadOctetString();
        if (signer.HasData)
            ReadAttributes(signer.ReadSetOf(skipSortOrderValidation: true, Context1), _unsigned);
        Signer = Certificates.FirstOrDefault(Identifies);
        foreach (var archive in Signed(Oids.RevocationArchival))
            ReadArchive(archive);
    }

    public string ContentType { get; }

    /// <summary>Null when detached.</summary>
    public byte[]? Content { get; }

    public IReadOnlyList<X509Certificate2> Certificates { get; } = [];

    /// <summary>Null when the SignedData does not carry it.</summary>
    public X509Certificate2? Signer { get; }

    /// <summary>Certificates and statements of status that stand inside, the archive of Adobe's attribute included.</summary>
    public ValidationData Embedded => new(Certificates, _crls, _ocsps);

    public string DigestAlgorithm { get; }

    /// <summary>The bytes that were signed; null when the content itself was.</summary>
    public byte[]? SignedAttributes { get; }

    public string SignatureAlgorithm { get; }

    public ReadOnlyMemory<byte> SignatureParameters { get; }

    public byte[] Signature { get; }

    private ReadOnlyMemory<byte> SignerIdentifier { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Signed(string oid) => _signed.GetValueOrDefault(oid, []);

    public IReadOnlyList<ReadOnlyMemory<byte>> Unsigned(string oid) => _unsigned.GetValueOrDefault(oid, []);

    /// <summary>Reads the first value; what follows it (the padding of a reservation) is ignored. Null when it is no such thing.</summary>
    public static CmsSignature? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return new CmsSignature(encoded);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    private static List<X509Certificate2> ReadCertificates(AsnReader set)
    {
        var certificates = new List<X509Certificate2>();
        while (set.HasData && certificates.Count < MaxCertificates)
        {
            var value = set.ReadEncodedValue();
            // Attribute certificates stand under context tags and are of no use here.
            if (value.Span[0] == 0x30)
                certificates.Add(X509CertificateLoader.LoadCertificate(value.Span));
        }
        return certificates;
    }

    /// <summary>RevocationInfoChoices: a CRL, or under [1] another format, of which OCSP is one (RFC 5940).</summary>
    private void ReadStatements(AsnReader set)
    {
        while (set.HasData && _crls.Count + _ocsps.Count < MaxCertificates)
        {
            var value = set.ReadEncodedValue();
            if (value.Span[0] == 0x30)
            {
                _crls.Add(value);
                continue;
            }
            var other = new AsnReader(value, AsnEncodingRules.BER).ReadSequence(Context1);
            if (other.ReadObjectIdentifier() == Oids.OcspRevocation)
                _ocsps.Add(other.ReadEncodedValue());
        }
    }

    /// <summary>RevocationInfoArchival: [0] CRLs, [1] OCSP responses (ISO 32000-2, 12.8.3.3.2). A broken one helps nobody and hurts nobody.</summary>
    private void ReadArchive(ReadOnlyMemory<byte> value)
    {
        try
        {
            for (var archive = new AsnReader(value, AsnEncodingRules.BER).ReadSequence(); archive.HasData;)
            {
                var tag = archive.PeekTag();
                var part = archive.ReadSequence(tag);
                for (var list = part.ReadSequence(); list.HasData && tag.TagValue < 2;)
                    (tag.TagValue == 0 ? _crls : _ocsps).Add(list.ReadEncodedValue());
            }
        }
        catch (AsnContentException)
        {
        }
    }

    private static void ReadAttributes(AsnReader set, Dictionary<string, List<ReadOnlyMemory<byte>>> attributes)
    {
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            if (!attributes.TryGetValue(oid, out var values))
                attributes[oid] = values = [];
            for (var each = attribute.ReadSetOf(skipSortOrderValidation: true); each.HasData;)
                values.Add(each.ReadEncodedValue());
        }
    }

    private bool Identifies(X509Certificate2 certificate)
    {
        var reader = new AsnReader(SignerIdentifier, AsnEncodingRules.BER);
        var keyId = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (reader.PeekTag().HasSameClassAndValue(keyId))
            return certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } known
                && known.SubjectKeyIdentifierBytes.Span.SequenceEqual(reader.ReadOctetString(keyId));
        var pair = reader.ReadSequence();
        return pair.ReadEncodedValue().Span.SequenceEqual(certificate.IssuerName.RawData)
            && pair.ReadIntegerBytes().Span.SequenceEqual(certificate.SerialNumberBytes.Span);
    }
}
