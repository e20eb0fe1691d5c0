using System.Text.RegularExpressions;

namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddPatterns()
    {
        Add("matches(input: string, pattern: string, flags?: string?)", (run, a) => Pattern(a[1], a[2]) is { } pattern
            ? run.Matching(() => (object)pattern.IsMatch(S(a[0]))) : null);
        Add("replace(input: string, pattern: string, replacement: string, flags?: string?)", (run, a) =>
            Pattern(a[1], a[3]) is { } pattern && XPathPattern.Replacement(S(a[2])) is { } replacement
                ? run.Matching(() => Replaced(run, S(a[0]), pattern, replacement)) : null);
        Add("split(string: string, delimiter: string)", (run, a) => Pattern(a[1], null) is { } pattern
            ? run.Matching(() => Split(S(a[0]), pattern)) : null);
        Add("extract(input: string, pattern: string, flags?: string?)", (run, a) => Pattern(a[1], a[2]) is { } pattern
            ? run.Matching(() => pattern.Matches(S(a[0])).Select(match => (object?)match.Value).ToArray()) : null);
    }

    private static Regex? Pattern(object? pattern, object? flags) => XPathPattern.Compile(S(pattern), flags as string ?? "");

    private static object?[] Split(string text, Regex delimiter)
    {
        var parts = new List<object?>();
        var from = 0;
        foreach (Match match in delimiter.Matches(text))
        {
            if (match.Length == 0)
                continue;
            parts.Add(text[from..match.Index]);
            from = match.Index + match.Length;
        }
        parts.Add(text[from..]);
        return parts.ToArray();
    }

    /// <summary>Match by match, because a long text with a long replacement at each letter would not fit into memory.</summary>
    private static string Replaced(Run run, string text, Regex pattern, string replacement)
    {
        var result = new System.Text.StringBuilder();
        var from = 0;
        foreach (Match match in pattern.Matches(text))
        {
            result.Append(text, from, match.Index - from).Append(match.Result(replacement));
            run.Room(result.Length);
            from = match.Index + match.Length;
        }
        run.Room(result.Length + text.Length - from);
        return result.Append(text, from, text.Length - from).ToString();
    }
}

/// <summary>Regular expressions of XPath and XQuery Functions 3.1 §5.6 on the engine of .NET: flags, and what the two write differently.</summary>
internal static class XPathPattern
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private const int MaxLength = 10_000;

    public static Regex? Compile(string pattern, string flags)
    {
        if (pattern.Length > MaxLength)
            throw new FeelLimitException("pattern", $"A regular expression has more than {MaxLength} characters.");
        var options = RegexOptions.CultureInvariant;
        var literal = false;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 's': options |= RegexOptions.Singleline; break;
                case 'm': options |= RegexOptions.Multiline; break;
                case 'i': options |= RegexOptions.IgnoreCase; break;
                case 'x': pattern = WithoutBlanks(pattern); break;
                case 'q': literal = true; break;
                default: return null;
            }
        }
        try
        {
            return literal ? new Regex(Regex.Escape(pattern), options, Longest)
                : Translated(pattern, options) is { } text ? new Regex(text, options, Longest) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary><c>$1</c> stays; <c>\$</c> and <c>\\</c> are literal; anything else behind them is an error of the standard.</summary>
    public static string? Replacement(string text)
    {
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\' && next is '\\' or '$')
                (_, i) = (result.Append(next == '$' ? "$$" : "\\"), i + 1);
            else if (text[i] == '\\' || (text[i] == '$' && !char.IsAsciiDigit(next)))
                return null;
            else if (text[i] == '$')
                (_, i) = (result.Append("${").Append(next).Append('}'), i + 1);
            else
                result.Append(text[i]);
        }
        return result.ToString();
    }

    /// <summary>Flag x takes blanks out, but not inside a character class.</summary>
    private static string WithoutBlanks(string pattern)
    {
        var result = new System.Text.StringBuilder();
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            depth += pattern[i] == '[' ? 1 : pattern[i] == ']' ? -1 : 0;
            if (depth > 0 || !char.IsWhiteSpace(pattern[i]))
                result.Append(pattern[i]);
        }
        return result.ToString();
    }

    /// <summary>Refuses what XPath does not know (look-around, back-references in classes or to no group) and rewrites \i, \c and the end anchor.</summary>
    private static string? Translated(string pattern, RegexOptions options)
    {
        var result = new System.Text.StringBuilder();
        var (depth, groups, open) = (0, 0, new Stack<int>());
        var closed = new HashSet<int>();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            var next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            switch (c)
            {
                case '\\' when depth > 0 && char.IsAsciiDigit(next): return null;
                case '\\' when next == '0' || (char.IsAsciiDigit(next) && !closed.Contains(next - '0')): return null;
                case '\\' when "nrt\\|.?*+(){}-[]^$pPsSiIcCdDwW".Contains(next, StringComparison.Ordinal) || char.IsAsciiDigit(next):
                    result.Append(Escape(next, depth > 0));
                    i++;
                    break;
                case '\\': return null;
                case '(' when depth == 0 && next == '?' && (i + 2 >= pattern.Length || pattern[i + 2] != ':'): return null;
                case '(' when depth == 0:
                    open.Push(next == '?' ? 0 : ++groups);
                    result.Append(c);
                    break;
                case ')' when depth == 0:
                    if (!open.TryPop(out var group))
                        return null;
                    closed.Add(group);
                    result.Append(c);
                    break;
                case '$' when depth == 0:
                    result.Append(options.HasFlag(RegexOptions.Multiline) ? "$" : "\\z");
                    break;
                case '.' when depth == 0 && !options.HasFlag(RegexOptions.Singleline):
                    result.Append("[^\\n\\r]");
                    break;
                default:
                    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                    result.Append(c);
                    break;
            }
        }
        return result.ToString();
    }

    private static string Escape(char c, bool inClass) => c switch
    {
        'i' => inClass ? "\\p{L}_:" : "[\\p{L}_:]",
        'c' => inClass ? "\\w:.\\-" : "[\\w:.\\-]",
        'I' => "[^\\p{L}_:]",
        'C' => "[^\\w:.\\-]",
        _ => "\\" + c,
    };
}
