using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Xml;
using static Sen.Signatures.Xml.XmlSignature;

namespace Sen.Signatures.Xades;

/// <summary>What one reference of a new signature says.</summary>
/// <param name="Uri">Empty for the enveloping document, else a file's name, escaped.</param>
/// <param name="Digest">SHA-256.</param>
/// <param name="Transforms">Algorithms in order.</param>
internal sealed record NewReference(string Uri, string MimeType, byte[] Digest, IReadOnlyList<string> Transforms);

/// <summary>Writes a <c>ds:Signature</c> with XAdES properties (EN 319 132-1, baseline B), in exclusive canonical form so that it may stand anywhere.</summary>
internal sealed class XadesBuilder
{
    private const string XPath = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    private readonly XmlDocument _document = new() { PreserveWhitespace = true, XmlResolver = null };
    private readonly string _id = "S-" + Guid.NewGuid().ToString("N");

    public XadesBuilder(SigningKey key, XadesOptions options, IReadOnlyList<NewReference> references)
    {
        var signature = (XmlElement)_document.AppendChild(Make("ds", "Signature", Ds))!;
        signature.SetAttribute("Id", _id);
        var info = Add(signature, "ds", "SignedInfo", Ds);
        Add(info, "ds", "CanonicalizationMethod", Ds).SetAttribute("Algorithm", CanonMethod.ExclusiveUri);
        Add(info, "ds", "SignatureMethod", Ds).SetAttribute("Algorithm", XmlAlgorithms.Signature(key.Certificate));
        for (var i = 0; i < references.Count; i++)
            Reference(info, references[i], $"{_id}-r{i}");
        Add(signature, "ds", "SignatureValue", Ds).SetAttribute("Id", _id + "-v");
        var data = Add(Add(signature, "ds", "KeyInfo", Ds), "ds", "X509Data", Ds);
        foreach (var certificate in key.Chain.Prepend(key.Certificate).DistinctBy(c => c.Thumbprint))
            Add(data, "ds", "X509Certificate", Ds).InnerText = Convert.ToBase64String(certificate.RawData);
        var qualifying = Add(Add(signature, "ds", "Object", Ds), "xades", "QualifyingProperties", XmlSignature.Xades);
        qualifying.SetAttribute("Target", "#" + _id);
        var properties = Properties(qualifying, key.Certificate, options, references);
        Reference(info, new("#" + _id + "-p", "", Hash(properties), [CanonMethod.ExclusiveUri]), null);
        (Signature, SignedInfo) = (signature, info);
    }

    public XmlElement Signature { get; }

    private XmlElement SignedInfo { get; }

    public byte[] HashToSign() => Hash(SignedInfo);

    /// <summary>Puts the value in; returns the hash that a signature timestamp is made over.</summary>
    public byte[] SetValue(byte[] signature, X509Certificate2 signer)
    {
        var value = Children(Signature, Ds, "SignatureValue").Single();
        using var ecdsa = signer.GetECDsaPublicKey();
        value.InnerText = Convert.ToBase64String(ecdsa is null ? signature : EcdsaSignature.ToFixed(signature, ecdsa.KeySize));
        return Hash(value);
    }

    public void AddTimestamp(byte[] token) => XadesUnsigned.AddTimestamp(Signature, "xades", "SignatureTimeStamp", XmlSignature.Xades, token);

    private static byte[] Hash(XmlElement element)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        new XmlCanon(new(true, false, false), bytes => hash.AppendData(bytes.Span)).Write(element);
        return hash.GetHashAndReset();
    }

    private void Reference(XmlElement info, NewReference reference, string? id)
    {
        var element = Add(info, "ds", "Reference", Ds);
        if (id is not null)
            element.SetAttribute("Id", id);
        else
            element.SetAttribute("Type", SignedPropertiesType);
        element.SetAttribute("URI", reference.Uri);
        if (reference.Transforms.Count > 0)
        {
            var transforms = Add(element, "ds", "Transforms", Ds);
            foreach (var algorithm in reference.Transforms)
            {
                var transform = Add(transforms, "ds", "Transform", Ds);
                transform.SetAttribute("Algorithm", algorithm);
                if (algorithm == XPath)
                    Add(transform, "ds", "XPath", Ds).InnerText = "not(ancestor-or-self::ds:Signature)";
            }
        }
        DigestOf(element, reference.Digest);
    }

    private XmlElement Properties(XmlElement qualifying, X509Certificate2 signer, XadesOptions options, IReadOnlyList<NewReference> references)
    {
        var properties = Qualify(qualifying, "SignedProperties");
        properties.SetAttribute("Id", _id + "-p");
        var about = Qualify(properties, "SignedSignatureProperties");
        Qualify(about, "SigningTime").InnerText = options.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        DigestOf(Qualify(Qualify(Qualify(about, "SigningCertificateV2"), "Cert"), "CertDigest"), SHA256.HashData(signer.RawData));
        if (options.Role is { } role)
            Qualify(Qualify(Qualify(about, "SignerRoleV2"), "ClaimedRoles"), "ClaimedRole").InnerText = role;
        var objects = Qualify(properties, "SignedDataObjectProperties");
        for (var i = 0; i < references.Count; i++)
        {
            var format = Qualify(objects, "DataObjectFormat");
            format.SetAttribute("ObjectReference", $"#{_id}-r{i}");
            Qualify(format, "MimeType").InnerText = references[i].MimeType;
        }
        return properties;
    }

    private void DigestOf(XmlElement parent, byte[] digest)
    {
        Add(parent, "ds", "DigestMethod", Ds).SetAttribute("Algorithm", XmlAlgorithms.Sha256);
        Add(parent, "ds", "DigestValue", Ds).InnerText = Convert.ToBase64String(digest);
    }

    private XmlElement Qualify(XmlElement parent, string name) => Add(parent, "xades", name, XmlSignature.Xades);

    private XmlElement Add(XmlElement parent, string prefix, string name, string ns) => (XmlElement)parent.AppendChild(Make(prefix, name, ns))!;

    private XmlElement Make(string prefix, string name, string ns) => _document.CreateElement(prefix, name, ns);
}
