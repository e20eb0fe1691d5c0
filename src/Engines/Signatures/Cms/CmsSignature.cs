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

    private CmsSignature(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        if (outer.ReadObjectIdentifier() != Oids.SignedData)
            throw new AsnContentException("no SignedData");
        var data = outer.ReadSequence(Context0).ReadSequence();
        var pieces = new List<ValidationData>();
        data.ReadInteger();
        data.ReadSetOf();
        var content = data.ReadSequence();
        ContentType = content.ReadObjectIdentifier();
        if (content.HasData)
            Content = content.ReadSequence(Context0).ReadOctetString();
        if (data.HasData && data.PeekTag().HasSameClassAndValue(Context0))
            Certificates = ReadCertificates(data.ReadSetOf(skipSortOrderValidation: true, Context0));
        if (data.HasData && data.PeekTag().HasSameClassAndValue(Context1))
            for (var set = data.ReadSetOf(skipSortOrderValidation: true, Context1); set.HasData && pieces.Count < MaxCertificates;)
                pieces.Add(Statement(set.ReadEncodedValue()));
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
        pieces.AddRange(Signed(Oids.RevocationArchival).Take(MaxCertificates).Select(Archive));
        foreach (var oid in (string[])[Oids.CertificateValues, Oids.RevocationValues])
            pieces.AddRange(Unsigned(oid).Take(MaxCertificates).Select(value => Values(oid, value)));
        Embedded = new([.. Certificates, .. pieces.SelectMany(p => p.Certificates)], [.. pieces.SelectMany(p => p.Crls)], [.. pieces.SelectMany(p => p.Ocsps)]);
    }

    public string ContentType { get; }

    /// <summary>Null when detached.</summary>
    public byte[]? Content { get; }

    public IReadOnlyList<X509Certificate2> Certificates { get; } = [];

    /// <summary>Null when the SignedData does not carry it.</summary>
    public X509Certificate2? Signer { get; }

    /// <summary>Certificates and statements of status that stand inside, wherever.</summary>
    public ValidationData Embedded { get; }

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

    /// <summary>A RevocationInfoChoice: a CRL, or under [1] another format, of which OCSP is one (RFC 5940; bare by its own name, EN 319 122-1, 5.4.2).</summary>
    public static ValidationData Statement(ReadOnlyMemory<byte> choice)
    {
        if (choice.Span[0] == 0x30)
            return new([], [choice], []);
        if (choice.Span[0] != 0xA1)
            return ValidationData.Empty;
        var other = new AsnReader(choice, AsnEncodingRules.BER).ReadSequence(Context1);
        return other.ReadObjectIdentifier() is Oids.OcspRevocation or Oids.OcspBasic ? new([], [], [other.ReadEncodedValue()]) : ValidationData.Empty;
    }

    /// <summary>The attributes of old forms that hold certificates or statements (EN 319 122-1, A.1). A broken one helps nobody and hurts nobody.</summary>
    public static ValidationData Values(string oid, ReadOnlyMemory<byte> value)
    {
        if (oid == Oids.RevocationValues)
            return Archive(value);
        try
        {
            return new(ReadCertificates(new AsnReader(value, AsnEncodingRules.BER).ReadSequence()), [], []);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return ValidationData.Empty;
        }
    }

    /// <summary>RevocationInfoArchival (ISO 32000-2, 12.8.3.3.2), RevocationValues: [0] CRLs, [1] OCSP responses.</summary>
    public static ValidationData Archive(ReadOnlyMemory<byte> value)
    {
        var (crls, ocsps) = (new List<ReadOnlyMemory<byte>>(), new List<ReadOnlyMemory<byte>>());
        try
        {
            for (var archive = new AsnReader(value, AsnEncodingRules.BER).ReadSequence(); archive.HasData;)
            {
                var tag = archive.PeekTag();
                var part = archive.ReadSequence(tag);
                for (var list = part.ReadSequence(); list.HasData && tag.TagValue < 2;)
                    (tag.TagValue == 0 ? crls : ocsps).Add(list.ReadEncodedValue());
            }
        }
        catch (AsnContentException)
        {
        }
        return new([], crls, ocsps);
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
