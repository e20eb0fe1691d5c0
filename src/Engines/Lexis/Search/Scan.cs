using System.Numerics;
using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// Scores one segment, a window of passages at a time, by MaxScore (Turtle and Flood 1995): lists that even together cannot
/// lift a passage over the threshold are only asked about passages that others have found.
/// </summary>
internal sealed class Scan
{
    private const int Window = 4096;

    private readonly List<(Postings List, float Weight, float Most)> _lists = [];
    private readonly float[] _sums;
    private readonly float[] _norm;
    private readonly float[] _scores = new float[Window];
    private readonly ulong[] _touched = new ulong[Window / 64];

    public Scan(Segment segment, int s, IEnumerable<Clause> clauses, IndexSchema schema, float[] norm)
    {
        _norm = norm;
        foreach (var clause in clauses)
        {
            if (clause.Open(segment, s) is not { } list)
                continue;
            var weight = Weight(clause, schema);
            _lists.Add((list, weight, weight * list.MostTf / (list.MostTf + norm[list.LeastNorm])));
        }
        _lists.Sort((a, b) => a.Most.CompareTo(b.Most));
        _sums = new float[_lists.Count + 1];
        for (var i = 0; i < _lists.Count; i++)
            _sums[i + 1] = _sums[i] + _lists[i].Most;
    }

    public static float Weight(Clause clause, IndexSchema schema) => (float)(clause.Weight * clause.Idf * (schema.K1 + 1));

    /// <summary>Adds what ranks high enough and passes the last check to <paramref name="best"/>.</summary>
    public void Run(Segment segment, int s, ulong[]? allowed, Best best, Func<int, bool>? holds)
    {
        var norms = segment.Norms;
        while (true)
        {
            var needed = FirstNeeded(best.Threshold);
            var next = int.MaxValue;
            for (var i = needed; i < _lists.Count; i++)
                next = Math.Min(next, _lists[i].List.Doc);
            if (next == int.MaxValue)
                return;
            var start = next & ~(Window - 1);
            for (var i = needed; i < _lists.Count; i++)
                Sum(_lists[i].List, _lists[i].Weight, start, norms);
            Collect(start, needed, s, norms, allowed, best, holds);
        }
    }

    /// <summary>Lists before this one cannot reach the threshold together.</summary>
    private int FirstNeeded(float threshold)
    {
        var needed = 0;
        while (needed < _lists.Count && _sums[needed + 1] <= threshold)
            needed++;
        return needed;
    }

    private void Sum(Postings list, float weight, int start, ReadOnlySpan<byte> norms)
    {
        var end = start + Window;
        if (list.Doc < start && !list.Advance(start) && list.Filled == 0)
            return;
        do
        {
            var docs = list.Docs.AsSpan(0, list.Filled);
            var tfs = list.Tfs.AsSpan(0, list.Filled);
            var at = list.At;
            for (; at < docs.Length && docs[at] < end; at++)
            {
                var (place, tf) = (docs[at] - start, (float)tfs[at]);
                _scores[place] += weight * tf / (tf + _norm[norms[docs[at]]]);
                _touched[place >> 6] |= 1UL << place;
            }
            list.At = at;
            if (at < docs.Length)
                return;
        } while (list.NextBlock());
    }

    private void Collect(int start, int needed, int s, ReadOnlySpan<byte> norms, ulong[]? allowed, Best best, Func<int, bool>? holds)
    {
        for (var word = 0; word < _touched.Length; word++)
        {
            var bits = _touched[word];
            if (bits == 0)
                continue;
            _touched[word] = 0;
            var all = bits;
            if (allowed is not null)
                bits &= (start >> 6) + word < allowed.Length ? allowed[(start >> 6) + word] : 0;
            for (; bits != 0; bits &= bits - 1)
            {
                var place = (word << 6) + BitOperations.TrailingZeroCount(bits);
                var threshold = best.Threshold;
                var score = Complete(_scores[place], start + place, needed, norms, threshold);
                if (score > threshold && (holds is null || holds(start + place)))
                    best.Add(s, start + place, score);
            }
            for (; all != 0; all &= all - 1)
                _scores[(word << 6) + BitOperations.TrailingZeroCount(all)] = 0;
        }
    }

    private float Complete(float score, int doc, int needed, ReadOnlySpan<byte> norms, float threshold)
    {
        for (var i = needed - 1; i >= 0; i--)
        {
            if (score + _sums[i + 1] <= threshold)
                return -1;
            var (list, weight, _) = _lists[i];
            if (list.Doc > doc || !list.Advance(doc))
                continue;
            float tf = list.Tfs[list.At];
            score += weight * tf / (tf + _norm[norms[doc]]);
        }
        return score;
    }
}
