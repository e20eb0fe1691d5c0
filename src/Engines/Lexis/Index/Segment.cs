using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>A segment on its store: never changed, read in place. Closed when the last snapshot lets go of it.</summary>
internal sealed class Segment : IDisposable
{
    private readonly SectionFile _index;
    private readonly SectionFile _texts;
    private readonly Dictionary<string, (int At, int Count)> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ulong[]> _dense = new(StringComparer.Ordinal);
    private int _users;

    public Segment(ISegmentStore store, string name, int fields)
    {
        (Name, FieldCount) = (name, fields);
        _index = new SectionFile(store, name + ".idx");
        try
        {
            _texts = new SectionFile(store, name + ".txt");
        }
        catch
        {
            _index.Dispose();
            throw;
        }
        // Small, and read by every search.
        _index.Verify(Section.Facts);
        _index.Verify(Section.Tags);
        var facts = _index.Of<long>(Section.Facts);
        (Count, TotalLength) = ((int)facts[0], facts[1]);
        Accented = new Terms(_index, Section.AccentedTerms, Section.AccentedOffsets, Section.AccentedPostings);
        Folded = new Terms(_index, Section.FoldedTerms, Section.FoldedOffsets, Section.FoldedPostings);
        ReadTags();
    }

    public string Name { get; }
    public int FieldCount { get; }

    /// <summary>Passages, deleted ones included.</summary>
    public int Count { get; }

    /// <summary>Sum of weighted lengths in quarters.</summary>
    public long TotalLength { get; }

    public Terms Accented { get; }
    public Terms Folded { get; }
    public long Bytes => _index.Length + _texts.Length;
    public ReadOnlySpan<byte> Norms => _index[Section.Norms].Span;
    public ReadOnlySpan<int> FoldedOf => _index.Of<int>(Section.AccentedFolded);
    public ReadOnlySpan<ulong> PairKeys => _index.Of<ulong>(Section.PairKeys);
    public ReadOnlySpan<uint> PairPlaces => _index.Of<uint>(Section.PairPostings);
    public ReadOnlySpan<int> From => _index.Of<int>(Section.From);
    public ReadOnlySpan<int> To => _index.Of<int>(Section.To);
    public IEnumerable<string> TagNames => _tags.Keys;

    public Postings Open(uint place) => new(_index.All, place);

    public int CountAt(uint place) => Postings.CountAt(_index.All.Span, place);

    /// <summary>Place of a pair's postings, or null.</summary>
    public uint? FindPair(int first, int second)
    {
        var at = first < 0 || second < 0 ? -1 : PairKeys.BinarySearch(Pair.Key(first, second));
        return at < 0 ? null : PairPlaces[at];
    }

    /// <summary>Passages with a tag, in order.</summary>
    public ReadOnlySpan<int> Tagged(string tag) =>
        _tags.TryGetValue(tag, out var at) ? MemoryMarshal.Cast<byte, int>(_index[Section.Tags].Span.Slice(at.At, at.Count * 4)) : default;

    /// <summary>Adds the passages with a tag to bits. Tags of many passages, such as "everyone", keep their bits: every search asks for them.</summary>
    public void AddTagged(string tag, ulong[] bits)
    {
        var docs = Tagged(tag);
        if (docs.Length * 64L < Count)
        {
            foreach (var doc in docs)
                Bits.Set(bits, doc);
            return;
        }
        if (!_dense.TryGetValue(tag, out var all))
        {
            all = Bits.Make(Count);
            foreach (var doc in docs)
                Bits.Set(all, doc);
            _dense[tag] = all;
        }
        for (var i = 0; i < bits.Length; i++)
            bits[i] |= all[i];
    }

    /// <summary>Passages that may have the key; their stored key decides.</summary>
    public int Find(string key, ulong[]? deleted)
    {
        var hashes = _index.Of<ulong>(Section.KeyHashes);
        var hash = KeyHash.Of(key);
        var at = hashes.BinarySearch(hash);
        if (at < 0)
            return -1;
        while (at > 0 && hashes[at - 1] == hash)
            at--;
        for (var docs = _index.Of<int>(Section.KeyDocs); at < hashes.Length && hashes[at] == hash; at++)
            if (!Bits.Has(deleted, docs[at]) && Doc(docs[at]).Key == key)
                return docs[at];
        return -1;
    }

    public StoredDoc Doc(int doc)
    {
        var offsets = _texts.Of<uint>(Section.DocOffsets);
        var from = (int)offsets[doc];
        var to = doc + 1 < offsets.Length ? (int)offsets[doc + 1] : (int)(_texts[Section.Docs].Length);
        return new StoredDoc(_texts.All.Span[from..to], FieldCount);
    }

    /// <summary>Checks every byte against the checksums.</summary>
    public void Verify()
    {
        _index.Verify();
        _texts.Verify();
    }

    public void Use() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) <= 0)
            Dispose();
    }

    public void Dispose()
    {
        _index.Dispose();
        _texts.Dispose();
    }

    private void ReadTags()
    {
        var bytes = _index[Section.Tags].Span;
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)Var.Read(bytes, ref at);
            var tag = Encoding.UTF8.GetString(bytes.Slice(at, length));
            at += length;
            var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            at += 4;
            _tags[tag] = (at, count);
            at += count * 4;
        }
    }
}
