using System.Text;
using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// Checks the phrases of a question against the words of a passage as they stand. A word with marks must have those marks; one
/// without is met by any.
/// </summary>
internal sealed class Phrases
{
    private readonly List<(int Accented, int Folded)[]> _words = [];
    private readonly IReadOnlyList<QueryPhrase> _phrases;
    private readonly Segment _segment;
    private readonly List<int> _tokens = [];

    public Phrases(Segment segment, IReadOnlyList<QueryPhrase> phrases)
    {
        (_segment, _phrases) = (segment, phrases);
        foreach (var phrase in phrases)
            _words.Add([.. phrase.Words.Select(w => (
                w.HasMarks ? segment.Accented.Find(Encoding.UTF8.GetBytes(w.Key)) : -2,
                segment.Folded.Find(Encoding.UTF8.GetBytes(w.Folded))))]);
    }

    public bool Hold(int doc)
    {
        _segment.Doc(doc).Tokens(_tokens);
        for (var i = 0; i < _phrases.Count; i++)
            if (Occurs(_words[i], _phrases[i].Within) == _phrases[i].Excluded)
                return false;
        return true;
    }

    private bool Occurs((int Accented, int Folded)[] words, int? within)
    {
        for (var at = 0; at < _tokens.Count; at++)
            if (within is null ? StandsAt(words, at) : IsNear(words, at, within.Value))
                return true;
        return false;
    }

    private bool StandsAt((int Accented, int Folded)[] words, int at)
    {
        if (at + words.Length > _tokens.Count)
            return false;
        for (var i = 0; i < words.Length; i++)
            if (!Is(_tokens[at + i], words[i]))
                return false;
        return true;
    }

    /// <summary>All words in the window that begins here, in any order, with so many other words among them at most.</summary>
    private bool IsNear((int Accented, int Folded)[] words, int at, int within)
    {
        var end = Math.Min(_tokens.Count, at + words.Length + within);
        var field = _tokens.IndexOf(-1, at, end - at);
        end = field < 0 ? end : field;
        foreach (var word in words)
        {
            var found = false;
            for (var i = at; i < end && !found; i++)
                found = Is(_tokens[i], word);
            if (!found)
                return false;
        }
        return true;
    }

    private bool Is(int token, (int Accented, int Folded) word) =>
        token >= 0 && (word.Accented == -2 ? _segment.FoldedOf[token] == word.Folded : token == word.Accented);
}
