using System.Buffers.Binary;
using System.Text;

namespace Sen.Signatures;

/// <summary>Cuts a font to the glyphs used, keeping their numbers so that Identity-H still fits; 400 KB becomes about 20.</summary>
internal static class TrueTypeSubset
{
    private static readonly string[] Copied = ["cvt ", "fpgm", "hhea", "hmtx", "maxp", "prep"];

    public static byte[] Write(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var wanted = new SortedSet<int> { 0 };
        foreach (var glyph in glyphs)
            AddWithParts(font, glyph, wanted, 0);
        using var outlines = new MemoryStream();
        var places = new byte[(font.GlyphCount + 1) * 4];
        for (var glyph = 0; glyph <= font.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(glyph * 4), (int)outlines.Length);
            if (!wanted.Contains(glyph))
                continue;
            outlines.Write(Outline(font, glyph));
            while (outlines.Length % 4 != 0)
                outlines.WriteByte(0);
        }
        var head = font.Bytes("head").ToArray();
        head.AsSpan(8, 4).Clear();
        head[50] = 0;
        head[51] = 1;
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["glyf"] = outlines.ToArray(), ["head"] = head, ["loca"] = places };
        foreach (var name in Copied.Where(font.Has))
            tables[name] = font.Bytes(name).ToArray();
        return Assemble(tables);
    }

    private static ReadOnlySpan<byte> Outline(TrueTypeFont font, int glyph)
    {
        var loca = font.Table("loca");
        var (start, end) = font.LongOffsets
            ? (font.U32(loca + (glyph * 4)), font.U32(loca + (glyph * 4) + 4))
            : (font.U16(loca + (glyph * 2)) * 2L, font.U16(loca + (glyph * 2) + 2) * 2L);
        var all = font.Bytes("glyf");
        return start <= end && end <= all.Length ? all[(int)start..(int)end] : throw TrueTypeFont.Unsupported("its loca is broken");
    }

    /// <summary>A composed letter draws others by number (glyf, composite description).</summary>
    private static void AddWithParts(TrueTypeFont font, int glyph, SortedSet<int> wanted, int depth)
    {
        if (glyph >= font.GlyphCount || depth > 16)
            throw TrueTypeFont.Unsupported("a composed glyph is broken");
        if (!wanted.Add(glyph))
            return;
        var outline = Outline(font, glyph);
        if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;
        for (int at = 10, flags = 0x20; (flags & 0x20) != 0;)
        {
            if (at + 4 > outline.Length)
                throw TrueTypeFont.Unsupported("a composed glyph is cut off");
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            AddWithParts(font, BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]), wanted, depth + 1);
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        using var font = new MemoryStream();
        var power = (int)Math.Log2(tables.Count);
        Span<byte> four = stackalloc byte[4];
        void Word(int value) => font.Write([(byte)(value >> 8), (byte)value]);
        Word(1);
        Word(0);
        Word(tables.Count);
        Word(16 << power);
        Word(power);
        Word((tables.Count - (1 << power)) * 16);
        var offset = 12 + (tables.Count * 16);
        foreach (var (name, data) in tables)
        {
            font.Write(Encoding.ASCII.GetBytes(name));
            foreach (var value in (ReadOnlySpan<uint>)[Checksum(data), (uint)offset, (uint)data.Length])
            {
                BinaryPrimitives.WriteUInt32BigEndian(four, value);
                font.Write(four);
            }
            offset += (data.Length + 3) & ~3;
        }
        foreach (var data in tables.Values)
        {
            font.Write(data);
            font.Write(new byte[-data.Length & 3]);
        }
        return font.ToArray();
    }

    private static uint Checksum(byte[] data)
    {
        uint sum = 0;
        for (var i = 0; i < data.Length; i++)
            sum += (uint)data[i] << (24 - (8 * (i & 3)));
        return sum;
    }
}
