using System.Runtime.InteropServices;
using System.Text;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>Writes the searched file of a segment: postings first, then dictionaries, keys, marks and dates.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SectionWriter _writer;
    private readonly byte[] _norms;
    private readonly List<(Section Section, byte[] Bytes)> _later = [];

    public IndexWriter(ISegmentStore store, string name, byte[] norms)
    {
        (_writer, _norms) = (new SectionWriter(store.Create(name + ".idx")), norms);
        _writer.Begin(Section.Postings);
    }

    /// <summary>A dictionary of words whose postings lie side by side in <paramref name="postings"/>.</summary>
    public void Words(Section terms, Section offsets, Section places, byte[][] words, (int[] Starts, int[] Docs, byte[] Tfs) postings)
    {
        Words(terms, offsets, words);
        Values<uint>(places, Places(words.Length, postings));
    }

    /// <summary>A dictionary of words alone.</summary>
    public void Words(Section terms, Section offsets, IReadOnlyList<byte[]> words)
    {
        var starts = new uint[words.Count + 1];
        using var bytes = new MemoryStream();
        for (var i = 0; i < words.Count; i++)
        {
            bytes.Write(words[i]);
            starts[i + 1] = (uint)bytes.Length;
        }
        _later.Add((terms, bytes.ToArray()));
        Values<uint>(offsets, starts);
    }

    public void Pairs(ulong[] keys, (int[] Starts, int[] Docs, byte[] Tfs) postings)
    {
        Values<ulong>(Section.PairKeys, keys);
        Values<uint>(Section.PairPostings, Places(keys.Length, postings));
    }

    /// <summary>Postings of one term; returns their place.</summary>
    public uint Term(ReadOnlySpan<int> docs, ReadOnlySpan<byte> tfs) => PostingsWriter.Write(_writer, docs, tfs, _norms);

    public void Values<T>(Section section, ReadOnlySpan<T> values) where T : unmanaged =>
        _later.Add((section, MemoryMarshal.AsBytes(values).ToArray()));

    /// <summary>Keys, tags, readers and dates of passages.</summary>
    public void Marks(IReadOnlyList<Passage> passages)
    {
        Keys([.. passages.Select(p => KeyHash.Of(p.Key))]);
        var tags = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var doc = 0; doc < passages.Count; doc++)
            foreach (var tag in passages[doc].Tags.Select(Tag.Mark).Concat(passages[doc].Readers.Select(Tag.Reader)).Distinct())
                (tags.TryGetValue(tag, out var docs) ? docs : tags[tag] = []).Add(doc);
        Tags(tags.Select(t => (t.Key, t.Value)));
        if (passages.Any(p => p.From is not null))
            Values<int>(Section.From, [.. passages.Select(p => p.From?.DayNumber ?? int.MinValue)]);
        if (passages.Any(p => p.To is not null))
            Values<int>(Section.To, [.. passages.Select(p => p.To?.DayNumber ?? int.MaxValue)]);
    }

    public void Keys(ulong[] hashes)
    {
        var docs = Enumerable.Range(0, hashes.Length).ToArray();
        Array.Sort(hashes, docs);
        Values<ulong>(Section.KeyHashes, hashes);
        Values<int>(Section.KeyDocs, docs);
    }

    /// <summary>Tags in order, each with its passages in order.</summary>
    public void Tags(IEnumerable<(string Tag, List<int> Docs)> tags)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (var (tag, docs) in tags)
        {
            writer.Write(tag);
            writer.Write(docs.Count);
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(docs)));
        }
        writer.Flush();
        _later.Add((Section.Tags, bytes.ToArray()));
    }

    /// <summary>Writes what was put aside, the norms and the facts; the file is complete.</summary>
    public void Finish(long totalLength)
    {
        Values<byte>(Section.Norms, _norms);
        Values<long>(Section.Facts, [_norms.Length, totalLength]);
        foreach (var (section, bytes) in _later)
        {
            _writer.Begin(section);
            _writer.Put(bytes);
        }
        _writer.Finish();
    }

    public void Dispose() => _writer.Dispose();

    private uint[] Places(int terms, (int[] Starts, int[] Docs, byte[] Tfs) postings)
    {
        var places = new uint[terms];
        for (var i = 0; i < terms; i++)
        {
            var (from, to) = (postings.Starts[i], postings.Starts[i + 1]);
            places[i] = Term(postings.Docs.AsSpan(from..to), postings.Tfs.AsSpan(from..to));
        }
        return places;
    }
}

/// <summary>How tags and readers lie in one list.</summary>
internal static class Tag
{
    public static string Mark(string tag) => "t:" + tag;

    public static string Reader(string reader) => "r:" + reader;
}

/// <summary>FNV-1a, 64 bits (RFC draft eastlake-fnv): finds a key; the stored key decides.</summary>
internal static class KeyHash
{
    public static ulong Of(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
