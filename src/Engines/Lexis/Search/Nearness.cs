using System.Text;
using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// What is added to a candidate because words of the question stand near one another in it without being neighbours in order:
/// each such meeting gives its rarer word's weight by the square of the distance (Büttcher, Clarke and Lushman 2006).
/// </summary>
internal sealed class Nearness
{
    private const int Reach = 8;
    private const float Share = 0.2f;

    private readonly Dictionary<int, (int Word, float Idf)> _words = [];
    private readonly Segment _segment;
    private readonly List<int> _tokens = [];

    public Nearness(Segment segment, Query query, Func<string, float> idf)
    {
        _segment = segment;
        foreach (var word in query.Words)
            if (segment.Folded.Find(Encoding.UTF8.GetBytes(word.Folded)) is >= 0 and var number)
                _words.TryAdd(number, (_words.Count, idf(word.Folded)));
    }

    public float Of(int doc)
    {
        if (_words.Count < 2)
            return 0;
        _segment.Doc(doc).Tokens(_tokens);
        var folded = _segment.FoldedOf;
        var met = new float[_words.Count];
        var (last, lastWord, lastIdf) = (-1, -1, 0f);
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (_tokens[at] < 0)
            {
                last = -1;
                continue;
            }
            if (!_words.TryGetValue(folded[_tokens[at]], out var word))
                continue;
            var distance = at - last;
            if (last >= 0 && word.Word != lastWord && distance <= Reach)
            {
                met[word.Word] += lastIdf / (distance * distance);
                met[lastWord] += word.Idf / (distance * distance);
            }
            (last, lastWord, lastIdf) = (at, word.Word, word.Idf);
        }
        var sum = 0f;
        foreach (var (word, idf) in _words.Values)
            sum += Math.Min(1, idf) * met[word] * 2.2f / (met[word] + 1.2f);
        return Share * sum;
    }
}
