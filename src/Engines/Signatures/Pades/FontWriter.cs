using System.Globalization;
using System.Text;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>Embeds a TrueType subset as a CIDFontType2 under Identity-H with ToUnicode (ISO 32000-2, 9.7), so that text shows and can be searched.</summary>
internal static class FontWriter
{
    public static PdfReference Add(PdfUpdate update, TrueTypeFont font, IReadOnlyList<string> lines)
    {
        var used = new SortedDictionary<int, Rune>();
        foreach (var rune in lines.SelectMany(l => l.Normalize(NormalizationForm.FormC).EnumerateRunes()))
            used[font.Glyph(rune)] = rune;
        var name = Make.Name("SENSIG+Signature");
        var program = TrueTypeSubset.Write(font, used.Keys);
        var file = update.Add(new PdfStream(
            Make.Dictionary(("Length1", Make.Of(program.Length)), ("Filter", Make.Name("FlateDecode"))), PdfFilters.Deflate(program)));
        var (head, hhea) = (font.Table("head"), font.Table("hhea"));
        var descriptor = update.Add(Make.Dictionary(
            ("Type", Make.Name("FontDescriptor")), ("FontName", name), ("Flags", Make.Of(4)),
            ("FontBBox", Make.Array(Enumerable.Range(0, 4).Select(i => (PdfObject)Make.Of(font.ToThousandths(font.S16(head + 36 + (2 * i))))))),
            ("ItalicAngle", Make.Of(0)), ("StemV", Make.Of(80)),
            ("Ascent", Make.Of(font.ToThousandths(font.S16(hhea + 4)))), ("Descent", Make.Of(font.ToThousandths(font.S16(hhea + 6)))),
            ("CapHeight", Make.Of(font.ToThousandths(font.S16(hhea + 4)))), ("FontFile2", file)));
        var widths = Make.Array(used.Keys.SelectMany(g => new PdfObject[] { Make.Of(g), Make.Array(Make.Of(font.Advance(g))) }));
        var descendant = update.Add(Make.Dictionary(
            ("Type", Make.Name("Font")), ("Subtype", Make.Name("CIDFontType2")), ("BaseFont", name),
            ("CIDSystemInfo", Make.Dictionary(("Registry", Make.Text("Adobe")), ("Ordering", Make.Text("Identity")), ("Supplement", Make.Of(0)))),
            ("FontDescriptor", descriptor), ("W", widths), ("CIDToGIDMap", Make.Name("Identity"))));
        var unicode = update.Add(new PdfStream(
            Make.Dictionary(("Filter", Make.Name("FlateDecode"))), PdfFilters.Deflate(Encoding.ASCII.GetBytes(ToUnicode(used)))));
        return update.Add(Make.Dictionary(
            ("Type", Make.Name("Font")), ("Subtype", Make.Name("Type0")), ("BaseFont", name), ("Encoding", Make.Name("Identity-H")),
            ("DescendantFonts", Make.Array(descendant)), ("ToUnicode", unicode)));
    }

    private static string ToUnicode(SortedDictionary<int, Rune> used)
    {
        var map = new StringBuilder("""
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def /CMapType 2 def
            1 begincodespacerange <0000> <FFFF> endcodespacerange

            """);
        // A block holds at most 100 entries (CMap specification, 7.4).
        foreach (var block in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, rune) in block)
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(rune.ToString()))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }
}
