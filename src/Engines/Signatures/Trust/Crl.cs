using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Trust;

/// <summary>A full CRL of the certificates' own issuer (RFC 5280, section 5). Delta, indirect and partial ones are not used.</summary>
internal sealed class Crl : IStatements
{
    private const string DistributionPoint = "2.5.29.28";
    private const string ExpiredCertificates = "2.5.29.60";
    private const int RemovedFromCrl = 8;
    private readonly SignedDer _signed;
    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly DateTimeOffset _thisUpdate;
    private readonly DateTimeOffset? _nextUpdate;
    private readonly DateTimeOffset? _keptSince;
    private readonly AsnReader? _revoked;
    private bool _usersOnly;
    private bool _authoritiesOnly;

    private Crl(ReadOnlyMemory<byte> encoded)
    {
        _signed = new SignedDer(new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence());
        var list = new AsnReader(_signed.ToBeSigned, AsnEncodingRules.BER).ReadSequence();
        if (list.PeekTag() == Asn1Tag.Integer)
            list.ReadInteger();
        list.ReadSequence();
        _issuer = list.ReadEncodedValue();
        _thisUpdate = SignedDer.Time(list);
        if (list.HasData && list.PeekTag() is var next && (next == Asn1Tag.UtcTime || next == Asn1Tag.GeneralizedTime))
            _nextUpdate = SignedDer.Time(list);
        if (list.HasData && list.PeekTag() == Asn1Tag.Sequence)
            _revoked = list.ReadSequence();
        if (!list.HasData)
            return;
        foreach (var (oid, critical, value) in Extensions(list.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true))))
            switch (oid)
            {
                case DistributionPoint:
                    ReadScope(value);
                    break;
                case ExpiredCertificates:
                    _keptSince = new AsnReader(value, AsnEncodingRules.BER).ReadGeneralizedTime();
                    break;
                default:
                    if (critical)
                        throw new AsnContentException($"critical extension {oid}");
                    break;
            }
    }

    /// <summary>Null when it is no CRL, or not one that may be used.</summary>
    public static Crl? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return new Crl(encoded);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    public Statement? About(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { CertificateAuthority: true };
        if (!_issuer.Span.SequenceEqual(certificate.IssuerName.RawData) || (isAuthority ? _usersOnly : _authoritiesOnly))
            return null;
        try
        {
            return new Statement(RevokedAt(certificate.SerialNumberBytes.Span), _thisUpdate, _nextUpdate, _keptSince);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public X509Certificate2? Signer(X509Certificate2 issuer, IEnumerable<X509Certificate2> known) =>
        MaySign(issuer) && _signed.IsSignedBy(issuer) ? issuer : null;

    private static bool MaySign(X509Certificate2 issuer) =>
        issuer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage || usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign);

    private DateTimeOffset? RevokedAt(ReadOnlySpan<byte> serial)
    {
        for (var entries = _revoked?.Clone(); entries is { HasData: true };)
        {
            var entry = entries.ReadSequence();
            if (!entry.ReadIntegerBytes().Span.SequenceEqual(serial))
                continue;
            var time = SignedDer.Time(entry);
            foreach (var (oid, _, value) in entry.HasData ? Extensions(entry) : [])
                if (oid == "2.5.29.21" && new AsnReader(value, AsnEncodingRules.BER).ReadEnumeratedBytes().Span is [RemovedFromCrl])
                    return null;
            return time;
        }
        return null;
    }

    /// <summary>IssuingDistributionPoint: [1] users only, [2] authorities only, [3] some reasons, [4] indirect, [5] attributes only.</summary>
    private void ReadScope(ReadOnlyMemory<byte> value)
    {
        for (var scope = new AsnReader(value, AsnEncodingRules.BER).ReadSequence(); scope.HasData;)
        {
            var number = scope.PeekTag().TagValue;
            var part = scope.ReadEncodedValue();
            if (number == 0)
                continue;
            if (number == 3 || part.Span[^1] != 0)
            {
                (_usersOnly, _authoritiesOnly) = number switch
                {
                    1 => (true, _authoritiesOnly),
                    2 => (_usersOnly, true),
                    _ => throw new AsnContentException("an indirect or partial list"),
                };
            }
        }
    }

    private static List<(string Oid, bool Critical, ReadOnlyMemory<byte> Value)> Extensions(AsnReader holder)
    {
        var list = new List<(string, bool, ReadOnlyMemory<byte>)>();
        for (var extensions = holder.ReadSequence(); extensions.HasData;)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            list.Add((oid, critical, extension.ReadOctetString()));
        }
        return list;
    }
}
