using System.Text;

namespace Sen.Schema;

/// <summary>
/// Patterns of ECMA-262, which JSON Schema uses, for the engine of .NET: <c>\d</c>, <c>\w</c> and <c>\s</c> know ASCII (and ECMA's blanks) only,
/// <c>$</c> is the very end, <c>.</c> stops at all line ends, <c>\u{...}</c> and long names of categories are written out.
/// </summary>
internal static class EcmaPattern
{
    private const string Blank = "\\t\\n\\v\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

    public static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i + 1, inClass, result);
                continue;
            }
            if (c == '[' && inClass)
                result.Append('\\');
            inClass = c == '[' || (inClass && c != ']');
            result.Append(inClass ? c.ToString() : c switch { '$' => "\\z", '.' => "[^\\n\\r\\u2028\\u2029]", _ => c.ToString() });
        }
        return result.ToString();
    }

    private static int Escape(string pattern, int at, bool inClass, StringBuilder result)
    {
        var set = pattern[at] switch { 'd' or 'D' => "0-9", 'w' or 'W' => "A-Za-z0-9_", 's' or 'S' => Blank, _ => null };
        if (set is not null && char.IsLower(pattern[at]))
        {
            result.Append(inClass ? set : $"[{set}]");
            return at;
        }
        if (set is not null && !inClass)
        {
            result.Append("[^").Append(set).Append(']');
            return at;
        }
        if (pattern[at] is 'p' or 'P' && Braced(pattern, at + 1) is { } category)
        {
            result.Append('\\').Append(pattern[at]).Append('{').Append(Category(category)).Append('}');
            return at + category.Length + 2;
        }
        if (pattern[at] == 'u' && Braced(pattern, at + 1) is { } code && int.TryParse(code, System.Globalization.NumberStyles.HexNumber, null, out var point) && Rune.IsValid(point))
        {
            foreach (var unit in new Rune(point).ToString())
                result.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            return at + code.Length + 2;
        }
        result.Append('\\').Append(pattern[at]);
        return at;
    }

    private static string? Braced(string pattern, int at) =>
        at < pattern.Length && pattern[at] == '{' && pattern.IndexOf('}', at) is > 0 and var end ? pattern[(at + 1)..end] : null;

    private static string Category(string name) => name switch
    {
        "Letter" => "L",
        "Uppercase_Letter" or "Lu" => "Lu",
        "Lowercase_Letter" or "Ll" => "Ll",
        "Mark" => "M",
        "Number" => "N",
        "Decimal_Number" or "digit" => "Nd",
        "Punctuation" or "punct" => "P",
        "Symbol" => "S",
        "Separator" => "Z",
        "Script=Latin" => "IsBasicLatin",
        "Script=Cyrillic" => "IsCyrillic",
        "Script=Greek" => "IsGreek",
        _ => name,
    };
}
