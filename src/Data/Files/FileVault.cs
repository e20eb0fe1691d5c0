using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>A content that lies in the vault.</summary>
internal sealed record Content(byte[] Sha256, long Size, string Type, string Scan);

/// <summary>
/// The folder of encrypted contents, named by the SHA-256 of their plain form. What comes in is checked, scanned, hashed
/// and encrypted in one pass with one chunk in memory; plain bytes never touch the disk. A content once there is never
/// written again, so a signed file stays as it was signed.
/// </summary>
/// <param name="folder">May be shared by all copies of the program.</param>
/// <param name="keys">Master keys.</param>
/// <param name="clamd">The scanner, or null where none is configured.</param>
/// <param name="storeUnscanned">Takes files while the scanner cannot be reached, marked as unscanned.</param>
internal sealed class FileVault(string folder, FileKeys keys, Clamd? clamd, bool storeUnscanned, ILogger<FileVault> log)
{
    private readonly string _temp = Path.Combine(folder, "tmp");

    /// <summary>Takes a content in, or says why not.</summary>
    public async Task<Result<Content>> Write(Stream content, FileRule rule, CancellationToken ct)
    {
        Directory.CreateDirectory(_temp);
        var path = Path.Combine(_temp, Guid.NewGuid().ToString("n"));
        try
        {
            return await Take(content, rule, path, ct);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The plain content, seekable; null when nothing lies under this hash.</summary>
    /// <exception cref="FileDamagedException">It is not what was stored.</exception>
    public Stream? Read(byte[] sha256)
    {
        try
        {
            return new SealedStream(PathOf(sha256), keys, sha256);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where a content lies: <c>ab/cd/abcd…</c>, so that no folder grows too large.</summary>
    public string PathOf(byte[] sha256)
    {
        var name = Convert.ToHexStringLower(sha256);
        return Path.Combine(folder, name[..2], name[2..4], name);
    }

    /// <summary>Removes what uploads left that a crash cut off.</summary>
    public void Sweep(DateTimeOffset before)
    {
        if (!Directory.Exists(_temp))
            return;
        foreach (var path in Directory.EnumerateFiles(_temp).Where(p => File.GetLastWriteTimeUtc(p) < before.UtcDateTime))
            File.Delete(path);
    }

    /// <summary>Why files cannot be stored as configured, or null.</summary>
    public async Task<Problem?> Check(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(_temp);
            var probe = Path.Combine(_temp, Guid.NewGuid().ToString("n"));
            await File.WriteAllBytesAsync(probe, [0], ct);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problem.Invalid("file.folder-not-writable", args: folder);
        }
        return clamd is null || await clamd.Answers(ct) ? null : Problem.Invalid("file.scan-unavailable", args: clamd.Address);
    }

    private async Task<Result<Content>> Take(Stream content, FileRule rule, string path, CancellationToken ct)
    {
        var (now, next) = (new byte[FileSeal.ChunkSize], new byte[FileSeal.ChunkSize]);
        var length = await content.ReadAtLeastAsync(now, now.Length, throwOnEndOfStream: false, ct);
        if (length == 0)
            return Problem.Invalid("file.empty");
        var type = FileType.Sniff(now.AsSpan(0, length));
        if (!FileType.MayBe(type, rule.Types))
            return NotAllowed(type, rule);
        await using var scan = clamd is null ? null : await clamd.Begin(ct);
        if (scan is { Broken: true } && !storeUnscanned)
            return Unavailable(scan);

        byte[] sha256;
        long size;
        await using (var writer = new SealedWriter(path, keys))
        {
            while (length > 0)
            {
                if (writer.Size + length > rule.MaxBytes)
                    return Problem.Invalid("file.too-large", args: Math.Round(rule.MaxBytes / 1048576m, 1));
                var following = length < now.Length ? 0 : await content.ReadAtLeastAsync(next, next.Length, throwOnEndOfStream: false, ct);
                await writer.Write(now.AsMemory(0, length), last: following == 0, ct);
                if (scan is not null)
                    await scan.Next(now.AsMemory(0, length), ct);
                (now, next, length) = (next, now, following);
            }
            (sha256, size) = (await writer.Finish(ct), writer.Size);
        }
        if (type == FileType.Zip)
        {
            using var plain = new SealedStream(path, keys, sha256);
            type = FileType.InsideZip(plain);
            if (!rule.Types.Contains(type))
                return NotAllowed(type, rule);
        }
        var verdict = scan is null ? ScanVerdict.Unavailable : await scan.Finish(ct);
        if (verdict == ScanVerdict.Infected)
        {
            log.LogWarning("A file was refused: {Said}, SHA-256 {Sha256}", scan!.Said, Convert.ToHexStringLower(sha256));
            return Problem.Invalid("file.infected");
        }
        if (scan is not null && verdict == ScanVerdict.Unavailable && !storeUnscanned)
            return Unavailable(scan);
        Keep(path, PathOf(sha256));
        return new Content(sha256, size, type, verdict == ScanVerdict.Clean ? "clean" : "unscanned");
    }

    private static Problem NotAllowed(string type, FileRule rule) => Problem.Invalid("file.type", args:
        [string.Join(", ", rule.Types.Select(FileType.Label)), FileType.Label(type)]);

    private Problem Unavailable(ClamdScan scan)
    {
        log.LogError("The malware scanner at {Address} cannot be used: {Said}", clamd!.Address, scan.Said);
        return Problem.Invalid("file.scan-unavailable", args: clamd.Address);
    }

    private static void Keep(string temp, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.SetAttributes(temp, FileAttributes.ReadOnly);
        try
        {
            File.Move(temp, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The same content is there already: it stays, this copy goes.
        }
    }
}
