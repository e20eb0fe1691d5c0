using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>The deleted passages of a segment as a small file of their own: the bits and their CRC-32C.</summary>
internal static class Deletions
{
    public static void Write(ISegmentStore store, string name, ulong[] bits)
    {
        var bytes = MemoryMarshal.AsBytes<ulong>(bits);
        Span<byte> crc = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc.Of(bytes));
        using var stream = store.Create(name);
        stream.Write(bytes);
        stream.Write(crc);
    }

    public static ulong[] Read(ISegmentStore store, string name, int count)
    {
        using var file = store.Open(name);
        var bytes = file.Memory.Span;
        var bits = Bits.Make(count);
        if (bytes.Length != (bits.Length * 8) + 4 || Crc.Of(bytes[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]))
            throw new LexisCorruptException(name, "it does not match its checksum");
        MemoryMarshal.Cast<byte, ulong>(bytes[..^4]).CopyTo(bits);
        return bits;
    }
}
