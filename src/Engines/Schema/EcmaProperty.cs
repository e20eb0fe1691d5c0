namespace Sen.Schema;

/// <summary>
/// Properties of characters (<c>\p{...}</c>) that ECMA-262 names, as members of a .NET class. Code points above U+FFFF have no category in .NET's
/// engine, so letters of those planes are not found.
/// </summary>
internal static class EcmaProperty
{
    private static readonly string[] Categories =
        ["L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn"];

    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L", ["Uppercase_Letter"] = "Lu", ["Lowercase_Letter"] = "Ll", ["Titlecase_Letter"] = "Lt", ["Modifier_Letter"] = "Lm", ["Other_Letter"] = "Lo",
        ["Mark"] = "M", ["Combining_Mark"] = "M", ["Nonspacing_Mark"] = "Mn", ["Spacing_Mark"] = "Mc", ["Enclosing_Mark"] = "Me",
        ["Number"] = "N", ["Decimal_Number"] = "Nd", ["digit"] = "Nd", ["Letter_Number"] = "Nl", ["Other_Number"] = "No",
        ["Punctuation"] = "P", ["punct"] = "P", ["Connector_Punctuation"] = "Pc", ["Dash_Punctuation"] = "Pd", ["Open_Punctuation"] = "Ps", ["Close_Punctuation"] = "Pe",
        ["Initial_Punctuation"] = "Pi", ["Final_Punctuation"] = "Pf", ["Other_Punctuation"] = "Po",
        ["Symbol"] = "S", ["Math_Symbol"] = "Sm", ["Currency_Symbol"] = "Sc", ["Modifier_Symbol"] = "Sk", ["Other_Symbol"] = "So",
        ["Separator"] = "Z", ["Space_Separator"] = "Zs", ["Line_Separator"] = "Zl", ["Paragraph_Separator"] = "Zp",
        ["Other"] = "C", ["Control"] = "Cc", ["cntrl"] = "Cc", ["Format"] = "Cf", ["Surrogate"] = "Cs", ["Private_Use"] = "Co", ["Unassigned"] = "Cn",
    };

    /// <summary>Binary properties, and the scripts of the basic plane that forms meet, by their ranges in Unicode 15.</summary>
    private static readonly Dictionary<string, string> Sets = new(StringComparer.Ordinal)
    {
        ["Any"] = "\\u0000-\\uFFFF", ["ASCII"] = "\\u0000-\\u007F", ["ASCII_Hex_Digit"] = "0-9A-Fa-f", ["AHex"] = "0-9A-Fa-f",
        ["Alphabetic"] = "\\p{L}\\p{Nl}", ["Alpha"] = "\\p{L}\\p{Nl}", ["Lowercase"] = "\\p{Ll}", ["Lower"] = "\\p{Ll}", ["Uppercase"] = "\\p{Lu}", ["Upper"] = "\\p{Lu}",
        ["White_Space"] = "\\t-\\r \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000", ["ID_Start"] = "\\p{L}\\p{Nl}", ["ID_Continue"] = "\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}",
        ["Script=Latin"] = "A-Za-z\\u00AA\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02B8\\u02E0-\\u02E4\\u1D00-\\u1D25\\u1D2C-\\u1D5C\\u1D62-\\u1D65\\u1D6B-\\u1D77\\u1D79-\\u1DBE\\u1E00-\\u1EFF\\u2071\\u207F\\u2090-\\u209C\\u212A\\u212B\\u2132\\u214E\\u2160-\\u2188\\u2C60-\\u2C7F\\uA722-\\uA787\\uA78B-\\uA7FF\\uAB30-\\uAB5A\\uAB5C-\\uAB64\\uFB00-\\uFB06\\uFF21-\\uFF3A\\uFF41-\\uFF5A",
        ["Script=Greek"] = "\\u0370-\\u0373\\u0375-\\u0377\\u037A-\\u037D\\u037F\\u0384\\u0386\\u0388-\\u03E1\\u03F0-\\u03FF\\u1D26-\\u1D2A\\u1F00-\\u1FFE\\u2126",
        ["Script=Cyrillic"] = "\\u0400-\\u0484\\u0487-\\u052F\\u1C80-\\u1C88\\u1D2B\\u1D78\\u2DE0-\\u2DFF\\uA640-\\uA69F\\uFE2E\\uFE2F",
        ["Script=Hebrew"] = "\\u0591-\\u05C7\\u05D0-\\u05EA\\u05EF-\\u05F4\\uFB1D-\\uFB4F",
        ["Script=Arabic"] = "\\u0600-\\u0604\\u0606-\\u060B\\u060D-\\u061A\\u061C-\\u061E\\u0620-\\u063F\\u0641-\\u064A\\u0656-\\u066F\\u0671-\\u06DC\\u06DE-\\u06FF\\u0750-\\u077F\\u0870-\\u08FF\\uFB50-\\uFDFF\\uFE70-\\uFEFC",
        ["Script=Thai"] = "\\u0E01-\\u0E3A\\u0E40-\\u0E5B", ["Script=Lao"] = "\\u0E81-\\u0EDF", ["Script=Khmer"] = "\\u1780-\\u17F9\\u19E0-\\u19FF",
        ["Script=Hiragana"] = "\\u3041-\\u3096\\u309D-\\u309F", ["Script=Katakana"] = "\\u30A1-\\u30FA\\u30FD-\\u30FF\\u31F0-\\u31FF\\uFF66-\\uFF6F\\uFF71-\\uFF9D",
        ["Script=Hangul"] = "\\u1100-\\u11FF\\u3131-\\u318E\\uA960-\\uA97C\\uAC00-\\uD7A3\\uD7B0-\\uD7FB", ["Script=Han"] = "\\u2E80-\\u2FD5\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303B\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAD9",
    };

    /// <exception cref="ArgumentException">There is no such property.</exception>
    public static string Units(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var (kind, value) = equals < 0 ? ("", name) : (name[..equals], name[(equals + 1)..]);
        if (kind is "" or "General_Category" or "gc" && (Categories.Contains(value) ? value : Long.GetValueOrDefault(value)) is { } category)
            return $"\\p{{{category}}}";
        return Sets.GetValueOrDefault(kind is "Script" or "sc" or "Script_Extensions" or "scx" ? $"Script={value}" : name)
            ?? throw new ArgumentException($"There is no property '{name}'.");
    }
}
