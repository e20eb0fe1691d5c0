using System.Security.Cryptography;

namespace Sen.Data;

/// <summary>Hashes and encrypts a content as it streams to its file; holds one chunk in memory.</summary>
internal sealed class SealedWriter : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly FileSeal _seal;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _sealed = new byte[FileSeal.ChunkSize + FileSeal.TagSize];
    private long _chunks;

    public SealedWriter(string path, FileKeys keys)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        _file.Position = FileSeal.HeaderSize;
        _seal = FileSeal.New(keys);
    }

    /// <summary>Bytes written so far.</summary>
    public long Size { get; private set; }

    /// <summary>Writes the next chunk: full, unless it is the last.</summary>
    public async Task Write(ReadOnlyMemory<byte> chunk, bool last, CancellationToken ct)
    {
        _hash.AppendData(chunk.Span);
        _seal.Encrypt(_chunks++, last, chunk.Span, _sealed);
        Size += chunk.Length;
        await _file.WriteAsync(_sealed.AsMemory(0, chunk.Length + FileSeal.TagSize), ct);
    }

    /// <summary>Writes the header, forces everything to the disk, and returns the SHA-256 of the plain content.</summary>
    public async Task<byte[]> Finish(CancellationToken ct)
    {
        var sha256 = _hash.GetHashAndReset();
        _file.Position = 0;
        await _file.WriteAsync(_seal.Finish(sha256, Size), ct);
        _file.Flush(flushToDisk: true);
        return sha256;
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        _seal.Dispose();
        await _file.DisposeAsync();
    }
}
