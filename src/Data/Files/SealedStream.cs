namespace Sen.Data;

/// <summary>Reads a stored file in plain, from any position: only the chunks that are read are decrypted, each checked before a byte of it is given out.</summary>
internal sealed class SealedStream : Stream
{
    private readonly FileStream _file;
    private readonly FileSeal _seal;
    private readonly byte[] _sealed = new byte[FileSeal.ChunkSize + FileSeal.TagSize];
    private readonly byte[] _plain = new byte[FileSeal.ChunkSize];
    private long _chunk = -1;
    private long _position;

    /// <exception cref="FileDamagedException">The file is not what was stored under this hash.</exception>
    public SealedStream(string path, FileKeys keys, ReadOnlySpan<byte> sha256)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            Span<byte> header = stackalloc byte[FileSeal.HeaderSize];
            if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                throw new FileDamagedException("shorter than its header");
            _seal = FileSeal.Check(keys, header, sha256, _file.Length);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => _seal.Size;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _position >= Length)
            return 0;
        if (Place(out var length))
        {
            await _file.ReadExactlyAsync(_sealed.AsMemory(0, length), cancellationToken);
            Open(length);
        }
        return Take(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _position >= Length)
            return 0;
        if (Place(out var length))
        {
            _file.ReadExactly(_sealed, 0, length);
            Open(length);
        }
        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _seal.Dispose();
        }
        base.Dispose(disposing);
    }

    private long Wanted => _position / FileSeal.ChunkSize;

    // True when another chunk must be read; the file then stands before it.
    private bool Place(out int length)
    {
        length = 0;
        if (Wanted == _chunk)
            return false;
        _chunk = -1;
        length = (int)Math.Min(FileSeal.ChunkSize, Length - Wanted * FileSeal.ChunkSize) + FileSeal.TagSize;
        _file.Position = FileSeal.HeaderSize + Wanted * (FileSeal.ChunkSize + FileSeal.TagSize);
        return true;
    }

    private void Open(int length)
    {
        var number = Wanted;
        var last = (number + 1) * FileSeal.ChunkSize >= Length;
        _seal.Decrypt(number, last, _sealed.AsSpan(0, length), _plain.AsSpan(0, length - FileSeal.TagSize));
        _chunk = number;
    }

    private int Take(Span<byte> buffer)
    {
        var start = (int)(_position % FileSeal.ChunkSize);
        var count = (int)Math.Min(Math.Min(FileSeal.ChunkSize - start, Length - _position), buffer.Length);
        _plain.AsSpan(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
