using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>What a stranger sent to be judged: files on disk, gone when it is disposed.</summary>
internal sealed class Upload : IAsyncDisposable
{
    /// <summary>Large scans and drawings; they never lie in memory.</summary>
    public const long MostBytes = 500L << 20;

    private readonly List<FileStream> _files = [];

    /// <summary>The first file, and the one beside it for a detached signature.</summary>
    public IReadOnlyList<(string Field, string Name, FileStream Content)> Files { get; private set; } = [];

    /// <summary>The second file: what a signature stands beside; null when there is none.</summary>
    public SignedContent? Beside => Files.Count < 2 ? null
        : new(Files[1].Name, "", () => new FileStream(Files[1].Content.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Other fields of the form.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a multipart body piece by piece.</summary>
    public static async Task<Result<Upload>> Read(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
            return Problem.Invalid("signing.file-missing", "Document");
        var upload = new Upload();
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            var (files, total) = (new List<(string, string, FileStream)>(), 0L);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (!disposition.IsFileDisposition())
                {
                    using var text = new StreamReader(section.Body);
                    var buffer = new char[4096];
                    upload.Fields[field] = new string(buffer, 0, await text.ReadBlockAsync(buffer, ct));
                    continue;
                }
                if (files.Count == 2)
                    continue;
                var file = upload.Temporary();
                if (!await Copy(section.Body, file, MostBytes - total, ct))
                {
                    await upload.DisposeAsync();
                    return Problem.Invalid("signing.file-too-large", "Document", MostBytes >> 20);
                }
                total += file.Length;
                if (file.Length > 0)
                    files.Add((field, Path.GetFileName(disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString()), file));
            }
            upload.Files = files;
            return upload;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // Refused by its length, before a byte was read.
            await upload.DisposeAsync();
            return Problem.Invalid("signing.file-too-large", "Document", MostBytes >> 20);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            await upload.DisposeAsync();
            return Problem.Invalid("signing.file-missing", "Document");
        }
    }

    public static async Task<string> Sha256(FileStream file, CancellationToken ct)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    /// <summary>Judges the first file by what it is; a signature beside another file needs that one, too.</summary>
    public async Task<Result<Verdict>> Judge(Checker checker, CancellationToken ct)
    {
        if (Files.Count == 0)
            return Problem.Invalid("signing.file-missing", "Document");
        var (_, _, file) = Files[0];
        file.Position = 0;
        var start = new byte[1024];
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        if (Checker.Sniff(start.AsSpan(0, read)) is not { } format)
            return new Verdict("unreadable", new PdfReport(Refusal.NotPdf, []), false);
        if (format == SignedFormat.Pdf)
        {
            using var pdf = PdfSource.Map(file.SafeFileHandle);
            return await checker.CheckPdf(pdf, ct);
        }
        return await checker.CheckOther(file, format, Beside, ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
            await file.DisposeAsync();
    }

    private FileStream Temporary()
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), "sen-" + Guid.NewGuid().ToString("n")), how);
        _files.Add(file);
        return file;
    }

    private static async Task<bool> Copy(Stream from, FileStream to, long most, CancellationToken ct)
    {
        var piece = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(piece, ct)) > 0;)
        {
            if ((most -= read) < 0)
                return false;
            await to.WriteAsync(piece.AsMemory(0, read), ct);
        }
        await to.FlushAsync(ct);
        return true;
    }
}
