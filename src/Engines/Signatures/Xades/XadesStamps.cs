using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Ades;
using Sen.Signatures.Xml;
using static Sen.Signatures.Xml.XmlSignature;

namespace Sen.Signatures.Xades;

/// <summary>Timestamps and validation data among the unsigned properties (EN 319 132-1, 5.3 to 5.5), and what each timestamp is over.</summary>
internal static class XadesStamps
{
    private const int MaxStamps = 50;

    /// <param name="data">Gets certificates and statements with their place among the properties.</param>
    public static (IReadOnlyList<AdesStamp> Archive, IReadOnlyList<AdesStamp> Signature) Read(
        XmlSource source, XmlSignature signature, Func<string, SignedContent?> files, Action<ValidationData, long> data)
    {
        var (archive, stamps, place) = (new List<AdesStamp>(), new List<AdesStamp>(), 0L);
        foreach (var property in signature.Unsigned is null ? [] : signature.Unsigned.ChildNodes.OfType<XmlElement>())
        {
            place++;
            if (Is(property, XmlSignature.Xades, "SignatureTimeStamp") && stamps.Count < MaxStamps && Token(property) is { } token)
                stamps.Add(new(token, name => Hash(name, feed => Canon(property, feed).Write(signature.ValueElement)), place));
            else if (Is(property, Xades141, "ArchiveTimeStamp") && archive.Count < MaxStamps && Token(property) is { } seal)
                archive.Add(new(seal, name => Hash(name, feed => Everything(source, signature, property, files, feed)), place));
            else
                data(XadesValues.Read(property), place);
        }
        return (archive, stamps);
    }

    /// <summary>What an archive timestamp is over: all that was signed, the signature, and every property before it (EN 319 132-1, 5.5.2.2).</summary>
    /// <param name="stamp">The property itself, or null for one still to be made, which comes last.</param>
    public static void Everything(XmlSource source, XmlSignature signature, XmlElement? stamp, Func<string, SignedContent?> files, Action<ReadOnlyMemory<byte>> feed)
    {
        var digests = new XmlDigests(source, signature);
        var referenced = new HashSet<XmlElement>();
        foreach (var reference in signature.References)
        {
            var (element, coverage) = digests.Resolve(reference);
            if (coverage == Coverage.File)
                File(files(Uri.UnescapeDataString(reference.Uri!)), feed);
            else
                digests.Feed(reference, element, feed);
            if (element is not null)
                referenced.Add(element);
        }
        Canon(stamp, feed).Write(signature.SignedInfo);
        Canon(stamp, feed).Write(signature.ValueElement);
        if (signature.KeyInfo is not null)
            Canon(stamp, feed).Write(signature.KeyInfo);
        foreach (var property in signature.Unsigned?.ChildNodes.OfType<XmlElement>().TakeWhile(p => p != stamp) ?? [])
            Canon(stamp, feed).Write(property);
        foreach (var other in signature.Objects.Where(o => o != signature.Qualifying!.ParentNode && !referenced.Contains(o)))
            Canon(stamp, feed).Write(other);
    }

    public static byte[] Hash(HashAlgorithmName name, Action<Action<ReadOnlyMemory<byte>>> write)
    {
        using var hash = IncrementalHash.CreateHash(name);
        write(bytes => hash.AppendData(bytes.Span));
        return hash.GetHashAndReset();
    }

    public static byte[]? Token(XmlElement stamp)
    {
        try
        {
            return Children(stamp, XmlSignature.Xades, "EncapsulatedTimeStamp").FirstOrDefault() is { } token ? Base64(token) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static XmlCanon Canon(XmlElement? stamp, Action<ReadOnlyMemory<byte>> feed)
    {
        if (stamp is null)
            return new(new(true, false, false), feed);
        var method = Children(stamp, Ds, "CanonicalizationMethod").FirstOrDefault();
        var canon = CanonMethod.Named(method?.GetAttribute("Algorithm") ?? CanonMethod.InclusiveUri) ?? CanonMethod.Named(CanonMethod.InclusiveUri)!;
        return new(canon, feed, prefixes: method is null ? null : Prefixes(method));
    }

    private static void File(SignedContent? file, Action<ReadOnlyMemory<byte>> feed)
    {
        if (file is null)
            return;
        using var content = file.Open();
        var piece = new byte[1 << 16];
        for (int read; (read = content.Read(piece)) > 0;)
            feed(piece.AsMemory(0, read));
    }
}

/// <summary>Certificates and statements of status in XAdES properties.</summary>
internal static class XadesValues
{
    private const int MaxValues = 1_000;

    /// <summary>Empty for other properties. An unreadable value helps nobody and hurts nobody.</summary>
    public static ValidationData Read(XmlElement property)
    {
        if (Is(property, Xades141, "TimeStampValidationData"))
            return property.ChildNodes.OfType<XmlElement>().Aggregate(ValidationData.Empty, (all, part) => all.With(Read(part)));
        if (!Is(property, XmlSignature.Xades, "CertificateValues") && !Is(property, XmlSignature.Xades, "RevocationValues"))
            return ValidationData.Empty;
        var (certificates, crls, ocsps) = (new List<X509Certificate2>(), new List<ReadOnlyMemory<byte>>(), new List<ReadOnlyMemory<byte>>());
        foreach (var value in XmlSource.Elements(property).Take(MaxValues))
            try
            {
                if (Is(value, XmlSignature.Xades, "EncapsulatedX509Certificate"))
                    certificates.Add(X509CertificateLoader.LoadCertificate(Base64(value)));
                else if (Is(value, XmlSignature.Xades, "EncapsulatedCRLValue"))
                    crls.Add(Base64(value));
                else if (Is(value, XmlSignature.Xades, "EncapsulatedOCSPValue"))
                    ocsps.Add(Base64(value));
            }
            catch (Exception e) when (e is FormatException or CryptographicException)
            {
                continue;
            }
        return new(certificates, crls, ocsps);
    }

    /// <summary>Writes what is not among <paramref name="known"/> into new properties.</summary>
    public static void Write(XmlElement parent, ValidationData data, IReadOnlyList<X509Certificate2> known)
    {
        var missing = data.Certificates.Where(c => known.All(k => k.Thumbprint != c.Thumbprint)).ToArray();
        if (missing.Length > 0)
        {
            var values = Add(parent, "CertificateValues");
            foreach (var certificate in missing)
                Add(values, "EncapsulatedX509Certificate").InnerText = Convert.ToBase64String(certificate.RawData);
        }
        if (data.Crls.Count + data.Ocsps.Count == 0)
            return;
        var statements = Add(parent, "RevocationValues");
        Put(statements, "CRLValues", "EncapsulatedCRLValue", data.Crls);
        Put(statements, "OCSPValues", "EncapsulatedOCSPValue", data.Ocsps);
    }

    private static void Put(XmlElement parent, string list, string each, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        if (values.Count == 0)
            return;
        var element = Add(parent, list);
        foreach (var value in values)
            Add(element, each).InnerText = Convert.ToBase64String(value.Span);
    }

    private static XmlElement Add(XmlElement parent, string name) => XadesUnsigned.Add(parent, "xades", name, XmlSignature.Xades);
}
