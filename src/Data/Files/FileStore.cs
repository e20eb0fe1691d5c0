using Sen.Kernel;

namespace Sen.Data;

/// <summary>
/// The files of the installation. Contents are stored once each, encrypted; a row names one for a module. Storing is
/// not an act: the act is what a module does with the file, and is audited there.
/// </summary>
public sealed class FileStore
{
    private readonly Database _db;
    private readonly FileVault _vault;

    internal FileStore(Database db, FileVault vault) => (_db, _vault) = (db, vault);

    /// <summary>Stores a content as it streams in.</summary>
    /// <param name="content">Read once, to its end or to the limit; not disposed.</param>
    /// <param name="name">As the sender gave it; cleaned here.</param>
    /// <param name="rule">What the place accepts.</param>
    /// <param name="actor">Who stores it.</param>
    /// <returns>The file, or a problem <c>file.empty</c>, <c>file.too-large</c>, <c>file.type</c>, <c>file.infected</c> or <c>file.scan-unavailable</c>.</returns>
    public async Task<Result<StoredFile>> Save(Stream content, string name, FileRule rule, Actor actor, CancellationToken ct)
    {
        var taken = await _vault.Write(content, rule, ct);
        if (!taken.Ok)
            return Result<StoredFile>.Refused(taken.Problems);
        var (sha256, size, type, scan) = taken.Value;
        var file = new StoredFile(Guid.CreateVersion7(_db.Now), FileName.Clean(name, type), type, size, Convert.ToHexStringLower(sha256), scan);
        await using var work = await _db.BeginDraft(actor, ct);
        work.Add("""
            insert into data.file (id, sha256, name, type, size, scan, stored_by, stored_at)
            values (@Id, @Hash, @Name, @Type, @Size, @Scan, @By, @At)
            """,
            new { file.Id, Hash = sha256, file.Name, file.Type, file.Size, file.Scan, By = actor.Id, At = work.Now });
        await work.Commit(ct);
        return file;
    }

    /// <summary>The plain content, seekable (ranges), decrypted as it is read; null when there is no such file. The caller disposes it.</summary>
    /// <exception cref="FileDamagedException">The content is not what was stored; also thrown while reading.</exception>
    /// <exception cref="FileKeyException">It was encrypted with a key that is not configured.</exception>
    public async Task<Stream?> Open(Guid id, CancellationToken ct)
    {
        var sha256 = await _db.OneOrNone<byte[]>("select sha256 from data.file where id = @id", new { id }, ct);
        return sha256 is null ? null : _vault.Read(sha256) ?? throw new FileDamagedException($"the content of file {id} is gone");
    }

    /// <summary>What is known of a file, or null.</summary>
    public Task<StoredFile?> Find(Guid id, CancellationToken ct) => _db.OneOrNone<StoredFile>(
        "select id, name, type, size, encode(sha256, 'hex') as sha256, scan from data.file where id = @id", new { id }, ct);

    /// <summary>Why files cannot be stored as configured (folder, scanner), or null; for <c>sen doctor</c> and readiness.</summary>
    public Task<Problem?> Check(CancellationToken ct) => _vault.Check(ct);
}
