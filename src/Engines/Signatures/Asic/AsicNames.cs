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

    /// <summary>A file that is to be signed, neither a folder nor one of the container's own.</summary>
    public static bool IsPayload(string name) =>
        IsSafe(name) && name[^1] != '/' && !name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase) && !name.Equals("mimetype", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file of the container, read in pieces; null for a name that is none.</summary>
    public static SignedContent? Find(ZipArchive zip, string name) =>
        IsPayload(name) && zip.GetEntry(name) is { } entry ? new(name, "", () => new BoundedStream(entry.Open(), entry.Length)) : null;

    public static bool IsXmlSignature(string name) =>
        name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase) && name.Contains("signature", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>A CAdES form of the container: <c>ASiCManifest*.xml</c> beside <c>signature*.p7s</c>.</summary>
    public static bool IsManifest(string name) =>
        name.StartsWith(Meta + "ASiCManifest", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
}
