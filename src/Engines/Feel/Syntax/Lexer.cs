using System.Globalization;
using System.Text;

namespace Sen.Feel;

/// <summary>Cuts FEEL text into tokens. Names are single words here; the parser joins words to names with spaces.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
        ["..", "**", "<=", ">=", "!=", "->", "+", "-", "*", "/", "=", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ".", "'", "`", "?", "!", "&", "|", "#", "%", ";", "^", "~", "$"];

    public static Token[] Read(string text)
    {
        if (text.Length > FeelLimits.MaxTextLength)
            throw Error(text, 0, $"at most {FeelLimits.MaxTextLength} characters", $"{text.Length} characters");
        var tokens = new List<Token>(text.Length / 3 + 1);
        var at = 0;
        while ((at = SkipBlank(text, at)) < text.Length)
        {
            var token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return [.. tokens];
    }

    public static FeelSyntaxException Error(string text, int at, string expected, string found)
    {
        var (line, column) = Place(text, at);
        return new FeelSyntaxException(line, column, expected, found);
    }

    /// <summary>Line and column of an offset, from 1.</summary>
    public static (int Line, int Column) Place(string text, int at)
    {
        at = Math.Min(at, text.Length);
        return (text.AsSpan(0, at).Count('\n') + 1, at - (at == 0 ? -1 : text.LastIndexOf('\n', at - 1)));
    }

    private static Token Next(string text, int at)
    {
        var c = text[at];
        if (c == '"')
            return String(text, at, at, TokenKind.String);
        if (c == '@')
        {
            var quote = SkipBlank(text, at + 1);
            return quote < text.Length && text[quote] == '"'
                ? String(text, at, quote, TokenKind.At)
                : throw Error(text, quote, "a string after '@'", quote < text.Length ? $"'{text[quote]}'" : "end of text");
        }
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Number(text, at);
        if (IsNameStart(c))
        {
            var end = at + 1;
            while (end < text.Length && (IsNameStart(text[end]) || IsNamePart(text[end])))
                end++;
            return new Token(TokenKind.Name, text[at..end], at, end);
        }
        if (c == '?')
            return new Token(TokenKind.Name, "?", at, at + 1);
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
                return new Token(TokenKind.Symbol, symbol, at, at + symbol.Length);
        }
        throw Error(text, at, "FEEL text", $"'{c}'");
    }

    private static Token Number(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1;
            if (digits < text.Length && text[digits] is '+' or '-')
                digits++;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                end = digits;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                    end++;
            }
        }
        return new Token(TokenKind.Number, text[at..end], at, end);
    }

    private static Token String(string text, int start, int quote, TokenKind kind)
    {
        var value = new StringBuilder();
        for (var at = quote + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"': return new Token(kind, value.ToString(), start, at + 1);
                case '\\' when at + 1 < text.Length: at = Escape(text, at, value); break;
                default: value.Append(text[at]); break;
            }
        }
        throw Error(text, text.Length, "a closing '\"'", "end of text");
    }

    /// <summary>Reads one escape and returns the offset of its last character. An unknown escape keeps its backslash, as patterns need.</summary>
    private static int Escape(string text, int at, StringBuilder value)
    {
        switch (text[at + 1])
        {
            case 'n': value.Append('\n'); return at + 1;
            case 'r': value.Append('\r'); return at + 1;
            case 't': value.Append('\t'); return at + 1;
            case '"': value.Append('"'); return at + 1;
            case '\'': value.Append('\''); return at + 1;
            case '\\': value.Append('\\'); return at + 1;
            case 'u' when Hex(text, at + 2, 4) is { } code: value.Append((char)code); return at + 5;
            case 'U' when Hex(text, at + 2, 6) is { } code && Rune.IsValid(code): value.Append(new Rune(code)); return at + 7;
            default: value.Append('\\'); return at;
        }
    }

    private static int? Hex(string text, int at, int count) => at + count <= text.Length
        && int.TryParse(text.AsSpan(at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] is '\uFEFF' or '\u180E')
                at++;
            else if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : throw Error(text, text.Length, "'*/'", "end of text");
            else
                break;
        }
        return at;
    }

    // Surrogates: the standard's name characters reach from U+10000 to U+EFFFF.
    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_' || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherSymbol;

    private static bool IsNamePart(char c) => char.IsDigit(c) || c == '\u00B7'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
