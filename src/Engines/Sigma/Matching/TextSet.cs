using System.Text;
using Sen.Sigma.Events;
using Sen.Sigma.Rules;

namespace Sen.Sigma.Matching;

/// <summary>Any of many texts, all with or all without regard to case: hashes for whole values, ends by comparison, an automaton from eight "contains" up.</summary>
internal sealed class TextSet
{
    private const int AutomatonFrom = 8;

    private readonly List<byte[]> _starts = [];
    private readonly List<byte[]> _ends = [];
    private readonly List<byte[]> _inside = [];
    private readonly List<GlobPattern> _globs = [];
    private readonly HashSet<byte[]> _whole = new(ByteComparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly AhoCorasick? _automaton;
    private readonly bool _anything;

    public TextSet(IEnumerable<TextCheck> checks, bool cased)
    {
        _lookup = _whole.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var glob in checks.Select(check => check.Glob).Distinct())
        {
            var (open, close) = (glob.StartsWith(Glob.Star), glob.EndsWith(Glob.Star));
            var middle = glob.Trim(Glob.Star);
            var bytes = cased ? Encoding.UTF8.GetBytes(middle) : Folding.Fold(middle);
            if (!Glob.IsPlain(middle))
                _globs.Add(new(glob, cased));
            else if (middle.Length == 0)
                (_anything, _) = (_anything || open, !open && _whole.Add([]));
            else if (open && close)
                _inside.Add(bytes);
            else if (open)
                _ends.Add(bytes);
            else if (close)
                _starts.Add(bytes);
            else
                _whole.Add(bytes);
        }
        if (_inside.Count >= AutomatonFrom)
            _automaton = new(_inside);
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_anything || (_whole.Count > 0 && _lookup.Contains(text)))
            return true;
        foreach (var end in _ends)
            if (text.EndsWith(end))
                return true;
        foreach (var start in _starts)
            if (text.StartsWith(start))
                return true;
        if (_automaton is not null ? _automaton.Any(text) : Inside(text))
            return true;
        foreach (var glob in _globs)
            if (glob.Matches(text))
                return true;
        return false;
    }

    private bool Inside(ReadOnlySpan<byte> text)
    {
        foreach (var needle in _inside)
            if (text.IndexOf(needle) >= 0)
                return true;
        return false;
    }
}
