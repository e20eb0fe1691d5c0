using Sen.Lexis.Search;

namespace Sen.Lexis;

/// <summary>A text with the places in it that matched: start and length in UTF-16 units, in order, apart from one another.</summary>
/// <param name="Text">The whole field, or a piece of it that begins and ends at words.</param>
/// <param name="Marks">Places within <paramref name="Text"/>.</param>
/// <param name="Before">True when text was left out in front.</param>
/// <param name="After">True when text was left out behind.</param>
public sealed record Marked(string Text, IReadOnlyList<(int Start, int Length)> Marks, bool Before, bool After);

/// <summary>Marks what a question matched. The text is given back as it is; whoever shows it encodes it.</summary>
public sealed class Marker
{
    private readonly HashSet<string> _accented = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _pairs = [];
    private readonly List<string> _beginnings = [];
    private readonly HashSet<string> _common = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    internal Marker(Query query, Plan plan)
    {
        foreach (var word in query.Words)
        {
            if (word.IsPrefix)
                _beginnings.Add(word.Folded);
            else
                (query.IsAccented ? _accented : _folded).Add(query.IsAccented ? word.Key : word.Folded);
        }
        foreach (var (first, second) in plan.Pairs())
            _pairs.Add((first.Folded, second.Folded));
        foreach (var (_, meant) in plan.Corrections)
            _folded.Add(meant);
        foreach (var clause in plan.Clauses)
            _weights[Fold.Text(clause.Text)] = clause.Weight * clause.Idf;
        // A word in a fifth of everything says nothing by itself: "và", "của" are marked beside their neighbours only.
        foreach (var clause in plan.Clauses.Where(c => !c.IsPair && c.Idf < 1.6))
            _common.Add(Fold.Text(clause.Text));
        if (_common.Count >= _accented.Count + _folded.Count)
            _common.Clear();
    }

    /// <summary>All of a text with its marks.</summary>
    public Marked Whole(string text) => new(text, Join(Find(text)), false, false);

    /// <summary>The piece of a text with most of the question in it, of about so many characters.</summary>
    public Marked Piece(string text, int length = 240)
    {
        if (text.Length <= length)
            return Whole(text);
        var found = Find(text);
        var (from, best) = (0, -1.0);
        foreach (var mark in found)
        {
            var here = found.Where(m => m.Start >= mark.Start && m.Start + m.Length <= mark.Start + length).Sum(m => m.Weight);
            if (here > best)
                (from, best) = (mark.Start, here);
        }
        var (start, end) = Bounds(text, from, length);
        return new Marked(text[start..end],
            Join([.. found.Where(m => m.Start >= start && m.Start + m.Length <= end).Select(m => m with { Start = m.Start - start })]), start > 0, end < text.Length);
    }

    /// <summary>How much of the question a piece of text holds, for comparing pieces: different words and pairs, the rarer the more.</summary>
    public double Fit(string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var before = "";
        foreach (var (start, length) in TextWords.In(text))
        {
            var folded = Fold.Text(text.Substring(start, length));
            seen.Add(folded);
            seen.Add(before + " " + folded);
            before = folded;
        }
        return _weights.Where(w => seen.Contains(w.Key)).Sum(w => w.Value);
    }

    private List<(int Start, int Length, double Weight)> Find(string text)
    {
        var words = new List<(int Start, int Length, string Folded, bool Hit)>();
        foreach (var (start, length) in TextWords.In(text))
        {
            var word = text.Substring(start, length);
            var folded = Fold.Text(word);
            words.Add((start, length, folded,
                _folded.Contains(folded) || (_accented.Count > 0 && _accented.Contains(Fold.Key(word)))
                || _beginnings.Exists(b => folded.StartsWith(b, StringComparison.Ordinal))));
        }
        var marks = new List<(int, int, double)>();
        for (var i = 0; i < words.Count; i++)
        {
            var isPair = (i > 0 && _pairs.Contains((words[i - 1].Folded, words[i].Folded)))
                || (i + 1 < words.Count && _pairs.Contains((words[i].Folded, words[i + 1].Folded)));
            if (isPair || (words[i].Hit && !_common.Contains(words[i].Folded)))
                marks.Add((words[i].Start, words[i].Length, isPair ? 2 : 1));
        }
        return marks;
    }

    /// <summary>Marked neighbours with one space between them become one mark.</summary>
    private static List<(int Start, int Length)> Join(List<(int Start, int Length, double Weight)> marks)
    {
        var joined = new List<(int Start, int Length)>();
        foreach (var (start, length, _) in marks)
        {
            if (joined is [.., var last] && last.Start + last.Length + 1 == start)
                joined[^1] = (last.Start, start + length - last.Start);
            else
                joined.Add((start, length));
        }
        return joined;
    }

    private static (int Start, int End) Bounds(string text, int from, int length)
    {
        var start = Math.Max(0, Math.Min(from - (length / 6), text.Length - length));
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
            start--;
        var end = Math.Min(text.Length, start + length);
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return (start, end);
    }
}
