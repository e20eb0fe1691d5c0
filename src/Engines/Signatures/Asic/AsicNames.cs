using System.IO.Compression;
using Sen.Signatures.Asic;

namespace Sen.Signatures;

/// <summary>Which names a container may hold: relative, forward, plain; nothing that unpacks elsewhere.</summary>
internal static class AsicNames
{
    private const string Meta = "META-INF/";

    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= 500 && name[0] != '/' && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && name.Split('/').All(part => part is not ("." or ".."));

    /// <summary>Text shrinks to a thirtieth, a bomb to a thousandth; expanding one would cost us minutes for a stranger's seconds.</summary>
    private const int MaxRatio = 200;

    private const int MaxEntries = 4_000;

    /// <summary>Before anything is expanded. Two entries of one name: an attacker chooses which of them a reader unpacks.</summary>
    /// <param name="length">Of the container.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.OverLimit"/>: too many entries, or too much in them; <see cref="Refusal.NotContainer"/>: no entries, two of
    /// one name, or a name that unpacks elsewhere.
    /// </exception>
    public static void Check(ZipArchive zip, long length)
    {
        if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(e => e.Length) > Math.Min(AsicValidator.MaxExpanded, (length * MaxRatio) + (1 << 20)))
            throw new RefusedException(Refusal.OverLimit, "too many entries, or too much in them");
        if (zip.Entries.Count == 0 || zip.Entries.DistinctBy(e => e.FullName, StringComparer.OrdinalIgnoreCase).Count() != zip.Entries.Count || zip.Entries.Any(e => !IsSafe(e.FullName)))
            throw new RefusedException(Refusal.NotContainer, "no entries, two of one name, or a name that unpacks elsewhere");
    }

    /// <summary>A file that is to be signed, neither a folder nor one of the container's own.</summary>
    public static bool IsPayload(string name) =>
        IsSafe(name) && name[^1] != '/' && !name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase) && !name.Equals("mimetype", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file of the container, read in pieces; null for a name that is none.</summary>
    public static SignedContent? Find(ZipArchive zip, string name) =>
        IsPayload(name) && zip.GetEntry(name) is { } entry ? new(name, "", () => new BoundedStream(entry.Open(), entry.Length)) : null;

    /// <summary>Any file of it, those of its own included.</summary>
    public static SignedContent? FindAny(ZipArchive zip, string name) =>
        IsSafe(name) && name[^1] != '/' && zip.GetEntry(name) is { } entry ? new(name, "", () => new BoundedStream(entry.Open(), entry.Length)) : null;

    public static bool IsXmlSignature(string name) =>
        name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase) && name.Contains("signature", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>A CAdES form of the container: <c>ASiCManifest*.xml</c> beside <c>signature*.p7s</c>.</summary>
    public static bool IsManifest(string name) =>
        name.StartsWith(Meta + "ASiCManifest", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>A list that a timestamp covers: what the container held then (EN 319 162-1, 4.4.3.2 and A.7).</summary>
    public static bool IsArchiveManifest(string name) =>
        name.StartsWith(Meta + "ASiCArchiveManifest", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
}
