using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sen.Data;

/// <summary>Makes a name from outside harmless to show, to log and to save.</summary>
internal static partial class FileName
{
    private const int Longest = 120;

    /// <summary>The last part of the path, without control and direction marks, with the extension that fits the content.</summary>
    public static string Clean(string name, string type)
    {
        var last = name.Normalize()[(name.Normalize().LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
            kept.Append(Rune.GetUnicodeCategory(rune) switch
            {
                // Format marks turn "gpj.exe" round on the screen; the replacement rune stands for broken text.
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => "",
                _ when rune == Rune.ReplacementChar => "",
                _ when "<>:\"|?*%".Contains((char)Math.Min(rune.Value, char.MaxValue)) => "_",
                _ => rune.ToString(),
            });
        var clean = Blanks().Replace(kept.ToString(), " ").TrimStart().TrimEnd(' ', '.');
        var extension = FileType.Extension(type);
        var stem = Path.GetFileNameWithoutExtension(clean);
        var declared = Path.GetExtension(clean);
        // "Bản sao 1.2026" ends in a number, not in an extension.
        if (declared.Length is < 2 or > 6 || !declared.Skip(1).All(char.IsAsciiLetterOrDigit) || declared.Skip(1).All(char.IsAsciiDigit))
            stem = clean;
        stem = Cut(stem.Trim(' ', '.'));
        if (stem.Length == 0)
            stem = "tep";
        var fits = declared.Equals(extension, StringComparison.OrdinalIgnoreCase)
            || (type == FileType.Jpeg && declared.Equals(".jpeg", StringComparison.OrdinalIgnoreCase));
        return stem + (fits ? declared.ToLowerInvariant() : extension);
    }

    private static string Cut(string stem)
    {
        if (stem.Length <= Longest)
            return stem;
        var end = char.IsHighSurrogate(stem[Longest - 1]) ? Longest - 1 : Longest;
        return stem[..end].TrimEnd(' ', '.');
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
