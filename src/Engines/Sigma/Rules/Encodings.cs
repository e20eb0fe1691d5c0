using System.Text;
using System.Text.RegularExpressions;

namespace Sen.Sigma.Rules;

/// <summary>Modifiers that make other texts of a text: places, dashes, encodings, placeholders.</summary>
internal static partial class Encodings
{
    private const int MostVariants = 4_096;
    private const string Dashes = "-/\u2013\u2014\u2015";

    // UTF-16 of a text is bytes, not text: each byte is one character, those above ASCII moved to a private range until base64 takes them.
    private const char HighBytes = '\uE000';

    public static IEnumerable<string> Apply(string modifier, string text, Func<string, IReadOnlyList<string>?>? placeholders) => modifier switch
    {
        "contains" => [Glob.Contains(text)],
        "startswith" => [Glob.StartsWith(text)],
        "endswith" => [Glob.EndsWith(text)],
        "windash" => WinDash(text),
        "base64" => [Convert.ToBase64String(Bytes(text))],
        "base64offset" => Offsets(Bytes(text)),
        "wide" or "utf16le" => [FromBytes(Encoding.Unicode.GetBytes(Plain(text)))],
        "utf16be" => [FromBytes(Encoding.BigEndianUnicode.GetBytes(Plain(text)))],
        "utf16" => [FromBytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Plain(text))])],
        "expand" => Expand(text, placeholders),
        _ => throw new RefusedException("modifier", modifier),
    };

    public static bool IsBytes(string text) => text.Any(c => c is >= HighBytes and < (char)(HighBytes + 256));

    private static string Plain(string text) =>
        Glob.IsPlain(text) && !IsBytes(text) ? text : throw new RefusedException("modifier", "wildcards cannot be encoded");

    private static string FromBytes(byte[] bytes) => string.Create(bytes.Length, bytes, (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = source[i] < 0x80 ? (char)source[i] : (char)(HighBytes + source[i]);
    });

    private static byte[] Bytes(string text)
    {
        if (!Glob.IsPlain(text))
            throw new RefusedException("modifier", "wildcards cannot be encoded");
        return IsBytes(text) ? [.. text.Select(c => c < 0x80 ? (byte)c : (byte)(c - HighBytes))] : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>What is surely there when the bytes begin at the first, second or third place of a base64 group.</summary>
    private static IEnumerable<string> Offsets(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var (start, end) = (offset switch { 0 => 0, 1 => 2, _ => 3 }, ((offset + bytes.Length) % 3) switch { 0 => 0, 1 => 3, _ => 2 });
            if (encoded.Length - end <= start)
                throw new RefusedException("value", "too short for base64offset");
            yield return encoded[start..^end];
        }
    }

    /// <summary>Each dash that opens a parameter in each of its spellings.</summary>
    private static List<string> WinDash(string text)
    {
        var variants = new List<string> { text };
        for (var i = 0; i < text.Length; i++)
        {
            if (!Dashes.Contains(text[i], StringComparison.Ordinal) || (i > 0 && IsWord(text[i - 1])) || i + 1 >= text.Length || !IsWord(text[i + 1]))
                continue;
            if (variants.Count * Dashes.Length > MostVariants)
                throw new RefusedException("value", $"windash makes more than {MostVariants} variants of {Glob.Show(text)}");
            variants = [.. variants.SelectMany(variant => Dashes.Select(dash => string.Concat(variant.AsSpan(0, i), [dash], variant.AsSpan(i + 1))))];
        }
        return variants;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static List<string> Expand(string text, Func<string, IReadOnlyList<string>?>? placeholders)
    {
        var results = new List<string> { "" };
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            var before = text[at..match.Index];
            IReadOnlyList<string> values = match.Value == @"\%" ? ["%"]
                : placeholders?.Invoke(match.Groups[1].Value) is { Count: > 0 } given ? [.. given.Select(Glob.Read)]
                : throw new RefusedException("placeholder", $"no values for %{match.Groups[1].Value}%");
            if (results.Count * values.Count > MostVariants)
                throw new RefusedException("placeholder", $"more than {MostVariants} values");
            results = [.. results.SelectMany(result => values.Select(value => result + before + value))];
            at = match.Index + match.Length;
        }
        return [.. results.Select(result => result + text[at..])];
    }

    [GeneratedRegex(@"\\%|%([^%\s]+)%")]
    private static partial Regex Placeholder();
}
