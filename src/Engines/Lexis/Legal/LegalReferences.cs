using System.Text.RegularExpressions;

namespace Sen.Lexis.Legal;

/// <summary>Where a text stands: what "this Law", "this article" and "this clause" mean in it.</summary>
/// <param name="Document">Number of the document.</param>
/// <param name="Article">Number of the article, or null outside of articles.</param>
/// <param name="Clause">Number of the clause, or null.</param>
/// <param name="On">Day by which a law named without a number is chosen; null means the newest.</param>
public sealed record LegalPlace(string Document, string? Article = null, string? Clause = null, DateOnly? On = null);

/// <summary>
/// Finds references to articles, clauses and points: "điểm a và điểm b khoản 2 Điều 12 Nghị định này", "khoản 1 Điều này",
/// "các điều 5, 6 và 7 của Luật Hộ tịch", "Điều 9 Nghị định số 123/2015/NĐ-CP".
/// </summary>
public static partial class LegalReferences
{
    private const string Points = @"(?:các\s+)?điểm\s+(?:[a-zđ]\d?\b(?:\s*(?:,|;|và|hoặc)\s*(?:điểm\s+)?[a-zđ]\d?\b(?!\s*\)))*|này)";
    private const string Clauses = @"(?:các\s+)?khoản\s+(?:\d+[a-zđ]?\b(?:\s*(?:,|;|và|hoặc)\s*(?:khoản\s+)?\d+[a-zđ]?\b)*|này)";
    private const string Articles = @"(?:các\s+)?điều\s+(?:\d+[a-zđ]?\b(?:\s*(?:,|;|và|hoặc)\s*(?:điều\s+)?\d+[a-zđ]?\b)*|này)";

    [GeneratedRegex($@"(?:(?<points>{Points})\s*,?\s*)?(?:(?<clauses>{Clauses})\s*,?\s*)?(?<articles>{Articles})|(?:(?<points>{Points})\s*,?\s*)?(?<clauses>{Clauses})|(?<points>{Points})", RegexOptions.IgnoreCase)]
    private static partial Regex Places();

    [GeneratedRegex(@"\G\s*(?:của\s+|tại\s+)?(?<kind>Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Hiến pháp|Quy chế|Quy định)(?:\s+(?<this>này|nầy)|\s+(?:số\s*:?\s*)?\[?(?<number>\d+/(?:\d{4}/)?[\p{L}\d]+(?:[-–][\p{L}\d]+)*))?", RegexOptions.IgnoreCase)]
    private static partial Regex Document();

    [GeneratedRegex(@"\d+[a-zđ]?\b|(?<=^|[\s,;])[a-zđ]\d?(?=$|[\s,;])", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    /// <summary>All references of a text, in order.</summary>
    public static IReadOnlyList<LegalReference> In(string text, LegalPlace place, LegalCatalogue catalogue)
    {
        var found = new List<LegalReference>();
        foreach (Match match in Places().Matches(text))
        {
            if (match.Index > 0 && char.IsLetter(text[match.Index - 1]))
                continue;
            var end = match.Index + match.Length;
            var (points, clauses, articles) = (match.Groups["points"], match.Groups["clauses"], match.Groups["articles"]);
            var document = place.Document;
            if (articles.Success && !IsThis(articles.Value))
                (document, end) = DocumentAt(text, end, place, catalogue);
            found.Add(new LegalReference(match.Index, end - match.Index, Targets(place, document, points, clauses, articles)));
        }
        return found;
    }

    private static (string? Number, int End) DocumentAt(string text, int at, LegalPlace place, LegalCatalogue catalogue)
    {
        var match = Document().Match(text, at);
        if (!match.Success)
            return (place.Document, at);   // in the same document, as drafting rules have it
        if (match.Groups["this"].Success)
            return (place.Document, match.Index + match.Length);
        if (match.Groups["number"] is { Success: true } number)
            return (catalogue.Find(number.Value)?.Number, match.Index + match.Length);
        var from = match.Groups["kind"].Index;
        var (law, length) = catalogue.ByName(text[from..Math.Min(text.Length, from + 200)], place.On);
        return law is null ? (null, match.Index + match.Length) : (law.Number, from + length);
    }

    private static List<LegalTarget> Targets(LegalPlace place, string? document, Group points, Group clauses, Group articles)
    {
        var listed = Of(articles, place.Article, null);
        if (listed.Count == 0)
            listed = [place.Article];
        var inner = Of(clauses, place.Clause, points.Success && !articles.Success ? place.Clause : null);
        var targets = new List<LegalTarget>();
        // "khoản 3, khoản 4 Điều 1, Điều 2": the clauses are of the first article.
        foreach (var (i, article) in listed.Index())
        {
            var clausesHere = i == 0 && inner.Count > 0 ? inner : [null];
            foreach (var (j, clause) in clausesHere.Index())
                foreach (var point in i == 0 && j == 0 && Of(points, null, null) is { Count: > 0 } letters ? letters : [null])
                    targets.Add(new LegalTarget(document, article, clause, point));
        }
        return targets;
    }

    private static List<string?> Of(Group group, string? here, string? otherwise)
    {
        if (!group.Success)
            return otherwise is null ? [] : [otherwise];
        if (IsThis(group.Value))
            return [here];
        return [.. Numbers().Matches(group.Value).Select(m => (string?)m.Value.ToLowerInvariant())];
    }

    private static bool IsThis(string text) => text.EndsWith("này", StringComparison.OrdinalIgnoreCase);
}
