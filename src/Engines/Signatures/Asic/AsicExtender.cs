using System.IO.Compression;
using System.Text;
using Sen.Signatures.Asic;
using Sen.Signatures.Trust;

namespace Sen.Signatures;

/// <summary>
/// Makes the signatures of ASiC-E containers last: XAdES by timestamps inside them, CAdES by evidence inside them and a
/// timestamp over a list of all that the container holds. Doing it again before the last timestamp expires renews it.
/// </summary>
public static class AsicExtender
{
    private const int MaxMeta = 20 << 20;

    /// <summary>Copies a container and extends it on the way; files are copied in pieces.</summary>
    /// <param name="input">Seekable.</param>
    /// <param name="output">Seekable.</param>
    /// <exception cref="RefusedException">As <see cref="XadesExtender.Extend"/> and <see cref="CadesExtender.Extend"/>; <see cref="Refusal.OverLimit"/> for what would expand too far.</exception>
    /// <exception cref="InvalidDataException">No container.</exception>
    public static async Task Extend(Stream input, Stream output, LongTerm terms, CancellationToken ct = default)
    {
        using var from = new ZipArchive(input, ZipArchiveMode.Read, leaveOpen: true);
        AsicNames.Check(from, input.Length);
        using var to = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var manifests = from.Entries.Where(e => AsicNames.IsManifest(e.FullName) || AsicNames.IsArchiveManifest(e.FullName))
            .Select(e => (e.FullName, Bytes: Read(e))).Select(m => (m.FullName, m.Bytes, List: AsicManifest.Read(m.Bytes, m.FullName))).ToList();
        var sealed_ = manifests.Where(m => from.GetEntry(m.List.Signature) is { } token && AsicManifest.IsTime(Read(token))).Select(m => m.List).ToList();
        // By signature file: what it is over.
        var signed = manifests.Where(m => !sealed_.Contains(m.List)).DistinctBy(m => m.List.Signature).ToDictionary(m => m.List.Signature, m => (m.FullName, m.Bytes), StringComparer.Ordinal);
        var kept = sealed_.SelectMany(m => m.Entries).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var types = manifests.SelectMany(m => m.List.Entries).DistinctBy(e => e.Name).ToDictionary(e => e.Name, e => e.MimeType, StringComparer.Ordinal);
        var last = sealed_.Select(m => m.Signature).MaxBy(s => TimestampImprint.Time(Read(from.GetEntry(s)!)));
        var held = new List<ManifestEntry>();
        foreach (var entry in from.Entries)
        {
            // The newest list gets a number, so that the one to come can have its name.
            var name = entry.FullName == AsicArchiver.Newest && terms.Archive && signed.Count > 0
                ? AsicArchiver.Free("META-INF/ASiCArchiveManifest", ".xml", [.. from.Entries.Select(e => e.FullName)]) : entry.FullName;
            var hash = await Changed(entry, ct) is { } changed ? await Put(name, changed) : await Copy(entry, name);
            if (name != "mimetype" && name[^1] != '/')
                held.Add(AsicManifest.Entry(name, Type(name), hash) with { IsRoot = name != entry.FullName });
        }
        if (terms.Archive && signed.Count > 0)
            await AsicArchiver.Seal(to, held, terms.Timestamp, ct);

        async Task<byte[]?> Changed(ZipArchiveEntry entry, CancellationToken ct)
        {
            if (AsicNames.IsXmlSignature(entry.FullName))
                return await XadesExtender.Extend(Read(entry), terms, name => AsicNames.Find(from, name), ct);
            // What an earlier list holds must stay as it is.
            if (signed.TryGetValue(entry.FullName, out var manifest) && !kept.Contains(entry.FullName))
            {
                var cms = Read(entry);
                return await CadesExtender.Extend(cms, AsicManifest.Content(cms, manifest.FullName, manifest.Bytes), terms with { Archive = false }, ct);
            }
            return entry.FullName == last && terms.Archive ? await CadesExtender.ExtendToken(Read(entry), terms, ct) : null;
        }

        async Task<byte[]> Put(string name, byte[] content)
        {
            await AsicZip.Put(to, name, content, ct);
            return System.Security.Cryptography.SHA256.HashData(content);
        }

        async Task<byte[]> Copy(ZipArchiveEntry entry, string name)
        {
            await using var content = new BoundedStream(entry.Open(), entry.Length);
            return await AsicZip.Copy(content, to, name, ct);
        }

        string Type(string name) => types.TryGetValue(name, out var known) && known.Length > 0 ? known
            : signed.ContainsKey(name) ? AsicManifest.CmsType
            : name.EndsWith(".tst", StringComparison.OrdinalIgnoreCase) ? AsicManifest.TokenType
            : name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? "text/xml" : "";
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        if (entry.Length > MaxMeta)
            throw new RefusedException(Refusal.OverLimit, entry.FullName);
        using var content = new BoundedStream(entry.Open(), entry.Length);
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }
}
