using System.Security.Cryptography;
using Sen.Data;

namespace Sen.Tests.Data;

/// <summary>The tree hash against RFC 6962, section 2.1, written out by hand.</summary>
public sealed class MerkleTreeTests
{
    [Fact]
    public void Root_OfNothing_IsHashOfNothing() => MerkleTree.Root([]).ShouldBe(SHA256.HashData([]));

    [Fact]
    public void Root_OfOne_IsItsLeafHash() => MerkleTree.Root([MerkleTree.Leaf([7])]).ShouldBe(SHA256.HashData([0, 7]));

    [Fact]
    public void Root_OfFive_SplitsAtFour()
    {
        var leaves = Enumerable.Range(0, 5).Select(i => MerkleTree.Leaf([(byte)i])).ToArray();
        MerkleTree.Root(leaves).ShouldBe(Node(Node(Node(leaves[0], leaves[1]), Node(leaves[2], leaves[3])), leaves[4]));
    }

    [Fact]
    public void Root_OfSevenAndOfItsParts_NeverMeet()
    {
        var leaves = Enumerable.Range(0, 7).Select(i => MerkleTree.Leaf([(byte)i])).ToArray();
        var roots = Enumerable.Range(1, 7).Select(n => Convert.ToHexString(MerkleTree.Root(leaves.AsSpan(0, n)))).ToArray();
        roots.ShouldBeUnique();
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
