using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Sen.Signatures.Xml;

/// <summary>One <c>ds:Reference</c>.</summary>
internal sealed record XmlReference(XmlElement Element, string? Uri, string? Type, string? Id, IReadOnlyList<XmlElement> Transforms, string? DigestMethod, byte[] DigestValue);

/// <summary>
/// A <c>ds:Signature</c> with its XAdES properties, read by position and never by search: only direct children count,
/// so that nothing hidden deeper is mistaken for them.
/// </summary>
internal sealed class XmlSignature
{
    public const string Ds = "http://www.w3.org/2000/09/xmldsig#";
    public const string Xades = "http://uri.etsi.org/01903/v1.3.2#";
    public const string Xades141 = "http://uri.etsi.org/01903/v1.4.1#";
    public const string SignedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";
    private const int MaxReferences = 2_000;
    private const int MaxCertificates = 200;

    private XmlSignature(XmlElement element)
    {
        Element = element;
        Id = element.HasAttribute("Id") ? element.GetAttribute("Id") : null;
        var info = One(element, "SignedInfo");
        SignedInfo = info;
        CanonicalizationMethod = One(info, "CanonicalizationMethod");
        Canonicalization = CanonicalizationMethod.GetAttribute("Algorithm");
        Method = One(info, "SignatureMethod").GetAttribute("Algorithm");
        References = [.. Children(info, Ds, "Reference").Take(MaxReferences + 1).Select(Reference)];
        if (References.Count is 0 or > MaxReferences)
            throw new FormatException("no reference, or too many");
        ValueElement = One(element, "SignatureValue");
        Value = Base64(ValueElement);
        KeyInfo = Children(element, Ds, "KeyInfo").SingleOrDefault();
        Objects = [.. Children(element, Ds, "Object")];
        var qualifying = Objects.SelectMany(o => Children(o, Xades, "QualifyingProperties")).ToArray();
        if (qualifying.Length > 1)
            throw new FormatException("two QualifyingProperties");
        Qualifying = qualifying.FirstOrDefault();
        if (Qualifying is not null)
        {
            if (Id is null || Qualifying.GetAttribute("Target") != "#" + Id)
                throw new FormatException("QualifyingProperties target another signature");
            SignedProperties = Children(Qualifying, Xades, "SignedProperties").SingleOrDefault();
            Unsigned = Children(Qualifying, Xades, "UnsignedProperties").SingleOrDefault() is { } properties
                ? Children(properties, Xades, "UnsignedSignatureProperties").SingleOrDefault() : null;
        }
        Certificates = ReadCertificates();
    }

    public XmlElement Element { get; }
    public string? Id { get; }
    public XmlElement SignedInfo { get; }
    public XmlElement CanonicalizationMethod { get; }
    public string Canonicalization { get; }
    public string Method { get; }
    public IReadOnlyList<XmlReference> References { get; }
    public XmlElement ValueElement { get; }
    public byte[] Value { get; }
    public XmlElement? KeyInfo { get; }
    public IReadOnlyList<XmlElement> Objects { get; }
    public XmlElement? Qualifying { get; }
    public XmlElement? SignedProperties { get; }

    /// <summary><c>UnsignedSignatureProperties</c>, where timestamps and validation data lie.</summary>
    public XmlElement? Unsigned { get; }

    /// <summary>Of KeyInfo and CertificateValues; none is trusted for lying here.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>Null when the element is no readable signature; <paramref name="why"/> is for the log.</summary>
    public static XmlSignature? TryRead(XmlElement element, out string? why)
    {
        try
        {
            why = null;
            return new XmlSignature(element);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or InvalidOperationException)
        {
            why = e.Message;
            return null;
        }
    }

    /// <summary>All <c>ds:Signature</c> elements but counter-signatures, which qualify another signature.</summary>
    public static IEnumerable<XmlElement> FindAll(XmlSource source) =>
        XmlSource.Elements(source.Root).Where(e => Is(e, Ds, "Signature") && !(e.ParentNode is XmlElement parent && Is(parent, Xades, "CounterSignature")));

    public static IEnumerable<XmlElement> Children(XmlElement parent, string ns, string name)
    {
        for (var child = parent.FirstChild; child is not null; child = child.NextSibling)
            if (child is XmlElement element && Is(element, ns, name))
                yield return element;
    }

    public static bool Is(XmlElement element, string ns, string name) => element.LocalName == name && element.NamespaceURI == ns;

    public static byte[] Base64(XmlElement element) => Convert.FromBase64String(element.InnerText);

    /// <summary>The chain of children by name, or null.</summary>
    public static XmlElement? Path(XmlElement? from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            from = from is null ? null : Children(from, Xades, name).FirstOrDefault();
        return from;
    }

    /// <summary>The prefixes of an <c>ec:InclusiveNamespaces</c> within a method or transform.</summary>
    public static IReadOnlySet<string>? Prefixes(XmlElement method) =>
        Children(method, CanonMethod.ExclusiveUri, "InclusiveNamespaces").FirstOrDefault() is { } list
            ? list.GetAttribute("PrefixList").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(p => p == "#default" ? "" : p).ToHashSet(StringComparer.Ordinal)
            : null;

    private static XmlElement One(XmlElement parent, string name) =>
        Children(parent, Ds, name).Take(2).ToArray() is [var only] ? only : throw new FormatException($"not exactly one {name}");

    public static XmlReference Reference(XmlElement element) => new(
        element,
        element.HasAttribute("URI") ? element.GetAttribute("URI") : null,
        element.HasAttribute("Type") ? element.GetAttribute("Type") : null,
        element.HasAttribute("Id") ? element.GetAttribute("Id") : null,
        Children(element, Ds, "Transforms").SingleOrDefault() is { } transforms ? [.. Children(transforms, Ds, "Transform")] : [],
        One(element, "DigestMethod").GetAttribute("Algorithm"),
        Base64(One(element, "DigestValue")));

    private List<X509Certificate2> ReadCertificates()
    {
        var encoded = (KeyInfo is null ? [] : Children(KeyInfo, Ds, "X509Data").SelectMany(d => Children(d, Ds, "X509Certificate")))
            .Concat(Unsigned is null ? [] : Children(Unsigned, Xades, "CertificateValues").SelectMany(v => Children(v, Xades, "EncapsulatedX509Certificate")))
            .Take(MaxCertificates);
        return [.. encoded.Select(Certificate).OfType<X509Certificate2>()];
    }

    /// <summary>Null when it is none: one unreadable certificate among helpers decides nothing.</summary>
    private static X509Certificate2? Certificate(XmlElement element)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Base64(element));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
