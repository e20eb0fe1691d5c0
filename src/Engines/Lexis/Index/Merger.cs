using System.Runtime.InteropServices;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>
/// Writes several segments as one, without what was deleted. Words keep their order, so a word's new number grows with its old
/// one, and pairs stay in order too: everything is one pass.
/// </summary>
internal sealed class Merger
{
    private readonly SegmentView[] _views;
    private readonly List<int> _docs = [];
    private readonly List<byte> _tfs = [];

    public Merger(IReadOnlyList<SegmentView> views)
    {
        _views = [.. views];
        Moved = [.. _views.Select(_ => Array.Empty<int>())];
        var next = 0;
        for (var s = 0; s < _views.Length; s++)
        {
            var (segment, deleted) = (_views[s].Segment, _views[s].Deleted);
            Moved[s] = new int[segment.Count];
            for (var doc = 0; doc < segment.Count; doc++)
                Moved[s][doc] = Bits.Has(deleted, doc) ? -1 : next++;
        }
        Count = next;
    }

    /// <summary>New number of each passage of each segment, or -1.</summary>
    public int[][] Moved { get; }

    public int Count { get; }

    /// <summary>Writes the merged segment.</summary>
    /// <exception cref="LexisCorruptException">A segment does not match its checksums: nothing damaged is carried on.</exception>
    public void Write(ISegmentStore store, string name, CancellationToken ct)
    {
        foreach (var view in _views)
            view.Segment.Verify();
        var (accented, accentedMoved) = MergeWords(s => s.Accented);
        var (folded, foldedMoved) = MergeWords(s => s.Folded);
        ct.ThrowIfCancellationRequested();
        WriteDocs(store, name, accentedMoved, ct);
        var norms = new byte[Count];
        Each((view, doc, moved) => norms[moved] = view.Segment.Norms[doc]);
        using var index = new IndexWriter(store, name, norms);
        index.Words(Section.AccentedTerms, Section.AccentedOffsets, accented);
        index.Values<uint>(Section.AccentedPostings, WordPostings(index, accented.Count, s => s.Accented, accentedMoved));
        index.Values<int>(Section.AccentedFolded, FoldedOf(accented.Count, accentedMoved, foldedMoved));
        ct.ThrowIfCancellationRequested();
        index.Words(Section.FoldedTerms, Section.FoldedOffsets, folded);
        index.Values<uint>(Section.FoldedPostings, WordPostings(index, folded.Count, s => s.Folded, foldedMoved));
        ct.ThrowIfCancellationRequested();
        WritePairs(index, foldedMoved, ct);
        WriteMarks(index);
        // Lengths of deleted passages are not known one by one; the share that stays is close enough for an average.
        index.Finish(_views.Sum(v => v.Segment.Count == 0 ? 0 : v.Segment.TotalLength * v.Live / v.Segment.Count));
    }

    private (List<byte[]> Words, int[][] Moved) MergeWords(Func<Segment, Terms> of)
    {
        var terms = _views.Select(v => of(v.Segment)).ToArray();
        var at = new int[terms.Length];
        var moved = terms.Select(t => new int[t.Count]).ToArray();
        var words = new List<byte[]>();
        while (true)
        {
            ReadOnlySpan<byte> least = default;
            var any = false;
            for (var s = 0; s < terms.Length; s++)
            {
                if (at[s] >= terms[s].Count || (any && terms[s].Word(at[s]).SequenceCompareTo(least) >= 0))
                    continue;
                least = terms[s].Word(at[s]);
                any = true;
            }
            if (!any)
                return (words, moved);
            for (var s = 0; s < terms.Length; s++)
                if (at[s] < terms[s].Count && terms[s].Word(at[s]).SequenceEqual(least))
                    moved[s][at[s]++] = words.Count;
            words.Add(least.ToArray());
        }
    }

    private void WriteDocs(ISegmentStore store, string name, int[][] accentedMoved, CancellationToken ct)
    {
        using var docs = new DocsWriter(store, name);
        var tokens = new List<int>();
        for (var s = 0; s < _views.Length; s++)
        {
            ct.ThrowIfCancellationRequested();
            var segment = _views[s].Segment;
            for (var doc = 0; doc < segment.Count; doc++)
            {
                if (Moved[s][doc] < 0)
                    continue;
                var stored = segment.Doc(doc);
                docs.Begin(stored.Head);
                stored.Tokens(tokens);
                var all = CollectionsMarshal.AsSpan(tokens);
                for (var field = 0; field < segment.FieldCount; field++)
                {
                    var end = all.IndexOf(-1);
                    docs.Tokens(end < 0 ? all : all[..end], accentedMoved[s]);
                    all = end < 0 ? [] : all[(end + 1)..];
                }
            }
        }
        docs.Finish();
    }

    private uint[] WordPostings(IndexWriter index, int count, Func<Segment, Terms> of, int[][] moved)
    {
        var at = new int[_views.Length];
        var places = new uint[count];
        for (var term = 0; term < count; term++)
        {
            for (var s = 0; s < _views.Length; s++)
                if (at[s] < moved[s].Length && moved[s][at[s]] == term)
                    Take(s, of(_views[s].Segment).Place(at[s]++));
            places[term] = Put(index);
        }
        return places;
    }

    private int[] FoldedOf(int count, int[][] accentedMoved, int[][] foldedMoved)
    {
        var folded = new int[count];
        for (var s = 0; s < _views.Length; s++)
        {
            var old = _views[s].Segment.FoldedOf;
            for (var term = 0; term < old.Length; term++)
                folded[accentedMoved[s][term]] = foldedMoved[s][old[term]];
        }
        return folded;
    }

    private void WritePairs(IndexWriter index, int[][] foldedMoved, CancellationToken ct)
    {
        var at = new int[_views.Length];
        var heads = new ulong[_views.Length];
        var (keys, places) = (new List<ulong>(), new List<uint>());
        for (var s = 0; s < _views.Length; s++)
            heads[s] = Head(s, 0, foldedMoved[s]);
        for (var least = heads.Min(); least != ulong.MaxValue; least = heads.Min())
        {
            if ((keys.Count & 0xFFFF) == 0)
                ct.ThrowIfCancellationRequested();
            for (var s = 0; s < _views.Length; s++)
            {
                if (heads[s] != least)
                    continue;
                Take(s, _views[s].Segment.PairPlaces[at[s]]);
                heads[s] = Head(s, ++at[s], foldedMoved[s]);
            }
            if (_docs.Count == 0)
                continue;
            keys.Add(least);
            places.Add(Put(index));
        }
        index.Values<ulong>(Section.PairKeys, CollectionsMarshal.AsSpan(keys));
        index.Values<uint>(Section.PairPostings, CollectionsMarshal.AsSpan(places));
    }

    private ulong Head(int s, int at, int[] moved)
    {
        var keys = _views[s].Segment.PairKeys;
        return at < keys.Length ? Pair.Key(moved[(int)(keys[at] >> 32)], moved[(int)(uint)keys[at]]) : ulong.MaxValue;
    }

    private void WriteMarks(IndexWriter index)
    {
        var hashes = new ulong[Count];
        Each((view, doc, moved) => hashes[moved] = KeyHash.Of(view.Segment.Doc(doc).Key));
        index.Keys(hashes);
        var names = _views.SelectMany(v => v.Segment.TagNames).Distinct().Order(StringComparer.Ordinal);
        index.Tags(names.Select(name => (name, TaggedAs(name))));
        if (_views.Any(v => !v.Segment.From.IsEmpty))
            index.Values<int>(Section.From, Dates(s => s.From, int.MinValue));
        if (_views.Any(v => !v.Segment.To.IsEmpty))
            index.Values<int>(Section.To, Dates(s => s.To, int.MaxValue));
    }

    private List<int> TaggedAs(string name)
    {
        var docs = new List<int>();
        for (var s = 0; s < _views.Length; s++)
            foreach (var doc in _views[s].Segment.Tagged(name))
                if (Moved[s][doc] >= 0)
                    docs.Add(Moved[s][doc]);
        return docs;
    }

    private delegate ReadOnlySpan<int> DatesOf(Segment segment);

    private int[] Dates(DatesOf of, int none)
    {
        var dates = new int[Count];
        Each((view, doc, moved) => dates[moved] = of(view.Segment) is { IsEmpty: false } known ? known[doc] : none);
        return dates;
    }

    private void Each(Action<SegmentView, int, int> act)
    {
        for (var s = 0; s < _views.Length; s++)
            for (var doc = 0; doc < Moved[s].Length; doc++)
                if (Moved[s][doc] >= 0)
                    act(_views[s], doc, Moved[s][doc]);
    }

    private void Take(int s, uint place)
    {
        var moved = Moved[s];
        var postings = _views[s].Segment.Open(place);
        do
        {
            for (var i = 0; i < postings.Filled; i++)
            {
                if (moved[postings.Docs[i]] is < 0)
                    continue;
                _docs.Add(moved[postings.Docs[i]]);
                _tfs.Add(postings.Tfs[i]);
            }
        } while (postings.NextBlock());
    }

    private uint Put(IndexWriter index)
    {
        var place = index.Term(CollectionsMarshal.AsSpan(_docs), CollectionsMarshal.AsSpan(_tfs));
        _docs.Clear();
        _tfs.Clear();
        return place;
    }
}
