using System.Numerics;

namespace Sen.Lexis.Index;

/// <summary>A set of passages of a segment; null stands for the empty set.</summary>
internal static class Bits
{
    public static ulong[] Make(int count) => new ulong[(count + 63) / 64];

    public static bool Has(ulong[]? bits, int at) => bits is not null && (bits[at >> 6] & (1UL << at)) != 0;

    public static void Set(ulong[] bits, int at) => bits[at >> 6] |= 1UL << at;

    public static void Clear(ulong[] bits, int at) => bits[at >> 6] &= ~(1UL << at);

    public static int Count(ulong[]? bits) => bits is null ? 0 : bits.Sum(b => BitOperations.PopCount(b));

    public static void And(ulong[] bits, ulong[] others)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] &= others[i];
    }

    public static void AndNot(ulong[] bits, ulong[]? others)
    {
        for (var i = 0; others is not null && i < bits.Length; i++)
            bits[i] &= ~others[i];
    }
}
