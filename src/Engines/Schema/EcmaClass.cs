using System.Globalization;
using System.Text;

namespace Sen.Schema;

/// <summary>A character class of ECMA-262 for .NET, which sees UTF-16 units: code points above U+FFFF become alternatives of surrogate pairs.</summary>
internal sealed class EcmaClass
{
    private const string Blank = "\\t\\n\\v\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";
    private const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    private readonly StringBuilder units = new();
    private readonly List<string> pairs = [];
    private readonly List<string> excluded = [];

    /// <summary>Reads a class whose opening bracket was read.</summary>
    public EcmaClass(string pattern, ref int at)
    {
        var negated = at < pattern.Length && pattern[at] == '^';
        if (negated)
            at++;
        while (true)
        {
            if (at >= pattern.Length)
                throw new ArgumentException("The class has no end.");
            if (pattern[at] == ']')
                break;
            Member(pattern, ref at);
        }
        at++;
        Text = negated ? Negated() : Positive();
    }

    public static string Dot => $"(?:{Pair}|[^\\n\\r\\u2028\\u2029])";

    public string Text { get; }

    /// <summary>An escape outside a class; the backslash was read.</summary>
    public static string Outside(string pattern, ref int at)
    {
        if (Set(pattern, ref at) is { } set)
            return set.Negated ? $"(?:{Pair}|[^{set.Units}])" : $"[{set.Units}]";
        var point = Point(pattern, ref at, inClass: false);
        return point > 0xFFFF ? $"(?:{Unit(point)})" : Unit(point);
    }

    private string Positive()
    {
        var options = pairs.Concat(excluded.Select(set => $"(?:{Pair}|[^{set}])")).ToList();
        if (units.Length > 0)
            options.Add($"[{units}]");
        return options.Count == 0 ? "(?!)" : options is [var only] && pairs.Count == 0 ? only : $"(?:{string.Join('|', options)})";
    }

    private string Negated()
    {
        var barred = string.Concat(pairs.Select(pair => $"(?!{pair})")) + string.Concat(excluded.Select(set => $"(?=[{set}])"));
        return $"(?:{barred}(?:{Pair}|[^{units}\\uD800-\\uDFFF]|[\\uD800-\\uDFFF]))";
    }

    private void Member(string pattern, ref int at)
    {
        if (Read(pattern, ref at) is not { } first)
            return;
        if (at + 1 >= pattern.Length || pattern[at] != '-' || pattern[at + 1] == ']')
        {
            Range(first, first);
            return;
        }
        at++;
        if (Read(pattern, ref at) is not { } last || last < first)
            throw new ArgumentException("The range of the class has no order.");
        Range(first, last);
    }

    /// <summary>A code point; null where a set such as <c>\d</c> stood, which is added.</summary>
    private int? Read(string pattern, ref int at)
    {
        if (pattern[at] != '\\')
        {
            var rune = Rune.TryGetRuneAt(pattern, at, out var read) ? read : Rune.ReplacementChar;
            at += rune.Utf16SequenceLength;
            return rune.Value;
        }
        at++;
        if (Set(pattern, ref at) is not { } set)
            return Point(pattern, ref at, inClass: true);
        if (set.Negated)
            excluded.Add(set.Units);
        else
            units.Append(set.Units);
        return null;
    }

    private void Range(int first, int last)
    {
        if (first <= 0xFFFF)
            units.Append(Unit(first)).Append('-').Append(Unit(Math.Min(last, 0xFFFF)));
        for (first = Math.Max(first, 0x10000); first <= last;)
        {
            // One leading surrogate covers 1,024 code points.
            var end = Math.Min(last, first | 0x3FF);
            pairs.Add($"{Unit(first)[..6]}[{Unit(first)[6..]}-{Unit(end)[6..]}]");
            first = end + 1;
        }
    }

    private static (string Units, bool Negated)? Set(string pattern, ref int at)
    {
        var c = at < pattern.Length ? pattern[at] : '\0';
        var set = c switch { 'd' or 'D' => "0-9", 'w' or 'W' => "A-Za-z0-9_", 's' or 'S' => Blank, _ => null };
        if (c is 'p' or 'P')
        {
            var end = at + 1 < pattern.Length && pattern[at + 1] == '{' ? pattern.IndexOf('}', at) : -1;
            if (end < 0)
                throw new ArgumentException("A property of characters stands in braces.");
            set = EcmaProperty.Units(pattern[(at + 2)..end]);
            at = end;
        }
        if (set is null)
            return null;
        at++;
        return (set, char.IsUpper(c));
    }

    private static int Point(string pattern, ref int at, bool inClass)
    {
        if (at >= pattern.Length)
            throw new ArgumentException("A '\\' stands at the end.");
        var c = pattern[at++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'b' when inClass: return '\b';
            case '0' when at >= pattern.Length || !char.IsAsciiDigit(pattern[at]): return 0;
            case 'c' when at < pattern.Length && char.IsAsciiLetter(pattern[at]): return pattern[at++] % 32;
            case 'x': return Hex(pattern, ref at, 2);
            case 'u' when at < pattern.Length && pattern[at] == '{':
                var end = pattern.IndexOf('}', at);
                var from = at + 1;
                at = end + 1;
                return end > from && int.TryParse(pattern.AsSpan(from, end - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) && point <= 0x10FFFF
                    ? point : throw new ArgumentException("A code point in braces is hexadecimal, to 10FFFF.");
            case 'u':
                var high = Hex(pattern, ref at, 4);
                if (!char.IsHighSurrogate((char)high) || at + 6 > pattern.Length || pattern[at] != '\\' || pattern[at + 1] != 'u')
                    return high;
                var (mark, next) = (at, at + 2);
                var low = Hex(pattern, ref next, 4);
                at = char.IsLowSurrogate((char)low) ? next : mark;
                return at == next ? char.ConvertToUtf32((char)high, (char)low) : high;
            default:
                // Unicode mode allows only marks of the syntax here; other marks are harmless and common in old patterns.
                return char.IsAsciiLetterOrDigit(c) ? throw new ArgumentException($"ECMA-262 has no escape '\\{c}'.") : c;
        }
    }

    private static int Hex(string pattern, ref int at, int count)
    {
        if (at + count > pattern.Length || !int.TryParse(pattern.AsSpan(at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new ArgumentException($"{count} hexadecimal digits are wanted.");
        at += count;
        return value;
    }

    private static string Unit(int point) => point > 0xFFFF
        ? string.Concat(char.ConvertFromUtf32(point).Select(unit => Unit(unit)))
        : string.Create(CultureInfo.InvariantCulture, $"\\u{point:X4}");
}
