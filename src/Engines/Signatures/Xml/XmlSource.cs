using System.Text;
using System.Xml;

namespace Sen.Signatures.Xml;

/// <summary>
/// A document from a hostile place: no DTD, no entities, nothing fetched, bounded in size, depth and number of nodes.
/// Every <c>Id</c> is known, and whether it is used twice.
/// </summary>
internal sealed class XmlSource
{
    public const int MaxBytes = 20 << 20;
    private const int MaxDepth = 200;
    private const int MaxElements = 1_000_000;
    private const int MaxAttributes = 1_000;
    private readonly Dictionary<string, XmlElement?> _ids = new(StringComparer.Ordinal);

    private XmlSource(ReadOnlyMemory<byte> bytes, XmlDocument document)
    {
        (Bytes, Document) = (bytes, document);
        foreach (var element in Elements(document.DocumentElement!))
            foreach (XmlAttribute attribute in element.Attributes)
                // "Id" of XMLDSig and XAdES, "ID" of SAML, "id" of many, xml:id: an attacker chooses which one a reader takes.
                if (attribute.LocalName.Equals("id", StringComparison.OrdinalIgnoreCase) && !_ids.TryAdd(attribute.Value, element))
                    _ids[attribute.Value] = null;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public XmlDocument Document { get; }

    public XmlElement Root => Document.DocumentElement!;

    /// <exception cref="RefusedException"><see cref="Refusal.NotXml"/> or <see cref="Refusal.OverLimit"/>.</exception>
    public static XmlSource Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new RefusedException(Refusal.OverLimit, $"XML of {bytes.Length} bytes");
        try
        {
            Bound(bytes);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            using var reader = Reader(bytes);
            document.Load(reader);
            return new XmlSource(bytes, document);
        }
        catch (XmlException e)
        {
            throw new RefusedException(Refusal.NotXml, e.Message);
        }
        catch (DecoderFallbackException e)
        {
            throw new RefusedException(Refusal.NotXml, e.Message);
        }
    }

    /// <summary>The element of an identifier; null when there is none, or when two claim it.</summary>
    public XmlElement? ById(string id) => _ids.GetValueOrDefault(id);

    public bool IsAmbiguous(string id) => _ids.TryGetValue(id, out var element) && element is null;

    /// <summary>The element and all below it, in document order, without recursion.</summary>
    public static IEnumerable<XmlElement> Elements(XmlElement top)
    {
        for (XmlNode? node = top; node is not null; node = Next(node, top))
            if (node is XmlElement element)
                yield return element;
    }

    public static XmlReader Reader(ReadOnlyMemory<byte> bytes)
    {
        var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, MaxCharactersInDocument = MaxBytes });
    }

    private static XmlNode? Next(XmlNode node, XmlNode top)
    {
        if (node.FirstChild is { } child)
            return child;
        for (; node != top; node = node.ParentNode!)
            if (node.NextSibling is { } sibling)
                return sibling;
        return null;
    }

    private static void Bound(ReadOnlyMemory<byte> bytes)
    {
        using var reader = Reader(bytes);
        for (var elements = 0; reader.Read();)
            if (reader.Depth > MaxDepth || reader.AttributeCount > MaxAttributes || (reader.NodeType == XmlNodeType.Element && ++elements > MaxElements))
                throw new RefusedException(Refusal.OverLimit, "XML too deep or too wide");
    }
}
