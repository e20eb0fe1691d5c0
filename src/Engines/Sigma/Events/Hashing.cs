using System.Runtime.InteropServices;

namespace Sen.Sigma.Events;

/// <summary>A quick hash of bytes for tables whose hits are compared afterwards.</summary>
internal static class Hashing
{
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15;

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Mix;
        while (bytes.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes)) * Mix;
            hash ^= hash >> 29;
            bytes = bytes[8..];
        }
        ulong tail = 0;
        foreach (var b in bytes)
            tail = (tail << 8) | b;
        hash = (hash ^ tail) * Mix;
        return (int)(hash >> 32);
    }
}
