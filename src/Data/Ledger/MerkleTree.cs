using System.Security.Cryptography;

namespace Sen.Data;

/// <summary>
/// Merkle tree hash of RFC 6962, section 2.1 (unchanged in RFC 9162) over SHA-256: a leaf is hashed with prefix 0x00, a node with 0x01, so that
/// no node can pass for a leaf; a list splits at the largest power of two below its length.
/// </summary>
internal static class MerkleTree
{
    /// <summary>Hash of a leaf's bytes.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data) => SHA256.HashData([0, .. data]);

    /// <summary>Root over hashed leaves; of no leaves the hash of nothing.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return SHA256.HashData([1, .. Root(leaves[..split]), .. Root(leaves[split..])]);
    }
}
