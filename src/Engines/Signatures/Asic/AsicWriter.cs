using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sen.Signatures.Asic;
using Sen.Signatures.Xades;

namespace Sen.Signatures;

/// <summary>Makes ASiC-E containers (ETSI EN 319 162-1): files and a XAdES or CAdES signature over all of them in one ZIP.</summary>
public static class AsicWriter
{
    /// <summary>Media type and first entry.</summary>
    public const string MimeType = "application/vnd.etsi.asic-e+zip";

    private const int MaxFiles = 2_000;

    /// <summary>
    /// Writes a container with a XAdES signature. Each file is read once, in pieces: what is hashed is what is copied.
    /// </summary>
    /// <param name="output">Seekable, so that the first entry has no data descriptor and readers find the media type at byte 38 (EN 319 162-1, A.1).</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NotContainer"/> for a name that a container may not hold.</exception>
    public static async Task Write(Stream output, IReadOnlyList<SignedContent> files, SigningKey key, XadesOptions options, CancellationToken ct = default)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var hashes = await Content(zip, files, ct);
        var signature = await XadesSigner.Detached(files, hashes, key, options, ct);
        var xml = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:XAdESSignatures xmlns:asic=\"{XadesCheck.AsicNs}\">{signature.OuterXml}</asic:XAdESSignatures>";
        await AsicZip.Put(zip, "META-INF/signatures.xml", await XadesSigner.Last(Encoding.UTF8.GetBytes(xml), options, files, ct), ct);
    }

    /// <summary>
    /// As above with a CAdES signature over a manifest of the files; B-LTA is a timestamp over a list of all that the
    /// container holds (ASiCArchiveManifest).
    /// </summary>
    public static async Task Write(Stream output, IReadOnlyList<SignedContent> files, SigningKey key, CadesOptions options, CancellationToken ct = default)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var hashes = await Content(zip, files, ct);
        var held = files.Zip(hashes, (file, hash) => AsicManifest.Entry(file.Name, file.MimeType, hash)).ToList();
        var manifest = new AsicManifest(AsicArchiver.FirstSignature, held).Write(AsicManifest.CmsType);
        using var content = new MemoryStream(manifest, false);
        var inner = options with { LongTerm = options.LongTerm is { } terms ? terms with { Archive = false } : null };
        var cms = await CadesSigner.SignDetached(content, key, inner, ct);
        await AsicZip.Put(zip, AsicArchiver.FirstManifest, manifest, ct);
        await AsicZip.Put(zip, AsicArchiver.FirstSignature, cms, ct);
        held.Add(AsicManifest.Entry(AsicArchiver.FirstManifest, "text/xml", SHA256.HashData(manifest)));
        held.Add(AsicManifest.Entry(AsicArchiver.FirstSignature, AsicManifest.CmsType, SHA256.HashData(cms)));
        if (options.LongTerm is { Archive: true } lasting)
            await AsicArchiver.Seal(zip, held, lasting.Timestamp, ct);
    }

    /// <summary>Media type and files; their hashes by SHA-256.</summary>
    private static async Task<List<byte[]>> Content(ZipArchive zip, IReadOnlyList<SignedContent> files, CancellationToken ct)
    {
        if (files.Count is 0 or > MaxFiles || files.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Count() != files.Count || files.Any(f => !AsicNames.IsPayload(f.Name)))
            throw new RefusedException(Refusal.NotContainer, "no files, too many, or a name that may not stand in a container");
        await AsicZip.Put(zip, "mimetype", Encoding.ASCII.GetBytes(MimeType), ct);
        var hashes = new List<byte[]>();
        foreach (var file in files)
        {
            await using var content = file.Open();
            hashes.Add(await AsicZip.Copy(content, zip, file.Name, ct));
        }
        return hashes;
    }
}
