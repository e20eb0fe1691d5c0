using Sen.Lexis.Legal;

namespace Sen.Lexis.Answers;

/// <summary>An answer: a passage as it stands, and why. No sentence of it is made.</summary>
/// <param name="Hit">The passage it is taken from, with the words that matched.</param>
/// <param name="Text">The clause, point or paragraph that fits best, verbatim.</param>
/// <param name="Clause">Number of the clause, or null when the passage has none or the words before it fit best.</param>
/// <param name="Point">Number of the point, or null.</param>
/// <param name="Confidence">Share of the question's weight that the passage holds, 0 to 1.</param>
/// <param name="Others">Further passages over the threshold, best first.</param>
/// <param name="Marker">Marks the matched words.</param>
public sealed record Answer(Hit Hit, string Text, string? Clause, string? Point, double Confidence, IReadOnlyList<Hit> Others, Marker Marker);

/// <summary>Answers questions from an index without a language model: it cites, or it is silent.</summary>
/// <param name="index">Passages of legal articles.</param>
/// <param name="textField">The field with the text that is quoted.</param>
public sealed class AnswerFinder(LexisIndex index, int textField)
{
    /// <summary>
    /// Share of a question's weight below which nothing is said. Chosen on questions written for it, legal and not (see
    /// the README); no question of an evaluation set took part.
    /// </summary>
    public const double Threshold = 0.32;

    private const int LongestWhole = 500;

    /// <summary>The answer to a question, or null: better none than a wrong one.</summary>
    /// <param name="request">The question with its readers and day; other members as for a search.</param>
    /// <param name="threshold">Another threshold, 0 to 1.</param>
    public Answer? Find(SearchRequest request, double threshold = Threshold)
    {
        var result = index.Search(request with { Plain = true, Explain = true, Limit = Math.Max(5, request.Limit) });
        var good = result.Hits.Where(h => h.Coverage >= threshold).ToArray();
        if (good.Length == 0)
            return null;
        var best = good[0];
        var (text, clause, point) = Piece(best.Fields[textField], result.Marker);
        return new Answer(best, text, clause, point, best.Coverage, good[1..], result.Marker);
    }

    private static (string Text, string? Clause, string? Point) Piece(string text, Marker marker)
    {
        if (text.Length <= LongestWhole)
            return (text, null, null);
        var article = LegalParser.Of("", "", text);
        var pieces = new List<(string Text, string? Clause, string? Point)>();
        if (article.Text.Length > 0)
            pieces.Add((article.Text, null, null));
        foreach (var part in article.Parts)
            pieces.Add((text.Substring(part.Start, part.Length).Trim(), part.Level == LegalLevel.Clause ? part.Number : null, part.Level == LegalLevel.Point ? part.Number : null));
        return pieces.Count == 0 ? (text, null, null) : pieces.MaxBy(p => marker.Fit(p.Text));
    }
}
