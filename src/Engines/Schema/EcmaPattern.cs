using System.Globalization;
using System.Text;

namespace Sen.Schema;

/// <summary>
/// Patterns of ECMA-262 (Unicode mode), which JSON Schema uses, rewritten for the engine of .NET: <c>\d</c>, <c>\w</c>, <c>\s</c> and <c>\b</c> know
/// ASCII (and ECMA's blanks) only, <c>$</c> is the very end, <c>.</c> stops at all line ends, groups are numbered in their order, and a code point
/// outside the basic plane is one character. What ECMA-262 does not know is refused.
/// </summary>
internal sealed class EcmaPattern
{
    private const string Word = "A-Za-z0-9_";
    private const string Boundary = $"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))";
    private const string NoBoundary = $"(?:(?<=[{Word}])(?=[{Word}])|(?<![{Word}])(?![{Word}]))";

    private readonly string pattern;
    private readonly StringBuilder result;
    private readonly List<string?> groups = [];
    private int at;
    private int opened;

    private EcmaPattern(string pattern)
    {
        (this.pattern, result) = (pattern, new StringBuilder(pattern.Length + 16));
        FindGroups();
    }

    /// <exception cref="ArgumentException">The pattern is none of ECMA-262.</exception>
    public static string Translate(string pattern)
    {
        var translation = new EcmaPattern(pattern);
        while (translation.at < pattern.Length)
            translation.Next();
        return translation.result.ToString();
    }

    private static ArgumentException Wrong(string what) => new($"ECMA-262 has no {what}.");

    private void Next()
    {
        var c = pattern[at++];
        switch (c)
        {
            case '\\': Escape(); break;
            case '[': result.Append(new EcmaClass(pattern, ref at).Text); break;
            case '(': Group(); break;
            case '$': result.Append("\\z"); break;
            case '.': result.Append(EcmaClass.Dot); break;
            default:
                if (char.IsHighSurrogate(c) && at < pattern.Length && char.IsLowSurrogate(pattern[at]))
                    result.Append("(?:").Append(c).Append(pattern[at++]).Append(')');
                else
                    result.Append(c is '#' or ' ' ? "\\" + c : c.ToString());
                break;
        }
    }

    /// <summary>Capturing groups in order, with their names: references may stand before them.</summary>
    private void FindGroups()
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (inClass || pattern[i] != '(')
                inClass = pattern[i] == '[' || (inClass && pattern[i] != ']');
            else if (i + 1 >= pattern.Length || pattern[i + 1] != '?')
                groups.Add(null);
            else if (IsNamed(i + 1))
                groups.Add(pattern[(i + 3)..pattern.IndexOf('>', i)]);
        }
    }

    private bool IsNamed(int question) => question + 2 < pattern.Length && pattern[question + 1] == '<' && pattern[question + 2] is not ('=' or '!') && pattern.IndexOf('>', question) > 0;

    private void Group()
    {
        if (at >= pattern.Length || pattern[at] != '?')
        {
            result.Append(CultureInfo.InvariantCulture, $"(?<g{++opened}>");
            return;
        }
        if (IsNamed(at))
        {
            result.Append(CultureInfo.InvariantCulture, $"(?<g{++opened}>");
            at = pattern.IndexOf('>', at) + 1;
            return;
        }
        var end = at + 1;
        while (end < pattern.Length && (char.IsAsciiLetter(pattern[end]) || pattern[end] is '-' or '<'))
            end++;
        var head = end < pattern.Length ? pattern[at..(end + 1)] : "";
        if (head is not ("?:" or "?=" or "?!" or "?<=" or "?<!") && !(head is [_, .., ':'] && head[1..^1].All(flag => flag is 'i' or 'm' or 's' or '-')))
            throw Wrong($"group '({pattern[at..Math.Min(end + 1, pattern.Length)]}'");
        result.Append('(').Append(head);
        at = end + 1;
    }

    private void Escape()
    {
        if (at >= pattern.Length)
            throw Wrong("'\\' at the end");
        switch (pattern[at])
        {
            case 'b': result.Append(Boundary); at++; break;
            case 'B': result.Append(NoBoundary); at++; break;
            case 'k':
                var end = pattern.IndexOf('>', at);
                if (end < 0 || groups.IndexOf(pattern[(at + 2)..end]) is not (>= 0 and var named))
                    throw Wrong("such name behind '\\k'");
                Reference(named + 1);
                at = end + 1;
                break;
            case >= '1' and <= '9':
                var digits = at;
                while (at < pattern.Length && char.IsAsciiDigit(pattern[at]))
                    at++;
                var number = int.Parse(pattern.AsSpan(digits, at - digits), CultureInfo.InvariantCulture);
                Reference(number <= groups.Count ? number : throw Wrong($"group {number} here"));
                break;
            default: result.Append(EcmaClass.Outside(pattern, ref at)); break;
        }
    }

    /// <summary>A group that took no part matches the empty text in ECMA-262, and nothing in .NET.</summary>
    private void Reference(int number)
    {
        if (number <= opened)
            result.Append(CultureInfo.InvariantCulture, $"(?(g{number})\\k<g{number}>|)");
    }
}
