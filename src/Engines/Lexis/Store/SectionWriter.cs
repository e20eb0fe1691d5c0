using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sen.Lexis.Store;

/// <summary>
/// Writes a file of named sections in one pass: their bytes, then a table (name, start, length, CRC-32C), the table's own
/// checksum and length, and a magic number. Each section begins at a multiple of eight.
/// </summary>
internal sealed class SectionWriter(Stream stream) : IDisposable
{
    internal const uint Magic = 0x31_58_4C_53; // "SLX1"
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly List<(int Name, long Start, long Length, uint Crc)> _sections = [];
    private int _filled;
    private long _start;
    private uint _crc;

    /// <summary>Place of the next byte in the file.</summary>
    public long Position { get; private set; }

    /// <summary>Begins a section; the one before is closed.</summary>
    public void Begin(Section section)
    {
        End();
        while (Position % 8 != 0)
            Put(0);
        Flush();
        _sections.Add(((int)section, Position, 0, 0));
        (_start, _crc) = (Position, uint.MaxValue);
    }

    public void Put(byte value)
    {
        if (_filled == _buffer.Length)
            Flush();
        _buffer[_filled++] = value;
        Position++;
    }

    public void Put(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == _buffer.Length)
                Flush();
            var part = bytes[..Math.Min(bytes.Length, _buffer.Length - _filled)];
            part.CopyTo(_buffer.AsSpan(_filled));
            _filled += part.Length;
            Position += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Values as they lie in memory, little-endian.</summary>
    public void PutAll<T>(ReadOnlySpan<T> values) where T : unmanaged => Put(MemoryMarshal.AsBytes(values));

    /// <summary>Seven bits a byte, low ones first.</summary>
    public void PutVar(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            Put((byte)(value | 0x80));
        Put((byte)value);
    }

    /// <summary>Writes the table; the stream is closed by <see cref="Dispose"/>.</summary>
    public void Finish()
    {
        End();
        var table = new byte[_sections.Count * 24];
        foreach (var (i, section) in _sections.Index())
        {
            var row = table.AsSpan(i * 24);
            BinaryPrimitives.WriteInt32LittleEndian(row, section.Name);
            BinaryPrimitives.WriteUInt32LittleEndian(row[4..], section.Crc);
            BinaryPrimitives.WriteInt64LittleEndian(row[8..], section.Start);
            BinaryPrimitives.WriteInt64LittleEndian(row[16..], section.Length);
        }
        Put(table);
        PutAll<uint>([Crc.Of(table), (uint)_sections.Count, Magic]);
        Flush();
    }

    public void Dispose() => stream.Dispose();

    private void End()
    {
        if (_sections.Count == 0)
            return;
        Flush();
        _sections[^1] = _sections[^1] with { Length = Position - _start, Crc = ~_crc };
    }

    private void Flush()
    {
        _crc = Crc.Add(_crc, _buffer.AsSpan(0, _filled));
        stream.Write(_buffer, 0, _filled);
        _filled = 0;
    }
}

/// <summary>Sections of a segment's files; numbers are written, so they never change.</summary>
internal enum Section
{
    Postings = 1, AccentedTerms, AccentedOffsets, AccentedPostings, AccentedFolded, FoldedTerms, FoldedOffsets, FoldedPostings,
    PairKeys, PairPostings, Norms, KeyHashes, KeyDocs, Tags, From, To, Facts, Docs, DocOffsets,
}
