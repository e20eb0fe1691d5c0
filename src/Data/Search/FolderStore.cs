using System.Buffers;
using System.IO.MemoryMappedFiles;
using Sen.Lexis;

namespace Sen.Data;

/// <summary>
/// Keeps an index of Lexis in a folder, mapped into memory: opening costs the same for a thousand and a million passages,
/// and the operating system holds in memory what is asked for. One copy of the program a folder.
/// </summary>
public sealed class FolderStore : ISegmentStore
{
    private readonly string _folder;

    /// <summary>Opens the folder and makes it if need be.</summary>
    public FolderStore(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        // A replacement that was interrupted before its rename.
        foreach (var half in Directory.EnumerateFiles(_folder, "*.new"))
            File.Delete(half);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(_folder).Select(f => Path.GetFileName(f))];

    /// <inheritdoc/>
    public IMemoryOwner<byte> Open(string name) =>
        File.Exists(At(name)) ? new Mapped(At(name)) : throw new LexisCorruptException(name, "the file is missing");

    /// <inheritdoc/>
    public Stream Create(string name) => new Durable(At(name));

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        var half = At(name) + ".new";
        using (var stream = new Durable(half))
            stream.Write(content);
        File.Move(half, At(name), overwrite: true);
    }

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(At(name));

    private string At(string name) => Path.Combine(_folder, Path.GetFileName(name));

    /// <summary>Written through to the disk before it counts as there.</summary>
    private sealed class Durable(string path) : FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16)
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing && CanWrite)
                Flush(flushToDisk: true);
            base.Dispose(disposing);
        }
    }

    private sealed unsafe class Mapped : MemoryManager<byte>
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly int _length;
        private byte* _start;

        public Mapped(string path)
        {
            var length = new FileInfo(path).Length;
            if (length is 0 or > int.MaxValue)
                throw new LexisCorruptException(Path.GetFileName(path), $"a file of {length} bytes is no part of an index");
            _length = (int)length;
            _file = MemoryMappedFile.CreateFromFile(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        public override Span<byte> GetSpan() => new(_start, _length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

        public override void Unpin() { }

        protected override void Dispose(bool disposing)
        {
            if (_start == null)
                return;
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
