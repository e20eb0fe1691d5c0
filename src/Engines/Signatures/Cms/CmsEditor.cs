using System.Formats.Asn1;
using System.Numerics;

namespace Sen.Signatures.Cms;

/// <summary>
/// A SignedData with one signer taken apart into its encoded pieces, so that unsigned parts can be added while every other
/// byte of them stays (RFC 5652, 5.1). The framework's SignedCms writes neither revocation data nor large content.
/// </summary>
internal sealed class CmsEditor
{
    private const int OtherRevocationVersion = 5;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private readonly BigInteger _version;
    private readonly ReadOnlyMemory<byte> _digests;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly List<ReadOnlyMemory<byte>> _certificates = [];
    private readonly List<ReadOnlyMemory<byte>> _statements = [];
    private readonly List<ReadOnlyMemory<byte>> _signer = [];
    private readonly List<(string Oid, ReadOnlyMemory<byte> Value)> _unsigned = [];

    private CmsEditor(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        outer.ReadObjectIdentifier();
        var data = outer.ReadSequence(Context0).ReadSequence();
        _version = data.ReadInteger();
        _digests = data.ReadEncodedValue();
        _content = data.ReadEncodedValue();
        ContentType = new AsnReader(_content, AsnEncodingRules.BER).ReadSequence().ReadEncodedValue();
        if (data.PeekTag().HasSameClassAndValue(Context0))
            Fill(_certificates, data.ReadSetOf(skipSortOrderValidation: true, Context0));
        if (data.PeekTag().HasSameClassAndValue(Context1))
            Fill(_statements, data.ReadSetOf(skipSortOrderValidation: true, Context1));
        var signer = data.ReadSetOf(skipSortOrderValidation: true).ReadSequence();
        while (signer.HasData && !(_signer.Count > 3 && signer.PeekTag().HasSameClassAndValue(Context1)))
            _signer.Add(signer.ReadEncodedValue());
        if (!signer.HasData)
            return;
        for (var attributes = signer.ReadSetOf(skipSortOrderValidation: true, Context1); attributes.HasData;)
        {
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            for (var values = attribute.ReadSetOf(skipSortOrderValidation: true); values.HasData;)
                _unsigned.Add((oid, values.ReadEncodedValue()));
        }
    }

    /// <summary>The encoded identifier of the content's type.</summary>
    public ReadOnlyMemory<byte> ContentType { get; }

    /// <summary>CertificateChoices.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates => _certificates;

    /// <summary>RevocationInfoChoice: CRLs, and OCSP responses in their wrapping.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Statements => _statements;

    /// <summary>The signer's fields from the version to the signature, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> SignerFields => _signer;

    /// <summary>One entry a value.</summary>
    public IReadOnlyList<(string Oid, ReadOnlyMemory<byte> Value)> Unsigned => _unsigned;

    /// <exception cref="RefusedException"><see cref="Refusal.NotCms"/>.</exception>
    public static CmsEditor Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return new CmsEditor(encoded);
        }
        catch (AsnContentException e)
        {
            throw new RefusedException(Refusal.NotCms, e.Message);
        }
    }

    public void AddUnsigned(string oid, ReadOnlyMemory<byte> value) => _unsigned.Add((oid, value));

    /// <summary>Puts what is new among certificates and statements (EN 319 122-1, 6.3: not into attributes).</summary>
    public void Add(ValidationData data)
    {
        foreach (var certificate in data.Certificates)
            AddNew(_certificates, certificate.RawData);
        foreach (var crl in data.Crls)
            AddNew(_statements, crl);
        foreach (var ocsp in data.Ocsps)
            AddNew(_statements, Wrap(ocsp));
    }

    public byte[] Encode()
    {
        try
        {
            return Encode(AsnEncodingRules.DER);
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            // Others' pieces may be of indefinite length.
            return Encode(AsnEncodingRules.BER);
        }
    }

    private byte[] Encode(AsnEncodingRules rules)
    {
        var writer = new AsnWriter(rules);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(_statements.Exists(s => s.Span[0] != 0x30) ? BigInteger.Max(_version, OtherRevocationVersion) : _version);
                writer.WriteEncodedValue(_digests.Span);
                writer.WriteEncodedValue(_content.Span);
                Set(writer, _certificates, Context0);
                Set(writer, _statements, Context1);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    foreach (var field in _signer)
                        writer.WriteEncodedValue(field.Span);
                    WriteUnsigned(writer);
                }
            }
        }
        return writer.Encode();
    }

    private void WriteUnsigned(AsnWriter writer)
    {
        if (_unsigned.Count == 0)
            return;
        using var attributes = writer.PushSetOf(Context1);
        foreach (var group in _unsigned.GroupBy(u => u.Oid, u => u.Value))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(group.Key);
                Set(writer, [.. group], Asn1Tag.SetOf);
            }
    }

    private static void Set(AsnWriter writer, List<ReadOnlyMemory<byte>> values, Asn1Tag tag)
    {
        if (values.Count == 0)
            return;
        using var set = writer.PushSetOf(tag);
        foreach (var value in values)
            writer.WriteEncodedValue(value.Span);
    }

    private static void Fill(List<ReadOnlyMemory<byte>> list, AsnReader set)
    {
        while (set.HasData)
            list.Add(set.ReadEncodedValue());
    }

    private static void AddNew(List<ReadOnlyMemory<byte>> list, ReadOnlyMemory<byte> value)
    {
        if (!list.Exists(v => v.Span.SequenceEqual(value.Span)))
            list.Add(value);
    }

    /// <summary>As OtherRevocationInfoFormat: a whole response (RFC 5940, 2.1), or a bare BasicOCSPResponse by its own name.</summary>
    private static byte[] Wrap(ReadOnlyMemory<byte> ocsp)
    {
        var whole = new AsnReader(ocsp, AsnEncodingRules.BER).ReadSequence().PeekTag() == Asn1Tag.Enumerated;
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(Context1))
        {
            writer.WriteObjectIdentifier(whole ? Oids.OcspRevocation : Oids.OcspBasic);
            writer.WriteEncodedValue(ocsp.Span);
        }
        return writer.Encode();
    }
}
