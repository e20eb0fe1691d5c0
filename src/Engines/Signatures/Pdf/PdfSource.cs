using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Sen.Signatures;

/// <summary>The bytes of a PDF: in memory, or a file that its owner opened and that is read piece by piece.</summary>
public sealed class PdfSource : IDisposable
{
    private const int Piece = 1 << 18;
    private readonly SafeFileHandle? _file;
    private readonly Mapping? _mapping;

    private PdfSource(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    private PdfSource(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length is 0 or > int.MaxValue)
            throw new RefusedException(length == 0 ? Refusal.NotPdf : Refusal.OverLimit, $"{length} bytes");
        _file = file;
        _mapping = new Mapping(file, (int)length);
        Bytes = _mapping.Memory;
    }

    public int Length => Bytes.Length;

    internal ReadOnlyMemory<byte> Bytes { get; }

    public static implicit operator PdfSource(ReadOnlyMemory<byte> bytes) => new(bytes);

    public static implicit operator PdfSource(byte[] bytes) => new(bytes);

    /// <summary>
    /// Memory stays small whatever the file's size: its structure is looked up through a mapping, its bytes are hashed by
    /// reading. The file must not be changed meanwhile; the handle stays its owner's.
    /// </summary>
    /// <exception cref="RefusedException">Empty, or over 2 GiB.</exception>
    public static PdfSource Map(SafeFileHandle file) => new(file);

    public void CopyTo(Stream output) => Each(0, Length, output.Write);

    public void Dispose() => (_mapping as IDisposable)?.Dispose();

    internal void AppendTo(IncrementalHash hash, int from, int to) => Each(from, to, hash.AppendData);

    private void Each(int from, int to, Action<ReadOnlySpan<byte>> use)
    {
        if (_file is null)
        {
            use(Bytes.Span[from..to]);
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        for (var at = from; at < to;)
        {
            var read = RandomAccess.Read(_file, buffer.AsSpan(0, Math.Min(Piece, to - at)), at);
            if (read == 0)
                throw new EndOfStreamException();
            use(buffer.AsSpan(0, read));
            at += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private sealed unsafe class Mapping : MemoryManager<byte>
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;
        private readonly int _length;

        public Mapping(SafeFileHandle file, int length)
        {
            _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
            _length = length;
        }

        public override Span<byte> GetSpan() => new(_start, _length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
