using Sen.Lexis;

namespace Sen.Assistant;

/// <summary>How a place in the law is named, in Vietnamese: it is a name, and is not translated.</summary>
internal static class Citation
{
    /// <summary>"Điểm a khoản 2 Điều 5 Luật Hộ tịch (60/2014/QH13)".</summary>
    public static string Of(ArticleRow source, string? clause = null, string? point = null)
    {
        var place = (point is null ? "" : $"điểm {point} ") + (clause is null ? "" : $"khoản {clause} ") + $"Điều {source.Article} {source.Kind} {source.Name}".TrimEnd();
        return $"{char.ToUpperInvariant(place[0])}{place[1..]} ({source.Number})";
    }

    /// <summary>"Điều 5 Luật Hộ tịch 60/2014/QH13: Nguyên tắc đăng ký".</summary>
    public static string Of(string article, string law, string title) => title.Length == 0 ? $"Điều {article} {law}" : $"Điều {article} {law}: {title}";

    /// <summary>The lines of a marked text, each with its own marks.</summary>
    public static IEnumerable<(string Text, IReadOnlyList<(int Start, int Length)> Marks)> Lines(Marked marked)
    {
        for (var start = 0; start < marked.Text.Length;)
        {
            var end = marked.Text.IndexOf('\n', start);
            end = end < 0 ? marked.Text.Length : end;
            var (from, to) = (start, end);
            if (marked.Text.AsSpan(from, to - from).Trim().Length > 0)
                yield return (marked.Text[from..to], [.. marked.Marks.Where(m => m.Start >= from && m.Start + m.Length <= to).Select(m => (m.Start - from, m.Length))]);
            start = end + 1;
        }
    }
}
