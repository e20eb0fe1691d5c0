using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Ades;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;
using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Signatures;

/// <summary>
/// Makes XAdES signatures last: B-LT with the evidence inside, B-LTA with an archive timestamp over everything. Doing it
/// again before the timestamp's certificate expires renews it.
/// </summary>
public static class XadesExtender
{
    /// <summary>Extends every signature of the document that has none of its own trouble; only text is inserted.</summary>
    /// <param name="files">What detached signatures name.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.StatusMissing"/> or <see cref="Refusal.Revoked"/>; <see cref="Refusal.NotXml"/>; <see cref="Refusal.Timestamp"/>.
    /// </exception>
    public static async Task<byte[]> Extend(ReadOnlyMemory<byte> xml, LongTerm terms, Func<string, SignedContent?>? files = null, CancellationToken ct = default)
    {
        var count = XmlSignature.FindAll(XmlSource.Read(xml)).Count();
        for (var i = 0; i < count; i++)
        {
            // Each insertion moves what follows, so the document is read anew.
            var source = XmlSource.Read(xml);
            if (XmlSignature.TryRead(XmlSignature.FindAll(source).ElementAt(i), out _) is { Qualifying: not null } signature)
                xml = await ExtendOne(source, signature, terms, files ?? (_ => null), ct);
        }
        return xml.ToArray();
    }

    private static async Task<byte[]> ExtendOne(XmlSource source, XmlSignature signature, LongTerm terms, Func<string, SignedContent?> files, CancellationToken ct)
    {
        var (parent, existing) = (signature.Unsigned ?? signature.Qualifying!, signature.Unsigned?.ChildNodes.Count ?? 0);
        var properties = XadesUnsigned.Properties(signature.Element);
        var data = new ValidationData(signature.Certificates, [], []);
        var (archive, stamps) = XadesStamps.Read(source, signature, files, (more, _) => data = data.With(more));
        if (stamps.Count + archive.Count == 0)
        {
            var token = await terms.Timestamp(XadesStamps.Hash(HashAlgorithmName.SHA256, feed => new XmlCanon(new(true, false, false), feed).Write(signature.ValueElement)), ct);
            XadesUnsigned.AddTimestamp(signature.Element, "xades", "SignatureTimeStamp", XmlSignature.Xades, token);
            stamps = [new(token, _ => [], 0)];
        }
        await AddEvidence(signature, properties, data, archive, stamps, terms, ct);
        if (terms.Archive)
        {
            var again = XmlSignature.TryRead(signature.Element, out var why) ?? throw new RefusedException(Refusal.NotXml, why ?? "");
            var hash = XadesStamps.Hash(HashAlgorithmName.SHA256, feed => XadesStamps.Everything(source, again, null, files, feed));
            XadesUnsigned.AddTimestamp(signature.Element, "xades141", "ArchiveTimeStamp", XmlSignature.Xades141, await terms.Timestamp(hash, ct));
        }
        var added = parent == properties
            ? string.Concat(properties.ChildNodes.Cast<XmlNode>().Skip(existing).Select(n => n.OuterXml))
            : XmlSignature.Children(parent, XmlSignature.Xades, "UnsignedProperties").Single().OuterXml;
        return XmlInsertion.BeforeEnd(source, parent, added);
    }

    /// <summary>A first time under CertificateValues and RevocationValues; when renewing, the authority's under TimeStampValidationData.</summary>
    private static async Task AddEvidence(XmlSignature signature, XmlElement properties, ValidationData known,
        IReadOnlyList<AdesStamp> archive, IReadOnlyList<AdesStamp> stamps, LongTerm terms, CancellationToken ct)
    {
        var collector = new EvidenceCollector(terms.Revocation);
        collector.Add(known);
        var leaves = new List<X509Certificate2>();
        // Once sealed, only the last seal needs fresh evidence: the signer's may have expired long ago.
        foreach (var stamp in archive.Count > 0 ? archive.TakeLast(1) : stamps)
            if (CmsSignature.TryRead(stamp.Token) is { Signer: { } authority } token)
            {
                collector.Add(token.Embedded);
                leaves.Add(authority);
            }
        if (archive.Count == 0)
        {
            var named = XadesProperties.SigningCertificate(signature);
            leaves.Add(signature.Certificates.FirstOrDefault(c => named?.Invoke(c) != false) ?? throw new RefusedException(Refusal.StatusMissing, "no signing certificate"));
        }
        var all = ValidationData.Empty;
        foreach (var leaf in leaves)
            all = all.With(await collector.Collect(leaf, ct));
        var fresh = new ValidationData(all.Certificates, [.. all.Crls.Where(c => !Holds(known.Crls, c))], [.. all.Ocsps.Where(o => !Holds(known.Ocsps, o))]);
        XadesValues.Write(archive.Count == 0 ? properties : XadesUnsigned.Add(properties, "xades141", "TimeStampValidationData", XmlSignature.Xades141), fresh, known.Certificates);
    }

    private static bool Holds(IReadOnlyList<ReadOnlyMemory<byte>> known, ReadOnlyMemory<byte> one) => known.Any(k => k.Span.SequenceEqual(one.Span));
}
