using System.Buffers;
using System.Collections.Concurrent;

namespace Sen.Lexis;

/// <summary>Keeps an index in memory: for what is small and quickly made again from the database.</summary>
public sealed class MemoryStore : ISegmentStore
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. _files.Keys];

    /// <inheritdoc/>
    public IMemoryOwner<byte> Open(string name) =>
        _files.TryGetValue(name, out var bytes) ? new Bytes(bytes) : throw new LexisCorruptException(name, "the file is missing");

    /// <inheritdoc/>
    public Stream Create(string name) => new Written(this, name);

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content) => _files[name] = content.ToArray();

    /// <inheritdoc/>
    public void Delete(string name) => _files.TryRemove(name, out _);

    private sealed class Bytes(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose() { }
    }

    private sealed class Written(MemoryStore store, string name) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                store._files[name] = ToArray();
            base.Dispose(disposing);
        }
    }
}
