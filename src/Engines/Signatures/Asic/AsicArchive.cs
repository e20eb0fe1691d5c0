using System.IO.Compression;
using System.Security.Cryptography;
using Sen.Signatures.Ades;
using Sen.Signatures.Cades;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Asic;

/// <summary>Lists in a container that a timestamp covers, archive manifests for the most part (EN 319 162-1, A.7): each proves what it lists.</summary>
internal sealed class AsicArchive
{
    private const int MaxManifests = 40;
    private readonly List<(AsicManifest Manifest, AdesStamp Stamp)> _stamps = [];
    private readonly HashSet<string> _names;

    /// <param name="read">A small file of the container; null when it is not there.</param>
    public AsicArchive(ZipArchive zip, Func<string, byte[]?> read)
    {
        var digests = new AsicDigests(name => AsicNames.FindAny(zip, name));
        var found = new List<(string Name, byte[] Bytes, AsicManifest Manifest, byte[] Token)>();
        foreach (var entry in zip.Entries.Where(e => AsicNames.IsArchiveManifest(e.FullName) || AsicNames.IsManifest(e.FullName)).Take(MaxManifests))
            if (read(entry.FullName) is { } bytes && AsicManifest.Read(bytes, entry.FullName) is var manifest && read(manifest.Signature) is { } token && AsicManifest.IsTime(token))
                found.Add((entry.FullName, bytes, manifest, token));
        _names = [.. found.Select(f => f.Name)];
        foreach (var (_, bytes, manifest, token) in found.OrderBy(f => TimestampImprint.Time(f.Token)))
        {
            // A list that no longer fits what it lists proves nothing.
            var holds = new Lazy<bool>(() => manifest.Entries.All(digests.Fits));
            var listed = manifest.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
            _stamps.Add((manifest, new AdesStamp(token, algorithm => holds.Value ? CryptographicOperations.HashData(algorithm, bytes) : null, CadesStamps.Around(_stamps.Count))
            {
                // Of another one around: its list and its token; what stands inside a listed signature is listed with it.
                Protects = other => _stamps.Find(s => ReferenceEquals(s.Stamp, other)) is not { Manifest: { } earlier }
                    || (listed.Contains(earlier.Signature) && manifest.Entries.Any(e => found.Exists(f => f.Name == e.Name && f.Manifest == earlier))),
            }));
        }
    }

    /// <summary>Whether that manifest is one of these.</summary>
    public bool Holds(string name) => _names.Contains(name);

    /// <summary>Timestamps over lists that name both of these files.</summary>
    public IReadOnlyList<AdesStamp> Around(string signature, string manifest) =>
        [.. _stamps.Where(s => s.Manifest.Entries.Any(e => e.Name == signature) && s.Manifest.Entries.Any(e => e.Name == manifest)).Select(s => s.Stamp)];
}
