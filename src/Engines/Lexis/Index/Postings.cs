using System.Buffers.Binary;

namespace Sen.Lexis.Index;

/// <summary>Reads the postings of a term in one segment, a block at a time, forwards. One reader at a time.</summary>
internal sealed class Postings
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _skips;
    private readonly int _blocks;
    private readonly int _data;
    private int _block = -1;
    private int _place;

    public Postings(ReadOnlyMemory<byte> file, uint start)
    {
        _file = file;
        var at = (int)start;
        var span = file.Span;
        Count = (int)Var.Read(span, ref at);
        (MostTf, LeastNorm) = (span[at], span[at + 1]);
        _skips = at + 2;
        _blocks = (Count + PostingsWriter.Block - 1) / PostingsWriter.Block;
        _data = _skips + (Count > PostingsWriter.Block ? _blocks * PostingsWriter.SkipBytes : 0);
        _place = _data;
        NextBlock();
    }

    /// <summary>Postings of a list that was put together in memory.</summary>
    public Postings(int[] docs, byte[] tfs, byte mostTf, byte leastNorm)
    {
        (Docs, Tfs, Count, MostTf, LeastNorm) = (docs, tfs, docs.Length, mostTf, leastNorm);
        (_blocks, _block, Filled) = (1, 0, docs.Length);
    }

    /// <summary>Documents with the term, deleted ones included.</summary>
    public int Count { get; }

    public byte MostTf { get; }
    public byte LeastNorm { get; }

    /// <summary>The block that is loaded: documents and frequencies, <see cref="Filled"/> of them; <see cref="At"/> is the next to read.</summary>
    public readonly int[] Docs = new int[PostingsWriter.Block];
    public readonly byte[] Tfs = new byte[PostingsWriter.Block];
    public int Filled;
    public int At;

    /// <summary>The document it stands on, or <see cref="int.MaxValue"/> behind the last.</summary>
    public int Doc => At < Filled ? Docs[At] : int.MaxValue;

    /// <summary>Reads only the document count.</summary>
    public static int CountAt(ReadOnlySpan<byte> file, uint start)
    {
        var at = (int)start;
        return (int)Var.Read(file, ref at);
    }

    /// <summary>Loads the next block; false behind the last.</summary>
    public bool NextBlock()
    {
        if (_block + 1 >= _blocks)
        {
            At = Filled = 0;
            return false;
        }
        _block++;
        var before = _block == 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_file.Span[(_skips + ((_block - 1) * PostingsWriter.SkipBytes))..]);
        Load(before);
        return true;
    }

    /// <summary>Goes forward to the first document that is not before <paramref name="target"/>; true when it is the target itself.</summary>
    public bool Advance(int target)
    {
        if (Filled == 0)
            return false;
        if (Docs[Filled - 1] < target && !SkipTo(target))
            return false;
        if (At < Filled && Docs[At] < target)
        {
            var found = Array.BinarySearch(Docs, At, Filled - At, target);
            At = found >= 0 ? found : ~found;
        }
        return At < Filled && Docs[At] == target;
    }

    private bool SkipTo(int target)
    {
        if (_blocks == 1)
        {
            At = Filled = 0;
            return false;
        }
        var table = _file.Span.Slice(_skips, _blocks * PostingsWriter.SkipBytes);
        int low = _block + 1, high = _blocks;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (BinaryPrimitives.ReadInt32LittleEndian(table[(middle * PostingsWriter.SkipBytes)..]) < target)
                low = middle + 1;
            else
                high = middle;
        }
        _block = low - 1;
        if (low < _blocks)
            _place = _data + BinaryPrimitives.ReadInt32LittleEndian(table[((low * PostingsWriter.SkipBytes) + 4)..]);
        return NextBlock();
    }

    private void Load(int before)
    {
        var bytes = _file.Span[_place..];
        var head = bytes[0];
        var width = head & 0x7F;
        var n = Math.Min(PostingsWriter.Block, Count - (_block * PostingsWriter.Block));
        var gaps = bytes.Slice(1, n * width);
        var docs = Docs;
        switch (width)
        {
            case 1:
                for (var i = 0; i < n; i++)
                    docs[i] = before += gaps[i];
                break;
            case 2:
                for (var i = 0; i < n; i++)
                    docs[i] = before += gaps[2 * i] | (gaps[(2 * i) + 1] << 8);
                break;
            case 3:
                for (var i = 0; i < n; i++)
                    docs[i] = before += gaps[3 * i] | (gaps[(3 * i) + 1] << 8) | (gaps[(3 * i) + 2] << 16);
                break;
            default:
                for (var i = 0; i < n; i++)
                    docs[i] = before += BinaryPrimitives.ReadInt32LittleEndian(gaps[(4 * i)..]);
                break;
        }
        var frequencies = bytes[(1 + (n * width))..];
        var one = (head & 0x80) != 0;
        if (one)
            Tfs.AsSpan(0, n).Fill(frequencies[0]);
        else
            frequencies[..n].CopyTo(Tfs);
        _place += 1 + (n * width) + (one ? 1 : n);
        (At, Filled) = (0, n);
    }
}

/// <summary>Numbers of seven bits a byte.</summary>
internal static class Var
{
    public static uint Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint value = bytes[at++];
        if (value < 0x80)
            return value;
        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            uint next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
