using System.Text;
using System.Xml;

namespace Sen.Signatures.Xml;

/// <summary>Puts signatures and their properties into a document as text, before an end tag: not another byte changes.</summary>
internal static class XmlInsertion
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <exception cref="RefusedException"><see cref="Refusal.UnsupportedEncoding"/>, or <see cref="Refusal.NotXml"/> where the element has no end tag.</exception>
    public static byte[] BeforeEnd(XmlSource source, XmlElement place, string text)
    {
        string whole;
        try
        {
            whole = Strict.GetString(source.Bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(Refusal.UnsupportedEncoding, "not UTF-8");
        }
        if (source.Document.FirstChild is XmlDeclaration { Encoding: { Length: > 0 } encoding } && !encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
            throw new RefusedException(Refusal.UnsupportedEncoding, encoding);
        // Elements added to the tree since it was read stand behind the place, so the count still finds it.
        var at = End(source, XmlSource.Elements(source.Root).TakeWhile(e => e != place).Count(), whole);
        var before = Strict.GetByteCount(whole.AsSpan(0, at));
        return [.. source.Bytes.Span[..before], .. Strict.GetBytes(text), .. source.Bytes.Span[before..]];
    }

    /// <param name="index">Of the element in document order.</param>
    private static int End(XmlSource source, int index, string text)
    {
        using var reader = XmlSource.Reader(source.Bytes);
        var (line, column, depth) = (0, 0, -1);
        while (line == 0 && reader.Read())
            if (reader.NodeType == XmlNodeType.Element && index-- == 0)
                depth = reader.Depth;
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth)
                (line, column) = (((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition);
        // A byte order mark is a character of the text and none of the first line.
        var start = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        for (var i = 1; i < line; i++)
        {
            var next = text.AsSpan(start).IndexOfAny('\r', '\n');
            start += next + (text[start + next] == '\r' && start + next + 1 < text.Length && text[start + next + 1] == '\n' ? 2 : 1);
        }
        var at = start + column - 3;
        if (line == 0 || at < 0 || at + 1 >= text.Length || text[at] != '<' || text[at + 1] != '/')
            throw new RefusedException(Refusal.NotXml, "no end tag to put it before");
        return at;
    }
}
