using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Signatures.Asic;

/// <summary>A file that a manifest names, with its digest.</summary>
/// <param name="Method">Identifier of the digest; null when there is none.</param>
/// <param name="IsRoot">In an archive manifest: the manifest before this one.</param>
internal sealed record ManifestEntry(string Name, string MimeType, string? Method, byte[] Digest, bool IsRoot = false);

/// <summary>An ASiCManifest or ASiCArchiveManifest (EN 319 162-1, A.4): what is signed or stamped, and by which file.</summary>
internal sealed record AsicManifest(string Signature, IReadOnlyList<ManifestEntry> Entries)
{
    public const string CmsType = "application/pkcs7-signature", TokenType = "application/vnd.etsi.timestamp-token";
    private const int MaxEntries = 4_100;
    private const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    /// <exception cref="RefusedException">Not XML, or names no signature.</exception>
    public static AsicManifest Read(byte[] xml, string name)
    {
        var root = XmlSource.Read(xml).Root;
        var signature = Name(Children(root, "SigReference").FirstOrDefault());
        if (!AsicNames.IsSafe(signature))
            throw new RefusedException(Refusal.NotContainer, $"{name} names no signature");
        return new(signature, [.. Children(root, "DataObjectReference").Take(MaxEntries).Select(Entry)]);
    }

    /// <summary>An entry by SHA-256.</summary>
    public static ManifestEntry Entry(string name, string type, byte[] sha256) => new(name, type, Sha256, sha256);

    /// <summary>Whether the file that covers the manifest is a timestamp: it says when, and not who (EN 319 162-1, 4.4.3).</summary>
    public static bool IsTime(byte[] file) => Cms.CmsSignature.TryRead(file) is { ContentType: Cms.Oids.TstInfo };

    /// <summary>The manifest as what its signature is over; null where the signature holds the same bytes inside.</summary>
    public static SignedContent? Content(byte[] cms, string name, byte[] manifest) =>
        CadesValidator.Content(cms) is { } inside && inside.AsSpan().SequenceEqual(manifest) ? null : new(name, "text/xml", () => new MemoryStream(manifest, false));

    public byte[] Write(string type)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("asic", "ASiCManifest", XadesCheck.AsicNs);
            xml.WriteAttributeString("xmlns", "ds", null, XmlSignature.Ds);
            xml.WriteStartElement("asic", "SigReference", XadesCheck.AsicNs);
            xml.WriteAttributeString("URI", XadesSigner.Escape(Signature));
            xml.WriteAttributeString("MimeType", type);
            xml.WriteEndElement();
            foreach (var entry in Entries)
                Write(xml, entry);
            xml.WriteEndElement();
        }
        return output.ToArray();
    }

    private static void Write(XmlWriter xml, ManifestEntry entry)
    {
        xml.WriteStartElement("asic", "DataObjectReference", XadesCheck.AsicNs);
        xml.WriteAttributeString("URI", XadesSigner.Escape(entry.Name));
        if (entry.MimeType.Length > 0)
            xml.WriteAttributeString("MimeType", entry.MimeType);
        if (entry.IsRoot)
            xml.WriteAttributeString("Rootfile", "true");
        xml.WriteStartElement("ds", "DigestMethod", XmlSignature.Ds);
        xml.WriteAttributeString("Algorithm", entry.Method);
        xml.WriteEndElement();
        xml.WriteElementString("ds", "DigestValue", XmlSignature.Ds, Convert.ToBase64String(entry.Digest));
        xml.WriteEndElement();
    }

    private static ManifestEntry Entry(XmlElement reference)
    {
        var method = XmlSignature.Children(reference, XmlSignature.Ds, "DigestMethod").FirstOrDefault()?.GetAttribute("Algorithm");
        var value = XmlSignature.Children(reference, XmlSignature.Ds, "DigestValue").FirstOrDefault();
        return new(Name(reference), reference.GetAttribute("MimeType"), method, Digest(value), reference.GetAttribute("Rootfile") == "true");
    }

    /// <summary>Empty when it is none, which fits no file.</summary>
    private static byte[] Digest(XmlElement? value)
    {
        try
        {
            return value is null ? [] : XmlSignature.Base64(value);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static string Name(XmlElement? reference) => Uri.UnescapeDataString(reference?.GetAttribute("URI") ?? "");

    private static IEnumerable<XmlElement> Children(XmlElement parent, string name) => XmlSignature.Children(parent, XadesCheck.AsicNs, name);
}

/// <summary>Digests of a container's files, each computed once.</summary>
internal sealed class AsicDigests(Func<string, SignedContent?> find)
{
    private readonly Dictionary<(string, HashAlgorithmName), byte[]?> _known = [];

    /// <summary>Whether the file is there and is the one that the entry names.</summary>
    public bool Fits(ManifestEntry entry)
    {
        if (XmlAlgorithms.Digest(entry.Method) is not { } name)
            return false;
        if (!_known.TryGetValue((entry.Name, name), out var digest))
            _known[(entry.Name, name)] = digest = find(entry.Name) is { } content ? CadesValidator.Hash(content, name) : null;
        return digest is not null && digest.AsSpan().SequenceEqual(entry.Digest);
    }
}
