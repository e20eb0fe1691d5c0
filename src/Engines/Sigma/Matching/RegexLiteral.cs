using System.Text.RegularExpressions;

namespace Sen.Sigma.Matching;

/// <summary>The longest run of plain characters that every match of a pattern holds; null where that is not plain to see.</summary>
internal static class RegexLiteral
{
    public static string? Of(string pattern, RegexOptions options)
    {
        if (options.HasFlag(RegexOptions.IgnorePatternWhitespace) || Regex.IsMatch(pattern, @"\(\?[a-z-]*x"))
            return null;
        var (best, run) = ("", "");
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            var plain = false;
            switch (c)
            {
                case '|':
                    return null;
                case '(':
                    i = Close(pattern, i);
                    break;
                case '[':
                    i = Bracket(pattern, i);
                    break;
                case '?' or '*' or '{':
                    // What stands before need not be there.
                    run = run.Length > 0 ? run[..^1] : run;
                    i = c == '{' ? pattern.IndexOf('}', i) : i;
                    break;
                case '\\' when i + 1 < pattern.Length && !char.IsLetterOrDigit(pattern[i + 1]):
                    (c, plain, i) = (pattern[i + 1], true, i + 1);
                    break;
                case '\\' when i + 1 < pattern.Length && "wWsSdDbBAzZ".Contains(pattern[i + 1], StringComparison.Ordinal):
                    i++;
                    break;
                case '\\':
                    i = -1;
                    break;
                default:
                    plain = c is not ('.' or '^' or '$' or '+');
                    break;
            }
            if (i < 0)
                return null;
            run = plain ? run + c : Keep(ref best, run);
        }
        Keep(ref best, run);
        return best.Length >= 3 ? best : null;
    }

    private static string Keep(ref string best, string run)
    {
        if (run.Length > best.Length)
            best = run;
        return "";
    }

    private static int Close(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == '[')
                i = Bracket(pattern, i);
            else if (pattern[i] == '(')
                depth++;
            else if (pattern[i] == ')' && --depth == 0)
                return i;
            if (i < 0)
                return -1;
        }
        return -1;
    }

    private static int Bracket(string pattern, int open)
    {
        var i = open + 1;
        if (i < pattern.Length && pattern[i] == '^')
            i++;
        if (i < pattern.Length && pattern[i] == ']')
            i++;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == ']')
                return i;
        }
        return -1;
    }
}
