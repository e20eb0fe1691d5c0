using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Sen.Signatures.Asic;

/// <summary>Writing entries: the media type as it is, all else compressed.</summary>
internal static class AsicZip
{
    public static async Task Put(ZipArchive zip, string name, byte[] content, CancellationToken ct)
    {
        await using var entry = Create(zip, name);
        await entry.WriteAsync(content, ct);
    }

    /// <summary>Copies in pieces and returns the SHA-256 of what was copied.</summary>
    public static async Task<byte[]> Copy(Stream from, ZipArchive zip, string name, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            await using var entry = Create(zip, name);
            for (int read; (read = await from.ReadAsync(piece, ct)) > 0;)
            {
                hash.AppendData(piece.AsSpan(0, read));
                await entry.WriteAsync(piece.AsMemory(0, read), ct);
            }
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static Stream Create(ZipArchive zip, string name) =>
        zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
}
