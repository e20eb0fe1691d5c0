using System.Text;

namespace Sen.Lexis;

/// <summary>
/// Makes spellings of one word equal. <see cref="Text"/> gives what <c>sen_fold()</c> gives in SQL (src/Data/migrations):
/// compatibility decomposition (NFKD), no marks, lower case, đ as d, Arabic alef, ya and ta marbuta forms as one, i and y as one
/// where Vietnamese writes both ("lý" = "lí", "y tế" = "i tế", not "tay" = "tai").
/// </summary>
public static class Fold
{
    // Stroked letters have no decomposition; the Arabic ones are forms of alef, ya, ha and kaf.
    private const string From = "đłøħıðςٱىةیک", To = "dlohidσايهيك";

    /// <summary>The folded text; "ĐẤT ĐAI, Hoà" gives "dat dai, hoa". Runs of letters and digits stay runs.</summary>
    public static string Text(string input)
    {
        if (IsPlain(input))
            return WithOneI(input.ToLowerInvariant());
        var folded = new StringBuilder(input.Length);
        foreach (var c in Decompose(input))
            if (!IsMark(c))
                folded.Append(Plain(char.ToLowerInvariant(c)));
        return WithOneI(folded.ToString());
    }

    /// <summary>
    /// The key of one word in the accented index: letters with their shape (â, ơ, đ), then its tone marks. It is the same for both
    /// placements of a tone ("hoà", "hòa") and for i and y, and equal to <see cref="Text"/> where the word has no mark.
    /// </summary>
    public static string Key(string word)
    {
        if (IsPlain(word))
            return WithOneI(word.ToLowerInvariant());
        var (letters, tones) = (new StringBuilder(word.Length), new StringBuilder(2));
        foreach (var c in Decompose(word))
            if (IsTone(c))
                tones.Append(c);
            else if (c == 'đ' || c == 'Đ')
                letters.Append('đ');
            else if (IsShape(c) || !IsMark(c))
                letters.Append(Plain(char.ToLowerInvariant(c)));
        return WithOneI(letters.ToString().Normalize(NormalizationForm.FormC), shaped: true) + tones;
    }

    /// <summary>Grave, acute, tilde, hook above, dot below.</summary>
    private static bool IsTone(char c) => c is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323';

    /// <summary>Circumflex, breve, horn: they make another letter of Vietnamese.</summary>
    private static bool IsShape(char c) => c is '\u0302' or '\u0306' or '\u031B';

    /// <summary>What folding drops: combining marks of Latin and Arabic, tatweel, and characters without width.</summary>
    private static bool IsMark(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\u0610' and <= '\u061A') or '\u0640'
        or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u06D6' and <= '\u06DC') or (>= '\u06DF' and <= '\u06E4') or '\u06E7' or '\u06E8'
        or (>= '\u06EA' and <= '\u06ED') or '\u00AD' or (>= '\u200B' and <= '\u200F') or '\uFEFF';

    private static char Plain(char c) => c < 128 ? c : From.IndexOf(c) is >= 0 and var at ? To[at] : c;

    private static bool IsPlain(string text) => System.Text.Ascii.IsValid(text);

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, or a code that is no character.
            return new string([.. text.Select(c => char.IsSurrogate(c) || c == '\uFFFE' ? '\uFFFD' : c)]).Normalize(NormalizationForm.FormKD);
        }
    }

    /// <summary>A final y after a consonant or "qu", or alone, is i.</summary>
    private static string WithOneI(string text, bool shaped = false)
    {
        if (!text.Contains('y'))
            return text;
        var letters = text.ToCharArray();
        for (var at = 0; at < letters.Length; at++)
        {
            if (text[at] != 'y' || (at + 1 < text.Length && IsWord(text[at + 1], shaped)))
                continue;
            var before = at > 0 ? text[at - 1] : ' ';
            if (!IsWord(before, shaped) || "bcdghklmnprstvx".Contains(before) || (before == 'u' && at > 1 && text[at - 2] == 'q'))
                letters[at] = 'i';
        }
        return new string(letters);
    }

    private static bool IsWord(char c, bool shaped) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || (shaped && c >= 128);
}
