using System.Security.Cryptography;
using System.Text;

namespace Sen.Identity.SignIn;

/// <summary>
/// A file of leaked passwords, searched where it lies: lines <c>SHA-1 in upper hex[:count]</c> in order of the hash, as the
/// public lists are offered for download. Nothing leaves the machine.
/// </summary>
internal sealed class BreachList(string file)
{
    private const int HashLength = 40;

    public bool Has(string password)
    {
#pragma warning disable CA5350 // the lists are keyed by SHA-1; nothing is protected by it
        return Holds(Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password))));
#pragma warning restore CA5350
    }

    /// <summary>True when a line begins with the hash, upper hex.</summary>
    public bool Holds(string wanted)
    {
        using var stream = File.OpenRead(file);
        var (low, high) = (0L, stream.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var (start, hash) = LineAt(stream, middle);
            if (hash is null)
            {
                high = middle;
                continue;
            }
            var order = string.CompareOrdinal(hash, wanted);
            if (order == 0)
                return true;
            if (order < 0)
                low = Math.Max(start + HashLength, middle + 1);
            else
                high = middle;
        }
        return false;
    }

    /// <summary>The first line that begins at or after a position, found by going back to the end of the line before it.</summary>
    private static (long Start, string? Hash) LineAt(FileStream stream, long position)
    {
        stream.Position = Math.Max(0, position - 1);
        if (position > 0)
            for (int read; (read = stream.ReadByte()) != '\n';)
                if (read < 0)
                    return (position, null);
        var start = stream.Position;
        Span<byte> hash = stackalloc byte[HashLength];
        return stream.ReadAtLeast(hash, HashLength, throwOnEndOfStream: false) == HashLength
            ? (start, Encoding.ASCII.GetString(hash).ToUpperInvariant())
            : (start, null);
    }
}
