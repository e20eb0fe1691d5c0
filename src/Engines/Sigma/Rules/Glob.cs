using System.Text;

namespace Sen.Sigma.Rules;

/// <summary>
/// Sigma text with its wildcards told apart from plain characters: two code points that are no characters stand for <c>*</c> and <c>?</c>.
/// Escapes are those of the rules specification, "Escape Character".
/// </summary>
internal static class Glob
{
    public const char Star = '\uFFFE';
    public const char One = '\uFFFF';

    private static readonly char[] Wildcards = [Star, One];

    public static string Read(string written)
    {
        if (written.AsSpan().IndexOfAny(Star, One) >= 0)
            throw new RefusedException("value", "U+FFFE and U+FFFF are no characters");
        if (written.AsSpan().IndexOfAny('\\', '*', '?') < 0)
            return written;
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            var c = written[i];
            if (c == '\\' && i + 1 < written.Length && (written[i + 1] is '*' or '?' or '\\'))
                text.Append(written[++i]);
            else
                text.Append(c switch { '*' => Star, '?' => One, _ => c });
        }
        return text.ToString();
    }

    public static bool IsPlain(string glob) => glob.AsSpan().IndexOfAny(Star, One) < 0;

    public static string Contains(string glob) => EndsWith(StartsWith(glob));

    public static string StartsWith(string glob) => glob.EndsWith(Star) ? glob : glob + Star;

    public static string EndsWith(string glob) => glob.StartsWith(Star) ? glob : Star + glob;

    /// <summary>The plain pieces between wildcards.</summary>
    public static string[] Pieces(string glob) => glob.Split(Wildcards, StringSplitOptions.RemoveEmptyEntries);

    public static string Show(string glob) => glob.Replace(Star, '*').Replace(One, '?');
}
