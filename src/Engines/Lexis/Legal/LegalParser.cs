using System.Text.RegularExpressions;

namespace Sen.Lexis.Legal;

/// <summary>
/// Reads Vietnamese legal documents by the beginnings of their lines. A clause must follow on the one before it (2 after 1, 2a
/// after 2) and a point on the point before, so that a list inside a clause is not taken for clauses.
/// </summary>
public static partial class LegalParser
{
    // Letters of points, in the order of the alphabet without f, j, w, z.
    private const string Letters = "abcdđeghiklmnopqrstuvxy";

    [GeneratedRegex(@"^\s*(?:(?<part>Phần)\s+(?:thứ\s+)?(?<n>[\p{L}\d]+)|(?<chapter>Chương)\s+(?<n>[IVXLC]+|\d+)|(?<sub>Tiểu\s+mục)\s+(?<n>[IVX]+|\d+)|(?<section>Mục)\s+(?<n>[IVX]+|\d+))\s*[.:\-–]?\s*(?<title>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*Điều\s+(?<n>\d+[a-zđ]?\d?)\s*(?:[.:\-–]\s*(?<title>.*)|(?<title>))$", RegexOptions.IgnoreCase)]
    private static partial Regex Article();

    [GeneratedRegex(@"^\s*(?<n>\d{1,3}[a-zđ]?)\s*[.)]\s+(?=\S)")]
    private static partial Regex Clause();

    [GeneratedRegex(@"^\s*(?<n>[a-zđ]\d?|[a-zđ][a-zđ])\)\s*(?=\S)")]
    private static partial Regex Point();

    /// <summary>Takes a whole document apart.</summary>
    public static LegalText Document(string text)
    {
        var marks = new List<Mark>();
        var (inArticle, clause, point, heading) = (false, "", "", false);
        foreach (var (start, line) in Lines(text))
        {
            if (Article().Match(line) is { Success: true } article)
            {
                marks.Add(new Mark(LegalLevel.Article, article.Groups["n"].Value, article.Groups["title"].Value.Trim(), start, start + line.Length));
                (inArticle, clause, point, heading) = (true, "", "", false);
            }
            else if (Heading().Match(line) is { Success: true } part && IsHeading(part, line))
            {
                marks.Add(new Mark(LevelOf(part), part.Groups["n"].Value, part.Groups["title"].Value.Trim(), start, start + line.Length));
                (inArticle, heading) = (false, true);
            }
            else if (inArticle)
                ReadInside(marks, line, start, ref clause, ref point);
            else if (heading && line.Trim().Length > 0)
            {
                // The title of a chapter stands on the lines below its number.
                var last = marks[^1];
                marks[^1] = last with { Title = (last.Title + " " + line.Trim()).Trim(), TextFrom = start + line.Length };
            }
        }
        var at = 0;
        return new LegalText(text[..(marks.Count > 0 ? marks[0].Start : text.Length)].Trim(), Build(text, marks, ref at, -1));
    }

    /// <summary>Takes the text of one article apart: its clauses and points.</summary>
    public static LegalUnit Of(string number, string title, string text)
    {
        var marks = new List<Mark>();
        var (clause, point) = ("", "");
        foreach (var (start, line) in Lines(text))
            ReadInside(marks, line, start, ref clause, ref point);
        var at = 0;
        var own = text[..(marks.Count > 0 ? marks[0].Start : text.Length)].Trim();
        return new LegalUnit(LegalLevel.Article, number, title, own, 0, text.Length, Build(text, marks, ref at, (int)LegalLevel.Article));
    }

    private static void ReadInside(List<Mark> marks, string line, int start, ref string clause, ref string point)
    {
        if (Clause().Match(line) is { Success: true } c && Follows(clause, c.Groups["n"].Value))
        {
            (clause, point) = (c.Groups["n"].Value, "");
            marks.Add(new Mark(LegalLevel.Clause, clause, "", start, start + c.Length));
        }
        else if (Point().Match(line) is { Success: true } p && FollowsPoint(point, p.Groups["n"].Value))
        {
            point = p.Groups["n"].Value;
            marks.Add(new Mark(LegalLevel.Point, point, "", start, start + p.Length));
        }
    }

    private static bool Follows(string before, string next)
    {
        var (a, b) = (Leading(before), Leading(next));
        return b == a + 1 || (b == a && before.Length > 0 && next != before && !char.IsAsciiDigit(next[^1]));
    }

    /// <summary>The next letter, or one inserted behind the same letter, or the first; a gap of two is taken for repealed points.</summary>
    private static bool FollowsPoint(string before, string next)
    {
        var (a, b) = (before.Length == 0 ? -1 : Letters.IndexOf(before[0]), Letters.IndexOf(next[0]));
        return b >= 0 && (before.Length == 0 ? b == 0 : b - a is >= 0 and <= 3 && next != before);
    }

    private static int Leading(string number) => number.Length == 0 ? 0
        : int.Parse(number.AsSpan(0, number.TakeWhile(char.IsAsciiDigit).Count()), System.Globalization.CultureInfo.InvariantCulture);

    // "Chương này quy định ..." is a sentence.
    private static bool IsHeading(Match match, string line) =>
        (match.Groups["title"].Value is var title && (title.Length == 0 || char.IsUpper(title[0]))) && !line.TrimEnd().EndsWith(';')
        && (!match.Groups["part"].Success || char.IsUpper(match.Groups["n"].Value[0]) || line.Contains("thứ", StringComparison.OrdinalIgnoreCase));

    private static LegalLevel LevelOf(Match match) => match.Groups["part"].Success ? LegalLevel.Part
        : match.Groups["chapter"].Success ? LegalLevel.Chapter
        : match.Groups["sub"].Success ? LegalLevel.Subsection : LegalLevel.Section;

    private static List<LegalUnit> Build(string text, List<Mark> marks, ref int at, int above)
    {
        var units = new List<LegalUnit>();
        while (at < marks.Count && (int)marks[at].Level > above)
        {
            var mark = marks[at++];
            var ownEnd = at < marks.Count ? marks[at].Start : text.Length;
            var parts = Build(text, marks, ref at, (int)mark.Level);
            var end = at < marks.Count ? marks[at].Start : text.Length;
            units.Add(new LegalUnit(mark.Level, mark.Number, mark.Title, text[Math.Min(mark.TextFrom, ownEnd)..ownEnd].Trim(), mark.Start, end - mark.Start, parts));
        }
        return units;
    }

    private static IEnumerable<(int Start, string Line)> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return (start, text[start..end].TrimEnd('\r'));
            start = end + 1;
        }
    }

    private sealed record Mark(LegalLevel Level, string Number, string Title, int Start, int TextFrom);
}
