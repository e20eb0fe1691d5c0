using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>Collects passages in memory and writes them as a segment.</summary>
internal sealed class SegmentBuilder(IndexSchema schema)
{
    /// <summary>Passages after which a segment is written.</summary>
    public const int Most = 40_000;

    private const byte MostTf = 255;

    private readonly int[] _weights = schema.Quarters();
    private readonly Vocabulary _words = new();
    private readonly Dictionary<ulong, int> _pairs = [];
    private readonly List<ulong> _pairKeys = [];
    private readonly List<Passage> _passages = [];
    private readonly List<int> _tokens = [];
    private readonly List<int> _fieldLengths = [];
    private readonly List<long> _lengths = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);
    private readonly Tally _accented = new(), _folded = new(), _pairTally = new();

    public int Count => _passages.Count;

    /// <summary>Passages that a later one of the same key replaced.</summary>
    public List<int> Replaced { get; } = [];

    public void Add(Passage passage)
    {
        if (passage.Fields.Count != _weights.Length)
            throw new ArgumentException($"the passage {passage.Key} has {passage.Fields.Count} fields, the index {_weights.Length}", nameof(passage));
        var doc = _passages.Count;
        if (_byKey.TryGetValue(passage.Key, out var before))
            Replaced.Add(before);
        _byKey[passage.Key] = doc;
        _passages.Add(passage);
        long length = 0;
        for (var field = 0; field < _weights.Length; field++)
            length += (long)_weights[field] * AddField(passage.Fields[field], _weights[field]);
        _lengths.Add(length);
        _accented.Close(doc);
        _folded.Close(doc);
        _pairTally.Close(doc);
    }

    /// <summary>Writes the two files of the segment.</summary>
    public void Write(ISegmentStore store, string name)
    {
        var (accented, accentedRank) = Vocabulary.Sort(_words.Accented);
        var (folded, foldedRank) = Vocabulary.Sort(_words.Folded);
        var norms = _lengths.Select(Norm.Encode).ToArray();
        using (var docs = new DocsWriter(store, name))
        {
            var token = 0;
            for (var doc = 0; doc < _passages.Count; doc++)
            {
                docs.Begin(_passages[doc]);
                for (var field = 0; field < _weights.Length; field++)
                {
                    var n = _fieldLengths[(doc * _weights.Length) + field];
                    docs.Tokens(CollectionsMarshal.AsSpan(_tokens).Slice(token, n), accentedRank);
                    token += n;
                }
            }
            docs.Finish();
        }
        using var index = new IndexWriter(store, name, norms);
        index.Words(Section.AccentedTerms, Section.AccentedOffsets, Section.AccentedPostings, accented, _accented.Sorted(accentedRank));
        var foldedOf = new int[accented.Length];
        for (var number = 0; number < accented.Length; number++)
            foldedOf[accentedRank[number]] = foldedRank[_words.FoldedOf[number]];
        index.Values<int>(Section.AccentedFolded, foldedOf);
        index.Words(Section.FoldedTerms, Section.FoldedOffsets, Section.FoldedPostings, folded, _folded.Sorted(foldedRank));
        var keys = new ulong[_pairKeys.Count];
        for (var number = 0; number < keys.Length; number++)
            keys[number] = Pair.Key(foldedRank[(int)(_pairKeys[number] >> 32)], foldedRank[(int)(uint)_pairKeys[number]]);
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        var rank = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        index.Pairs(keys, _pairTally.Sorted(rank));
        index.Marks(_passages);
        index.Finish(_lengths.Sum());
    }

    private int AddField(string text, int weight)
    {
        var (count, before) = (0, -1);
        foreach (var (start, length) in TextWords.In(text))
        {
            var word = _words.Number(text.AsSpan(start, length));
            var folded = _words.FoldedOf[word];
            _tokens.Add(word);
            _accented.Add(word, weight);
            _folded.Add(folded, weight);
            if (before >= 0)
                _pairTally.Add(PairNumber(Pair.Key(before, folded)), weight);
            before = folded;
            count++;
        }
        _fieldLengths.Add(count);
        return count;
    }

    private int PairNumber(ulong key)
    {
        // Spread first (an odd factor keeps keys apart): the hash of a long is its halves xored, and among pairs of syllables
        // there are only a few thousand of those, so that each look-up would walk past a hundred others.
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, unchecked(key * 0x9E3779B97F4A7C15UL), out var known);
        if (!known)
        {
            number = _pairKeys.Count;
            _pairKeys.Add(key);
        }
        return number;
    }

    /// <summary>Frequencies of the terms of one kind: of the passage being read, then as postings in order of passages.</summary>
    private sealed class Tally
    {
        private int[] _now = new int[1024];
        private readonly List<int> _touched = [];
        private readonly List<(int Term, int Doc, byte Tf)> _postings = [];

        public void Add(int term, int weight)
        {
            if (term >= _now.Length)
                Array.Resize(ref _now, Math.Max(term + 1, _now.Length * 2));
            if (_now[term] == 0)
                _touched.Add(term);
            _now[term] += weight;
        }

        public void Close(int doc)
        {
            foreach (var term in _touched)
            {
                _postings.Add((term, doc, (byte)Math.Min(MostTf, _now[term])));
                _now[term] = 0;
            }
            _touched.Clear();
        }

        /// <summary>Postings by rank of their term: one counting sort, which keeps the order of passages.</summary>
        public (int[] Starts, int[] Docs, byte[] Tfs) Sorted(int[] rank)
        {
            var starts = new int[rank.Length + 1];
            foreach (var posting in _postings)
                starts[rank[posting.Term] + 1]++;
            for (var i = 1; i < starts.Length; i++)
                starts[i] += starts[i - 1];
            var next = starts.AsSpan(0, rank.Length).ToArray();
            var (docs, tfs) = (new int[_postings.Count], new byte[_postings.Count]);
            foreach (var posting in _postings)
            {
                ref var at = ref next[rank[posting.Term]];
                (docs[at], tfs[at]) = (posting.Doc, posting.Tf);
                at++;
            }
            return (starts, docs, tfs);
        }
    }
}

/// <summary>Two folded words side by side, as one number: ordered by the first, then by the second.</summary>
internal static class Pair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;
}
