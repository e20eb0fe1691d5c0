using System.Numerics;
using System.Runtime.InteropServices;

namespace Sen.Lexis.Store;

/// <summary>CRC-32C (RFC 3720, appendix B.4), by the processor's own instruction where it has one.</summary>
internal static class Crc
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    /// <summary>Goes on with a running value, which starts at all ones and is inverted at the end.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, eight);
        foreach (var one in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, one);
        return crc;
    }
}
