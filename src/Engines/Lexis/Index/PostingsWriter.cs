using System.Buffers.Binary;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>
/// Writes the postings of a term: document count, highest frequency, lowest norm; above 128 documents a table of blocks
/// (last document, place, highest frequency, lowest norm) to skip by; then the blocks. A block has its gaps in one to four
/// bytes each, by the widest, and one byte of frequency each or one for all.
/// </summary>
internal static class PostingsWriter
{
    public const int Block = 128;
    public const int SkipBytes = 10;
    private const byte OneFrequency = 0x80;

    /// <summary>Writes and returns where it begins in the file.</summary>
    /// <param name="writer">Inside the section of postings.</param>
    /// <param name="docs">Ascending.</param>
    /// <param name="tfs">Weighted frequencies in quarters, one a document.</param>
    /// <param name="norms">Of all documents of the segment.</param>
    public static uint Write(SectionWriter writer, ReadOnlySpan<int> docs, ReadOnlySpan<byte> tfs, ReadOnlySpan<byte> norms)
    {
        var start = writer.Position;
        if (start > int.MaxValue)
            throw new InvalidOperationException("a segment is larger than 2 GiB");
        writer.PutVar((uint)docs.Length);
        var (most, least) = Bounds(docs, tfs, norms);
        writer.Put(most);
        writer.Put(least);
        if (docs.Length > Block)
            WriteSkips(writer, docs, tfs, norms);
        for (var at = 0; at < docs.Length; at += Block)
        {
            var n = Math.Min(Block, docs.Length - at);
            WriteBlock(writer, at == 0 ? -1 : docs[at - 1], docs.Slice(at, n), tfs.Slice(at, n));
        }
        return (uint)start;
    }

    private static void WriteSkips(SectionWriter writer, ReadOnlySpan<int> docs, ReadOnlySpan<byte> tfs, ReadOnlySpan<byte> norms)
    {
        Span<byte> row = stackalloc byte[SkipBytes];
        var place = 0;
        for (var at = 0; at < docs.Length; at += Block)
        {
            var n = Math.Min(Block, docs.Length - at);
            var block = docs.Slice(at, n);
            var frequencies = tfs.Slice(at, n);
            var (most, least) = Bounds(block, frequencies, norms);
            BinaryPrimitives.WriteInt32LittleEndian(row, block[^1]);
            BinaryPrimitives.WriteInt32LittleEndian(row[4..], place);
            (row[8], row[9]) = (most, least);
            writer.Put(row);
            place += 1 + (n * Width(at == 0 ? -1 : docs[at - 1], block)) + (IsOne(frequencies) ? 1 : n);
        }
    }

    private static void WriteBlock(SectionWriter writer, int before, ReadOnlySpan<int> docs, ReadOnlySpan<byte> tfs)
    {
        var width = Width(before, docs);
        var one = IsOne(tfs);
        writer.Put((byte)(width | (one ? OneFrequency : 0)));
        foreach (var doc in docs)
        {
            var gap = doc - before;
            for (var i = 0; i < width; i++, gap >>= 8)
                writer.Put((byte)gap);
            before = doc;
        }
        writer.Put(one ? tfs[..1] : tfs);
    }

    private static int Width(int before, ReadOnlySpan<int> docs)
    {
        var all = 0;
        foreach (var doc in docs)
        {
            all |= doc - before;
            before = doc;
        }
        return all < 1 << 8 ? 1 : all < 1 << 16 ? 2 : all < 1 << 24 ? 3 : 4;
    }

    private static bool IsOne(ReadOnlySpan<byte> tfs) => tfs.Length > 1 && tfs.IndexOfAnyExcept(tfs[0]) < 0;

    private static (byte MostTf, byte LeastNorm) Bounds(ReadOnlySpan<int> docs, ReadOnlySpan<byte> tfs, ReadOnlySpan<byte> norms)
    {
        byte most = 0, least = 255;
        for (var i = 0; i < docs.Length; i++)
        {
            most = Math.Max(most, tfs[i]);
            least = Math.Min(least, norms[docs[i]]);
        }
        return (most, least);
    }
}
