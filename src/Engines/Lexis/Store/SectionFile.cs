using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sen.Lexis.Store;

/// <summary>Reads a file of <see cref="SectionWriter"/> in place. Opening checks the table; <see cref="Verify()"/> checks every byte.</summary>
internal sealed class SectionFile : IDisposable
{
    private readonly IMemoryOwner<byte> _owner;
    private readonly Dictionary<Section, (int Start, int Length, uint Crc)> _sections = [];

    public SectionFile(ISegmentStore store, string name)
    {
        Name = name;
        _owner = store.Open(name);
        var all = _owner.Memory.Span;
        if (all.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(all[^4..]) != SectionWriter.Magic)
            throw Broken("it is cut off, or no index");
        var count = BinaryPrimitives.ReadInt32LittleEndian(all[^8..]);
        if (count < 0 || (count * 24L) + 12 > all.Length)
            throw Broken("its table is damaged");
        var table = all[^((count * 24) + 12)..^12];
        if (Crc.Of(table) != BinaryPrimitives.ReadUInt32LittleEndian(all[^12..]))
            throw Broken("its table is damaged");
        for (; !table.IsEmpty; table = table[24..])
        {
            var (start, length) = (BinaryPrimitives.ReadInt64LittleEndian(table[8..]), BinaryPrimitives.ReadInt64LittleEndian(table[16..]));
            if (start < 0 || length < 0 || start + length > all.Length)
                throw Broken("a section lies outside");
            _sections[(Section)BinaryPrimitives.ReadInt32LittleEndian(table)] = ((int)start, (int)length, BinaryPrimitives.ReadUInt32LittleEndian(table[4..]));
        }
    }

    public string Name { get; }

    /// <summary>Length of the file in bytes.</summary>
    public long Length => _owner.Memory.Length;

    /// <summary>The whole file; offsets of postings count from its start.</summary>
    public ReadOnlyMemory<byte> All => _owner.Memory;

    /// <summary>A section; empty when the file has none of that name.</summary>
    public ReadOnlyMemory<byte> this[Section section] =>
        _sections.TryGetValue(section, out var at) ? _owner.Memory.Slice(at.Start, at.Length) : default;

    /// <summary>A section as values.</summary>
    public ReadOnlySpan<T> Of<T>(Section section) where T : unmanaged => MemoryMarshal.Cast<byte, T>(this[section].Span);

    /// <summary>Reads everything against its checksums.</summary>
    /// <exception cref="LexisCorruptException">A section has changed.</exception>
    public void Verify()
    {
        foreach (var (section, at) in _sections)
            if (Crc.Of(_owner.Memory.Span.Slice(at.Start, at.Length)) != at.Crc)
                throw Broken($"section {section} does not match its checksum");
    }

    public void Verify(Section section)
    {
        if (_sections.TryGetValue(section, out var at) && Crc.Of(_owner.Memory.Span.Slice(at.Start, at.Length)) != at.Crc)
            throw Broken($"section {section} does not match its checksum");
    }

    public void Dispose() => _owner.Dispose();

    private LexisCorruptException Broken(string reason)
    {
        _owner.Dispose();
        return new LexisCorruptException(Name, reason);
    }
}
