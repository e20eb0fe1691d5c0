using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Lexis.Legal;

/// <summary>What one document does to another.</summary>
public enum LegalChange
{
    /// <summary>Sửa đổi.</summary>
    Amends,
    /// <summary>Bổ sung.</summary>
    Supplements,
    /// <summary>Bãi bỏ, hết hiệu lực.</summary>
    Repeals,
    /// <summary>Thay thế.</summary>
    Replaces,
}

/// <summary>A change to an article or document.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Whole">True when all of it, false when some of its content.</param>
/// <param name="By">Number of the document that did it.</param>
/// <param name="ByArticle">The article that did it, or null.</param>
/// <param name="From">From when, or null when not said.</param>
public sealed record LegalAmendment(LegalChange Change, bool Whole, string By, string? ByArticle, DateOnly? From);

/// <summary>The note of an article in the official Codification (Pháp điển).</summary>
/// <param name="Kind">Kind of document.</param>
/// <param name="Number">Its number.</param>
/// <param name="IssuedOn">When it was issued, or null when not said.</param>
/// <param name="From">When it came into force, or null.</param>
/// <param name="Amendments">What has changed the article since.</param>
public sealed record LegalNote(string Kind, string Number, DateOnly? IssuedOn, DateOnly? From, IReadOnlyList<LegalAmendment> Amendments);

/// <summary>Reads validity and amendments from notes and from final provisions.</summary>
public static partial class LegalHistory
{
    private const string Number = @"\d+/(?:\d{4}/)?[\p{L}\d]+(?:[-–][\p{L}\d]+)*";
    private const string Kinds = "Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Hiến pháp";

    [GeneratedRegex($@"^\s*(?<kind>{Kinds})\s+(?:số\s+)?(?<number>{Number})", RegexOptions.IgnoreCase)]
    private static partial Regex Head();

    [GeneratedRegex(@"\bngày\s+(?<d>\d{1,2}/\d{1,2}/\d{4})\s+của")]
    private static partial Regex Issued();

    [GeneratedRegex(@"có hiệu lực(?: thi hành)?(?: kể)? từ ngày\s+(?<d>\d{1,2}/\d{1,2}/\d{4})")]
    private static partial Regex InForce();

    [GeneratedRegex($@"(?<part>có nội dung\s+)?(?:được|bị)\s+(?<what>sửa đổi|bổ sung|bãi bỏ|thay thế|hết hiệu lực)(?:\s+(?:bởi|theo)\s+(?:(?:[Đđ]iểm|[Kk]hoản)[^Đ]{{0,200}})?(?:Điều\s+(?<article>\d+[a-zđ]?)\s+)?(?:của\s+)?(?:{Kinds})\s+(?:số\s+)?(?<by>{Number})(?:\s+có hiệu lực(?: thi hành)?(?: kể)? từ ngày\s+(?<d>\d{{1,2}}/\d{{1,2}}/\d{{4}}))?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Changes();

    [GeneratedRegex(@"(?:điều|khoản|điểm|chương|mục|phụ lục|quy định)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Part();

    [GeneratedRegex($@"(?:{Kinds})\s+(?:số\s*:?\s*)?\[?(?<number>{Number})", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<replace>thay thế)|(?<repeal>bãi bỏ|hết hiệu lực|chấm dứt hiệu lực)", RegexOptions.IgnoreCase)]
    private static partial Regex Ends();

    [GeneratedRegex(@"sửa đổi, bổ sung|được thực hiện|tiếp tục|đến khi|cho đến", RegexOptions.IgnoreCase)]
    private static partial Regex Unclear();

    /// <summary>Reads a note, or null when it begins with no document.</summary>
    public static LegalNote? Note(string note)
    {
        note = note.Normalize();
        if (Head().Match(note) is not { Success: true } head)
            return null;
        var first = Changes().Match(note);
        var start = first.Success ? note[..first.Index] : note;
        var changes = new List<LegalAmendment>();
        // "có nội dung được sửa đổi, có nội dung được bổ sung bởi ...": one author for both.
        foreach (var change in Changes().Matches(note).Reverse())
        {
            var known = change.Groups["by"].Success;
            if (!known && changes.Count == 0)
                continue;
            var what = Kind(change.Groups["what"].Value);
            var whole = !change.Groups["part"].Success;
            changes.Add(known
                ? new LegalAmendment(what, whole, LegalNumber.Of(change.Groups["by"].Value), Value(change.Groups["article"]), Date(change.Groups["d"]))
                : changes[^1] with { Change = what, Whole = whole });
        }
        changes.Reverse();
        return new LegalNote(head.Groups["kind"].Value, LegalNumber.Of(head.Groups["number"].Value),
            Date(Issued().Match(start).Groups["d"]), Date(InForce().Match(start).Groups["d"]), changes);
    }

    [GeneratedRegex(@"(?:Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định)\s+này\s+có hiệu lực(?:\s+thi hành)?(?:\s+kể)?\s+từ\s+ngày\s+(?:(?<d>\d{1,2}/\d{1,2}/\d{4})|(?<day>\d{1,2})\s+tháng\s+(?<month>\d{1,2})\s+năm\s+(?<year>\d{4}))", RegexOptions.IgnoreCase)]
    private static partial Regex Begins();

    /// <summary>The day that a final provision names: "Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026"; null when it names none.</summary>
    public static DateOnly? EntersIntoForce(string text) => Begins().Match(text.Normalize()) switch
    {
        { Success: false } => null,
        var match when match.Groups["d"].Success => Date(match.Groups["d"]),
        var match => Day($"{match.Groups["day"].Value}/{match.Groups["month"].Value}/{match.Groups["year"].Value}"),
    };

    /// <summary>
    /// Documents that a final provision ends as a whole: "thay thế Nghị định số ...", "Thông tư số ... hết hiệu lực". Sentences that
    /// end only a part, or keep something in force for a time, are left to people.
    /// </summary>
    public static IReadOnlyList<(string Number, LegalChange Change)> Ended(string text)
    {
        var ended = new List<(string, LegalChange)>();
        foreach (var sentence in text.Normalize().Split(['\n', ';']).SelectMany(l => SentenceEnd().Split(l)))
        {
            if (Ends().Match(sentence) is not { Success: true } end || Unclear().IsMatch(sentence))
                continue;
            // "hết hiệu lực" follows what it ends; "thay thế" and "bãi bỏ" stand before.
            var isBehind = end.Value.Contains("hiệu lực", StringComparison.OrdinalIgnoreCase);
            var part = isBehind ? sentence[..end.Index] : sentence[(end.Index + end.Length)..];
            var from = 0;
            foreach (Match named in Named().Matches(part))
            {
                // "Điều 5 của Nghị định số ...": only a part of it ends.
                var before = part.AsSpan(from, named.Index - from);
                if (!Part().IsMatch(before[(before.LastIndexOfAny('.', ';') + 1)..]))
                    ended.Add((LegalNumber.Of(named.Groups["number"].Value), end.Groups["replace"].Success ? LegalChange.Replaces : LegalChange.Repeals));
                from = named.Index + named.Length;
            }
        }
        return [.. ended.Distinct()];
    }

    [GeneratedRegex(@"(?<=[\p{L})])\.\s+(?=\p{Lu})")]
    private static partial Regex SentenceEnd();

    private static LegalChange Kind(string what) => what.ToLowerInvariant() switch
    {
        "sửa đổi" => LegalChange.Amends,
        "bổ sung" => LegalChange.Supplements,
        "thay thế" => LegalChange.Replaces,
        _ => LegalChange.Repeals,
    };

    private static string? Value(Group group) => group.Success ? group.Value : null;

    /// <summary>A day as Vietnamese papers write it, or null.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly? Date(Group group) => group.Success ? Day(group.Value) : null;
}
