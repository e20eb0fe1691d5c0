using System.Buffers.Binary;
using System.Text;

namespace Sen.Signatures;

/// <summary>What embedding needs of a TrueType font (OpenType 1.9 with glyf outlines): characters, widths, tables.</summary>
internal sealed class TrueTypeFont
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly int _cmap;
    private readonly int _unitsPerEm;
    private readonly int _widths;

    public TrueTypeFont(ReadOnlyMemory<byte> data)
    {
        _data = data;
        if (data.Length < 12 || U32(0) is not (0x00010000 or 0x74727565))
            throw Unsupported("no TrueType outlines");
        for (var i = 0; i < U16(4); i++)
        {
            var at = 12 + (i * 16);
            var (offset, length) = (U32(at + 8), U32(at + 12));
            if (offset > data.Length || length > data.Length - offset)
                throw Unsupported("a table lies outside the file");
            _tables[Encoding.ASCII.GetString(Slice(at, 4))] = ((int)offset, (int)length);
        }
        foreach (var needed in (string[])["head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap"])
            if (!_tables.ContainsKey(needed))
                throw Unsupported($"no {needed} table");
        // Restricted licence embedding (OS/2, fsType bit 1) forbids what we are about to do.
        if (_tables.TryGetValue("OS/2", out var os2) && (U16(os2.Offset + 8) & 0xF) == 2)
            throw Unsupported("its licence forbids embedding");
        _unitsPerEm = Math.Max(1, U16(Table("head") + 18));
        _widths = Math.Max(1, U16(Table("hhea") + 34));
        GlyphCount = U16(Table("maxp") + 4);
        LongOffsets = U16(Table("head") + 50) != 0;
        _cmap = FindCmap();
    }

    public int GlyphCount { get; }

    public bool LongOffsets { get; }

    public int Table(string name) => _tables[name].Offset;

    public bool Has(string name) => _tables.ContainsKey(name);

    public ReadOnlySpan<byte> Bytes(string name) => Slice(_tables[name].Offset, _tables[name].Length);

    public int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    public int S16(int at) => (short)U16(at);

    public long U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    private ReadOnlySpan<byte> Slice(int at, int length) =>
        at >= 0 && length >= 0 && at <= _data.Length - length ? _data.Span.Slice(at, length) : throw Unsupported("it is cut off");

    /// <summary>In thousandths of an em.</summary>
    public int ToThousandths(int units) => (int)Math.Round(units * 1000.0 / _unitsPerEm);

    public int Advance(int glyph) => ToThousandths(U16(Table("hmtx") + (Math.Min(glyph, _widths - 1) * 4)));

    /// <summary>Composed first (NFC), so that a Vietnamese letter is one glyph and not a letter with floating marks.</summary>
    public IEnumerable<int> Glyphs(string text) => text.Normalize(NormalizationForm.FormC).EnumerateRunes().Select(Glyph);

    /// <exception cref="RefusedException">The font lacks it; a box in an official document would be worse than none.</exception>
    public int Glyph(Rune rune)
    {
        var glyph = U16(_cmap) == 12 ? FromGroups(rune.Value) : FromSegments(rune.Value);
        return glyph > 0 && glyph < GlyphCount ? glyph : throw Unsupported($"it lacks U+{rune.Value:X4}");
    }

    private int FindCmap()
    {
        var (cmap, best) = (Table("cmap"), 0);
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var at = cmap + 4 + (i * 8);
            var offset = U32(at + 4);
            if (offset > _data.Length)
                throw Unsupported("its cmap is broken");
            var table = cmap + (int)offset;
            if ((U16(at), U16(at + 2), U16(table)) is (3, 10, 12) or (0, _, 12))
                return table;
            if ((U16(at), U16(at + 2), U16(table)) is (3, 1, 4) or (0, _, 4))
                best = table;
        }
        return best != 0 ? best : throw Unsupported("no Unicode cmap");
    }

    private int FromGroups(int code)
    {
        for (long i = 0, count = U32(_cmap + 12); i < count; i++)
        {
            var at = _cmap + 16 + (int)(i * 12);
            if (code >= U32(at) && code <= U32(at + 4))
                return (int)(U32(at + 8) + code - U32(at));
        }
        return 0;
    }

    private int FromSegments(int code)
    {
        var twice = U16(_cmap + 6);
        for (var i = 0; i < twice && code <= 0xFFFF; i += 2)
        {
            var (end, start) = (U16(_cmap + 14 + i), U16(_cmap + 16 + twice + i));
            if (code > end)
                continue;
            if (code < start)
                return 0;
            var delta = U16(_cmap + 16 + (2 * twice) + i);
            var at = _cmap + 16 + (3 * twice) + i;
            var range = U16(at);
            var glyph = range == 0 ? code : U16(at + range + (2 * (code - start)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }
        return 0;
    }

    public static RefusedException Unsupported(string what) => new(Refusal.UnsupportedFont, what);
}
