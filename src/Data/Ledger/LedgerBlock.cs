using System.Buffers.Binary;
using System.Text;

namespace Sen.Data;

/// <summary>One entry as it is sealed.</summary>
internal sealed record SealedEntry(
    long Id, DateTimeOffset At, string ActorKind, string ActorId, string Act, string SubjectKind, string SubjectId, byte[] Hash);

/// <summary>
/// The root of a block: a Merkle tree whose first leaf is the block's header (number, root of the block before, entries,
/// time) and whose further leaves are its entries in order. So the root proves the chain, each column of each entry, and
/// through the entry's hash its body, even after the body was erased.
/// </summary>
internal static class LedgerBlock
{
    /// <summary>What block 1 has before it.</summary>
    public static readonly byte[] Genesis = new byte[32];

    public static byte[] Root(long number, byte[] previousRoot, DateTimeOffset sealedAt, IReadOnlyList<SealedEntry> entries) =>
        MerkleTree.Root([
            MerkleTree.Leaf([.. "sen block"u8, .. Long(number), .. previousRoot, .. Long(entries.Count), .. Instant(sealedAt)]),
            .. entries.Select(Leaf)]);

    private static byte[] Leaf(SealedEntry entry) => MerkleTree.Leaf([
        .. "sen entry"u8, .. Long(entry.Id), .. Instant(entry.At), .. Words(entry.ActorKind), .. Words(entry.ActorId), .. Words(entry.Act),
        .. Words(entry.SubjectKind), .. Words(entry.SubjectId), .. entry.Hash]);

    private static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    // PostgreSQL keeps microseconds.
    private static byte[] Instant(DateTimeOffset at) => Long((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    // With its length before it, so that no two lists of words have the same bytes.
    private static byte[] Words(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Long(bytes.Length), .. bytes];
    }
}
