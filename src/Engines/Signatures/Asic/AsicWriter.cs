using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sen.Signatures.Asic;
using Sen.Signatures.Xades;

namespace Sen.Signatures;

/// <summary>Makes ASiC-E containers (ETSI EN 319 162-1): files and a XAdES signature over all of them in one ZIP.</summary>
public static class AsicWriter
{
    /// <summary>Media type and first entry.</summary>
    public const string MimeType = "application/vnd.etsi.asic-e+zip";

    private const int MaxFiles = 2_000;

    /// <summary>
    /// Writes a container. Each file is read once, in pieces: what is hashed is what is copied.
    /// </summary>
    /// <param name="output">Seekable, so that the first entry has no data descriptor and readers find the media type at byte 38 (EN 319 162-1, A.1).</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NotContainer"/> for a name that a container may not hold.</exception>
    public static async Task Write(Stream output, IReadOnlyList<SignedContent> files, SigningKey key, XadesOptions options, CancellationToken ct = default)
    {
        if (files.Count is 0 or > MaxFiles || files.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Count() != files.Count || files.Any(f => !AsicNames.IsPayload(f.Name)))
            throw new RefusedException(Refusal.NotContainer, "no files, too many, or a name that may not stand in a container");
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await Put(zip, "mimetype", CompressionLevel.NoCompression, Encoding.ASCII.GetBytes(MimeType), ct);
        var hashes = new List<byte[]>();
        foreach (var file in files)
        {
            await using var content = file.Open();
            await using var entry = zip.CreateEntry(file.Name, CompressionLevel.Fastest).Open();
            hashes.Add(await Copy(content, entry, ct));
        }
        var signature = await XadesSigner.Detached(files, hashes, key, options, ct);
        var xml = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:XAdESSignatures xmlns:asic=\"{XadesCheck.AsicNs}\">{signature.OuterXml}</asic:XAdESSignatures>";
        await Put(zip, "META-INF/signatures.xml", CompressionLevel.Fastest, await XadesSigner.Last(Encoding.UTF8.GetBytes(xml), options, files, ct), ct);
    }

    /// <summary>Copies a container and extends its XAdES signatures on the way; files are copied in pieces.</summary>
    /// <exception cref="RefusedException">As <see cref="XadesExtender.Extend"/>.</exception>
    public static async Task Extend(Stream input, Stream output, LongTerm terms, CancellationToken ct = default)
    {
        using var from = new ZipArchive(input, ZipArchiveMode.Read, leaveOpen: true);
        using var to = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach (var entry in from.Entries)
        {
            await using var content = new BoundedStream(entry.Open(), entry.Length);
            if (AsicNames.IsXmlSignature(entry.FullName))
            {
                using var xml = new MemoryStream();
                await content.CopyToAsync(xml, ct);
                var extended = await XadesExtender.Extend(xml.ToArray(), terms, name => AsicNames.Find(from, name), ct);
                await Put(to, entry.FullName, CompressionLevel.Fastest, extended, ct);
                continue;
            }
            await using var copy = to.CreateEntry(entry.FullName, entry.FullName == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
            await content.CopyToAsync(copy, ct);
        }
    }

    /// <summary>Copies and returns the SHA-256 of what was copied.</summary>
    private static async Task<byte[]> Copy(Stream from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = await from.ReadAsync(piece, ct)) > 0;)
            {
                hash.AppendData(piece.AsSpan(0, read));
                await to.WriteAsync(piece.AsMemory(0, read), ct);
            }
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static async Task Put(ZipArchive zip, string name, CompressionLevel level, byte[] content, CancellationToken ct)
    {
        await using var entry = zip.CreateEntry(name, level).Open();
        await entry.WriteAsync(content, ct);
    }
}
