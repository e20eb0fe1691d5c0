using System.Text;
using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// What a question becomes on a snapshot. Words with marks are looked for in the accented index, a question without any in the
/// folded one; pairs always in the folded one, which brings back a word whose marks were left out. Measured on legal questions:
/// an accented index of pairs beside it found nothing more.
/// </summary>
internal sealed class Plan
{
    private const double CorrectionWeight = 0.8;
    private const int MostBeginnings = 64;

    private readonly Snapshot _snapshot;
    private readonly Query _query;

    public Plan(Snapshot snapshot, Query query, bool correct, bool plain)
    {
        (_snapshot, _query) = (snapshot, query);
        // A beginning that nothing has is taken for a whole word, which may have a slip.
        for (var i = 0; i < query.Words.Count; i++)
            if (query.Words[i] is { IsPrefix: true } word && Places(s => Beginnings(s, word.Folded)).All(p => p.Length == 0))
                query.Words[i] = word with { IsPrefix = false };
        foreach (var group in query.Words.GroupBy(w => (query.IsAccented ? w.Key : w.Folded, w.IsPrefix)))
            AddWord(group.First(), Repeated(group.Count()));
        foreach (var group in Pairs().GroupBy(p => (p.First.Folded, p.Second.Folded)))
            AddPair(group.First().First, group.First().Second, Repeated(group.Count()));
        if (correct)
            foreach (var (word, meant) in new Spelling(snapshot, query, contextual: !plain).Find())
                AddCorrection(word, meant);
        foreach (var clause in Clauses)
            clause.Weigh(snapshot);
    }

    public List<Clause> Clauses { get; } = [];
    public List<(string From, string To)> Corrections { get; } = [];

    /// <summary>For each word of the question all that stands for it, by its folded spelling.</summary>
    public Dictionary<string, List<uint[][]>> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Neighbours of the question.</summary>
    public IEnumerable<(QueryWord First, QueryWord Second)> Pairs()
    {
        for (var i = 1; i < _query.Words.Count; i++)
            if (_query.Words[i].Run == _query.Words[i - 1].Run && !_query.Words[i].IsPrefix)
                yield return (_query.Words[i - 1], _query.Words[i]);
    }

    private void AddWord(QueryWord word, double weight)
    {
        if (word.IsPrefix && word.Folded.Length > 1)
        {
            var beginnings = Places(s => Beginnings(s, word.Folded));
            Words[word.Folded] = [beginnings];
            Clauses.Add(new Clause(word.Text + "…", weight, false, beginnings));
            return;
        }
        // One letter that may go on demands nothing yet.
        if (!word.IsPrefix)
            Words[word.Folded] = [Places(s => Of(s.Folded, word.Folded))];
        var accented = _query.IsAccented ? Places(s => Of(s.Accented, word.Key)) : [];
        Clauses.Add(new Clause(word.Text, weight, false, accented.Any(p => p.Length > 0) ? accented : Places(s => Of(s.Folded, word.Folded))));
    }

    private void AddPair(QueryWord first, QueryWord second, double weight) =>
        Clauses.Add(new Clause($"{first.Text} {second.Text}", weight, true, PairPlaces(first.Folded, second.Folded)));

    private void AddCorrection(QueryWord word, string meant)
    {
        var places = Places(s => Of(s.Folded, meant));
        Corrections.Add((word.Text, meant));
        Words[word.Folded].Add(places);
        Clauses.Add(new Clause(meant, CorrectionWeight, false, places));
        var at = _query.Words.IndexOf(word);
        if (at > 0 && _query.Words[at - 1].Run == word.Run)
            Clauses.Add(new Clause($"{_query.Words[at - 1].Text} {meant}", CorrectionWeight, true, PairPlaces(_query.Words[at - 1].Folded, meant)));
        if (at + 1 < _query.Words.Count && _query.Words[at + 1].Run == word.Run)
            Clauses.Add(new Clause($"{meant} {_query.Words[at + 1].Text}", CorrectionWeight, true, PairPlaces(meant, _query.Words[at + 1].Folded)));
    }

    /// <summary>Mentions beyond the first count less and less.</summary>
    private static double Repeated(int times) => 2.0 * times / (times + 1);

    private uint[][] Places(Func<Segment, uint[]> of) => [.. _snapshot.Views.Select(v => of(v.Segment))];

    private uint[][] PairPlaces(string first, string second) => Places(s => FindPair(s, first, second) is { } place ? [place] : []);

    private static uint[] Of(Terms terms, string word) => terms.Find(Encoding.UTF8.GetBytes(word)) is >= 0 and var number ? [terms.Place(number)] : [];

    /// <summary>Words with the beginning; where they are many, the most frequent.</summary>
    private static uint[] Beginnings(Segment segment, string prefix)
    {
        var (from, to) = segment.Folded.Prefix(Encoding.UTF8.GetBytes(prefix));
        var places = Enumerable.Range(from, to - from).Select(segment.Folded.Place);
        return [.. to - from <= MostBeginnings ? places : places.OrderByDescending(p => segment.CountAt(p)).Take(MostBeginnings)];
    }

    internal static uint? FindPair(Segment segment, string first, string second)
    {
        var a = segment.Folded.Find(Encoding.UTF8.GetBytes(first));
        return a < 0 ? null : segment.FindPair(a, segment.Folded.Find(Encoding.UTF8.GetBytes(second)));
    }
}
