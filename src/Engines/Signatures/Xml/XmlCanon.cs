using System.Buffers;
using System.Text;
using System.Xml;

namespace Sen.Signatures.Xml;

/// <summary>A canonical form of XML, by its identifier in a signature.</summary>
/// <param name="Exclusive">Exclusive C14N 1.0 instead of Canonical XML.</param>
/// <param name="Comments">Whether comments are kept.</param>
/// <param name="Version11">Canonical XML 1.1: does not hand down <c>xml:id</c>.</param>
internal sealed record CanonMethod(bool Exclusive, bool Comments, bool Version11)
{
    public const string ExclusiveUri = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string InclusiveUri = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

    /// <summary>Null when it is no canonicalisation known here.</summary>
    public static CanonMethod? Named(string? uri) => uri switch
    {
        InclusiveUri => new(false, false, false),
        InclusiveUri + "#WithComments" => new(false, true, false),
        "http://www.w3.org/2006/12/xml-c14n11" => new(false, false, true),
        "http://www.w3.org/2006/12/xml-c14n11#WithComments" => new(false, true, true),
        ExclusiveUri => new(true, false, false),
        ExclusiveUri + "WithComments" => new(true, true, false),
        _ => null,
    };
}

/// <summary>
/// Writes a document or a subtree in canonical form (Canonical XML 1.0 and 1.1, Exclusive C14N 1.0), straight into a
/// hash. The framework's transforms copy the subtree first, which at 20 MB costs more than the hash, and lose inherited
/// <c>xmlns=""</c>.
/// </summary>
/// <param name="method">Which form.</param>
/// <param name="output">Takes the UTF-8 bytes, in pieces.</param>
/// <param name="skip">Subtrees left out, such as the signature itself.</param>
/// <param name="prefixes">InclusiveNamespaces PrefixList; <c>#default</c> as the empty prefix.</param>
internal sealed class XmlCanon(CanonMethod method, Action<ReadOnlyMemory<byte>> output, Predicate<XmlElement>? skip = null, IReadOnlySet<string>? prefixes = null)
{
    private const string XmlNs = "http://www.w3.org/XML/1998/namespace";
    private const string XmlnsNs = "http://www.w3.org/2000/xmlns/";
    private const int Piece = 1 << 14;
    private static readonly SearchValues<char> InText = SearchValues.Create("&<>\r");
    private static readonly SearchValues<char> InAttribute = SearchValues.Create("&<\"\t\n\r");

    private readonly ArrayBufferWriter<byte> _buffer = new(Piece + 4096);

    /// <summary>The whole document, with comments and instructions around the root.</summary>
    public void Write(XmlDocument document)
    {
        var afterRoot = false;
        for (var node = document.FirstChild; node is not null; node = node.NextSibling)
        {
            if (node is XmlElement root)
            {
                WriteApex(root);
                afterRoot = true;
            }
            else if (node is XmlProcessingInstruction || (node is XmlComment && method.Comments))
            {
                if (afterRoot)
                    Text("\n");
                Other(node);
                if (!afterRoot)
                    Text("\n");
            }
        }
        Flush();
    }

    /// <summary>An element with all below it.</summary>
    public void Write(XmlElement apex)
    {
        WriteApex(apex);
        Flush();
    }

    private void WriteApex(XmlElement apex)
    {
        var scope = new Dictionary<string, string>(StringComparer.Ordinal);
        var inherited = new List<XmlAttribute>();
        for (var above = apex.ParentNode as XmlElement; above is not null; above = above.ParentNode as XmlElement)
            foreach (XmlAttribute attribute in above.Attributes)
                if (attribute.NamespaceURI == XmlnsNs)
                    scope.TryAdd(Declared(attribute), attribute.Value);
                else if (attribute.NamespaceURI == XmlNs && !method.Exclusive && !(method.Version11 && attribute.LocalName == "id")
                    && !apex.HasAttribute(attribute.LocalName, XmlNs) && inherited.TrueForAll(a => a.LocalName != attribute.LocalName))
                    inherited.Add(attribute);
        Element(apex, scope, [], inherited);
    }

    /// <param name="scope">Namespaces declared above in the document.</param>
    /// <param name="rendered">Namespaces written above in the output.</param>
    private void Element(XmlElement element, Dictionary<string, string> scope, Dictionary<string, string> rendered, List<XmlAttribute>? inherited)
    {
        if (skip?.Invoke(element) == true)
            return;
        List<XmlAttribute>? attributes = inherited is { Count: > 0 } ? [.. inherited] : null;
        List<KeyValuePair<string, string>>? declared = null;
        foreach (XmlAttribute attribute in element.Attributes)
            if (attribute.NamespaceURI == XmlnsNs)
                (declared ??= []).Add(new(Declared(attribute), attribute.Value));
            else
                (attributes ??= []).Add(attribute);
        if (declared is not null)
        {
            scope = new(scope, StringComparer.Ordinal);
            foreach (var (prefix, uri) in declared)
                scope[prefix] = uri;
        }
        IEnumerable<KeyValuePair<string, string>> names = method.Exclusive ? Used(element, attributes, scope) : inherited is null ? declared ?? [] : [.. scope];
        List<KeyValuePair<string, string>>? fresh = null;
        foreach (var name in names)
            if (name.Key != "xml" && rendered.GetValueOrDefault(name.Key, name.Key.Length == 0 ? "" : "\0") != name.Value)
                (fresh ??= []).Add(name);
        Text("<");
        Text(element.Name);
        if (fresh is not null)
        {
            rendered = new(rendered, StringComparer.Ordinal);
            foreach (var (prefix, uri) in fresh.OrderBy(n => n.Key, StringComparer.Ordinal))
            {
                rendered[prefix] = uri;
                Text(prefix.Length == 0 ? " xmlns=\"" : " xmlns:" + prefix + "=\"");
                Escaped(uri, InAttribute);
                Text("\"");
            }
        }
        if (attributes is not null)
        {
            attributes.Sort(static (a, b) => string.CompareOrdinal(a.NamespaceURI, b.NamespaceURI) is var order and not 0 ? order : string.CompareOrdinal(a.LocalName, b.LocalName));
            foreach (var attribute in attributes)
            {
                Text(" ");
                Text(attribute.Name);
                Text("=\"");
                Escaped(attribute.Value, InAttribute);
                Text("\"");
            }
        }
        Text(">");
        for (var child = element.FirstChild; child is not null; child = child.NextSibling)
            if (child is XmlElement inner)
                Element(inner, scope, rendered, null);
            else
                Other(child);
        Text("</");
        Text(element.Name);
        Text(">");
    }

    /// <summary>The namespaces that the element and its attributes visibly use, and those of the prefix list (Exclusive C14N, 3).</summary>
    private Dictionary<string, string> Used(XmlElement element, List<XmlAttribute>? attributes, Dictionary<string, string> scope)
    {
        var used = new Dictionary<string, string>(2, StringComparer.Ordinal) { [element.Prefix] = element.NamespaceURI };
        foreach (var attribute in attributes ?? [])
            if (attribute.Prefix.Length > 0)
                used[attribute.Prefix] = attribute.NamespaceURI;
        foreach (var prefix in prefixes ?? (IReadOnlySet<string>)System.Collections.Frozen.FrozenSet<string>.Empty)
            if (scope.TryGetValue(prefix, out var uri))
                used[prefix] = uri;
        return used;
    }

    private static string Declared(XmlAttribute attribute) => attribute.Prefix.Length == 0 ? "" : attribute.LocalName;

    private void Other(XmlNode node)
    {
        switch (node)
        {
            case XmlCharacterData text and not XmlComment:
                Escaped(text.Data, InText);
                break;
            case XmlComment comment when method.Comments:
                Text("<!--");
                Text(comment.Data);
                Text("-->");
                break;
            case XmlProcessingInstruction instruction:
                Text("<?");
                Text(instruction.Target);
                if (instruction.Data.Length > 0)
                {
                    Text(" ");
                    Text(instruction.Data);
                }
                Text("?>");
                break;
        }
    }

    private void Escaped(ReadOnlySpan<char> value, SearchValues<char> special)
    {
        for (int at; (at = value.IndexOfAny(special)) >= 0; value = value[(at + 1)..])
        {
            Text(value[..at]);
            Text(value[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\t' => "&#x9;", '\n' => "&#xA;", _ => "&#xD;" });
        }
        Text(value);
    }

    private void Text(ReadOnlySpan<char> value)
    {
        Encoding.UTF8.GetBytes(value, _buffer);
        if (_buffer.WrittenCount >= Piece)
            Flush();
    }

    private void Flush()
    {
        output(_buffer.WrittenMemory);
        _buffer.ResetWrittenCount();
    }
}
