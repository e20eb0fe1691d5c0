using System.Buffers;

namespace Sen.Lexis;

/// <summary>
/// Where an index keeps its files. The engine itself touches no disk: <see cref="MemoryStore"/> keeps them in memory, and
/// Data's folder store maps them from disk. One index a store, one writing process a store.
/// </summary>
public interface ISegmentStore
{
    /// <summary>Names of the files that are there.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The bytes of a file, at most 2 GiB, until they are disposed; a file deleted meanwhile stays readable.</summary>
    IMemoryOwner<byte> Open(string name);

    /// <summary>A new file, written from start to end; it is complete and durable when the stream was disposed.</summary>
    Stream Create(string name);

    /// <summary>Writes a small file so that it has either its old or its new content, whatever happens.</summary>
    void Replace(string name, ReadOnlySpan<byte> content);

    /// <summary>Removes a file, if it is there.</summary>
    void Delete(string name);
}
