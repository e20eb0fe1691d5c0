namespace Sen.Data;

/// <summary>A file as the store knows it. Its content never changes: a new version is a new file.</summary>
/// <param name="Id">Name under which modules keep it; many ids may share one content.</param>
/// <param name="Name">Name for people, cleaned, its extension made to fit the content.</param>
/// <param name="Type">Media type found in the content, never the declared one.</param>
/// <param name="Size">Bytes of the plain content.</param>
/// <param name="Sha256">SHA-256 of the plain content, 64 lower-case hexadecimal digits.</param>
/// <param name="Scan"><c>unscanned</c>, <c>clean</c> or <c>infected</c>.</param>
public sealed record StoredFile(Guid Id, string Name, string Type, long Size, string Sha256, string Scan);

/// <summary>What a place accepts.</summary>
/// <param name="MaxBytes">Largest plain size, checked while the content streams in.</param>
/// <param name="Types">Media types, see <see cref="FileType"/>.</param>
public sealed record FileRule(long MaxBytes, IReadOnlyList<string> Types)
{
    /// <summary>Papers of a dossier: PDF, JPEG, PNG up to 20 MiB.</summary>
    public static readonly FileRule Papers = new(20 << 20, [FileType.Pdf, FileType.Jpeg, FileType.Png]);

    /// <summary>PDF alone, up to 20 MiB.</summary>
    public static readonly FileRule Pdf = new(20 << 20, [FileType.Pdf]);
}
