using System.Text;
using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// Words one slip away: a letter too many, too few, another, or two changed about. Looked for when a word is nowhere, or when it
/// stands beside none of its neighbours anywhere while another would; the one that fits its neighbours best is taken.
/// </summary>
/// <param name="contextual">False corrects only words that are nowhere: a question in plain language has words that no text has side by side.</param>
internal sealed class Spelling(Snapshot snapshot, Query query, bool contextual)
{
    private const int MostContextual = 2;
    private const int LeastPairs = 3;

    // Vietnamese syllables are short and near one another: alone only longer words are unmistakable.
    private const int Unmistakable = 6, LongEnoughAlone = 4;

    public IEnumerable<(QueryWord Word, string Meant)> Find()
    {
        var looked = contextual ? 0 : MostContextual;
        for (var i = 0; i < query.Words.Count; i++)
        {
            var word = query.Words[i];
            if (word.IsPrefix || word.Folded.Length < 3 || word.Folded.Any(char.IsAsciiDigit))
                continue;
            var (before, after) = (Neighbour(i, -1), Neighbour(i, 1));
            var isKnown = WordCount(word.Folded) > 0;
            if (isKnown && (before is null && after is null || Fits(before, word.Folded, after) > 0 || looked++ >= MostContextual))
                continue;
            var best = Near(word.Folded)
                .Select(c => (Word: c, Fit: Fits(before, c, after), Count: WordCount(c)))
                .Where(c => c.Count > 0 && (isKnown ? c.Fit >= LeastPairs : c.Fit > 0
                    || word.Folded.Length >= (before is null && after is null ? LongEnoughAlone : Unmistakable)))
                .OrderByDescending(c => c.Fit).ThenByDescending(c => c.Count).ThenBy(c => c.Word, StringComparer.Ordinal)
                .FirstOrDefault();
            if (best.Word is not null)
                yield return (word, best.Word);
        }
    }

    private string? Neighbour(int at, int step) =>
        at + step >= 0 && at + step < query.Words.Count && query.Words[at + step].Run == query.Words[at].Run ? query.Words[at + step].Folded : null;

    private int Fits(string? before, string word, string? after) =>
        (before is null ? 0 : PairCount(before, word)) + (after is null ? 0 : PairCount(word, after));

    private int WordCount(string word) => snapshot.Views.Sum(v =>
        v.Segment.Folded.Find(Encoding.UTF8.GetBytes(word)) is >= 0 and var number ? v.Segment.CountAt(v.Segment.Folded.Place(number)) : 0);

    private int PairCount(string first, string second) => snapshot.Views.Sum(v =>
        Plan.FindPair(v.Segment, first, second) is { } place ? v.Segment.CountAt(place) : 0);

    private HashSet<string> Near(string word)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in snapshot.Views)
            for (var number = 0; number < view.Segment.Folded.Count; number++)
                if (IsOneSlip(bytes, view.Segment.Folded.Word(number)))
                    found.Add(view.Segment.Folded.Text(number));
        return found;
    }

    /// <summary>True when the two differ by one insertion, deletion, substitution or change of neighbours (Damerau 1964).</summary>
    internal static bool IsOneSlip(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
            return false;
        var start = one.CommonPrefixLength(other);
        if (start == one.Length && start == other.Length)
            return false;
        var a = one[start..];
        var b = other[start..];
        if (a.Length > b.Length)
            return a[1..].SequenceEqual(b);
        if (a.Length < b.Length)
            return b[1..].SequenceEqual(a);
        return a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]));
    }
}
