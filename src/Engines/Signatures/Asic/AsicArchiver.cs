using System.IO.Compression;
using System.Security.Cryptography;

namespace Sen.Signatures.Asic;

/// <summary>Writes archive manifests: the newest under the plain name, those before it numbered (EN 319 162-1, A.7).</summary>
internal static class AsicArchiver
{
    public const string FirstManifest = "META-INF/ASiCManifest.xml", FirstSignature = "META-INF/signature001.p7s";
    public const string Newest = "META-INF/ASiCArchiveManifest.xml";
    private const int MaxNumber = 1_000;

    /// <summary>A list of all that the container holds, and a timestamp over the list.</summary>
    /// <param name="held">Files with their digests, those of the container's own included, without the media type.</param>
    public static async Task Seal(ZipArchive zip, IReadOnlyList<ManifestEntry> held, TimestampSource source, CancellationToken ct)
    {
        var token = Free("META-INF/timestamp", ".tst", [.. held.Select(h => h.Name)]);
        var manifest = new AsicManifest(token, held).Write(AsicManifest.TokenType);
        await AsicZip.Put(zip, Newest, manifest, ct);
        await AsicZip.Put(zip, token, await source(SHA256.HashData(manifest), ct), ct);
    }

    /// <summary>The first name of that form that is not taken.</summary>
    public static string Free(string start, string end, IReadOnlyCollection<string> taken)
    {
        for (var i = 1; i < MaxNumber; i++)
            if (string.Create(null, $"{start}{i:000}{end}") is var name && !taken.Contains(name, StringComparer.OrdinalIgnoreCase))
                return name;
        throw new RefusedException(Refusal.OverLimit, "too many timestamps");
    }
}
