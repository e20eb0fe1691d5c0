using System.Text;
using Sen.Sigma.Events;
using Sen.Sigma.Rules;

namespace Sen.Sigma.Matching;

/// <summary>Text with wildcards inside: <c>*</c> any run, <c>?</c> one character. Greedy from the left, going back to the last star only.</summary>
internal sealed class GlobPattern
{
    private const short Star = -1;
    private const short One = -2;

    private readonly short[] _pattern;

    public GlobPattern(string glob, bool cased)
    {
        var pattern = new List<short>();
        var start = 0;
        for (var i = 0; i <= glob.Length; i++)
        {
            if (i < glob.Length && glob[i] is not (Glob.Star or Glob.One))
                continue;
            var piece = glob[start..i];
            pattern.AddRange((cased ? Encoding.UTF8.GetBytes(piece) : Folding.Fold(piece)).Select(b => (short)b));
            if (i < glob.Length)
                pattern.Add(glob[i] == Glob.Star ? Star : One);
            start = i + 1;
        }
        _pattern = [.. pattern];
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < _pattern.Length && _pattern[p] == text[t])
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (p < _pattern.Length && _pattern[p] == One)
            {
                (p, t) = (p + 1, After(text, t));
            }
            else if (p < _pattern.Length && _pattern[p] == Star)
            {
                (star, mark) = (p++, t);
            }
            else if (star >= 0)
            {
                mark = After(text, mark);
                (p, t) = (star + 1, mark);
            }
            else
            {
                return false;
            }
        }
        while (p < _pattern.Length && _pattern[p] == Star)
            p++;
        return p == _pattern.Length;
    }

    private static int After(ReadOnlySpan<byte> text, int at)
    {
        at++;
        while (at < text.Length && (text[at] & 0xC0) == 0x80)
            at++;
        return at;
    }
}
