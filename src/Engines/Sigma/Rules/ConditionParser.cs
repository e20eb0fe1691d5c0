using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Sen.Sigma.Rules;

/// <summary>
/// A condition over named selections: <c>or</c>, <c>and</c>, <c>not</c>, <c>N of pattern</c>, <c>all of them</c>, parentheses;
/// binding as the rules specification orders it.
/// </summary>
internal sealed partial class ConditionParser
{
    private const int MostDepth = 100;

    private readonly IReadOnlyDictionary<string, Expr> _selections;
    private readonly string[] _tokens;
    private int _at;
    private int _depth;

    private ConditionParser(string condition, IReadOnlyDictionary<string, Expr> selections)
    {
        _selections = selections;
        _tokens = [.. Token().Matches(condition).Select(match => match.Value)];
        if (_tokens.Contains("|"))
            throw new RefusedException("condition", "aggregation by a pipe left the standard: write a correlation");
        if (_tokens.Sum(token => token.Length) != condition.Count(c => !char.IsWhiteSpace(c)))
            throw new RefusedException("condition", $"cannot read {condition}");
    }

    public static Expr Parse(string condition, IReadOnlyDictionary<string, Expr> selections)
    {
        var parser = new ConditionParser(condition, selections);
        var expr = parser.Or();
        return parser._at == parser._tokens.Length ? expr : throw parser.Unexpected();
    }

    private Expr Or() => Chain("or", And, parts => new AtLeast(1, parts));

    private Expr And() => Chain("and", Not, parts => new AllOf(parts));

    private Expr Chain(string word, Func<Expr> part, Func<IReadOnlyList<Expr>, Expr> join)
    {
        var parts = new List<Expr> { part() };
        while (Take(word))
            parts.Add(part());
        return parts.Count == 1 ? parts[0] : join(parts);
    }

    private Expr Not()
    {
        if (++_depth > MostDepth)
            throw new RefusedException("condition", $"deeper than {MostDepth}");
        var expr = Take("not") ? new NotOf(Not()) : Primary();
        _depth--;
        return expr;
    }

    private Expr Primary()
    {
        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw Unexpected();
        }
        if (_at >= _tokens.Length)
            throw Unexpected();
        var word = _tokens[_at++];
        if (_at < _tokens.Length && Is("of"))
            return Of(word);
        return _selections.TryGetValue(word, out var selection) ? selection : throw new RefusedException("condition", $"no selection {word}");
    }

    private Expr Of(string count)
    {
        _at++;
        var pattern = _at < _tokens.Length ? _tokens[_at++] : throw Unexpected();
        var them = pattern.Equals("them", StringComparison.OrdinalIgnoreCase);
        var hidden = pattern.StartsWith('_');
        var parts = _selections.Where(pair => (them || FileSystemName.MatchesSimpleExpression(pattern, pair.Key, false)) && (hidden || !pair.Key.StartsWith('_'))).Select(pair => pair.Value).ToArray();
        if (parts.Length == 0)
            throw new RefusedException("condition", $"no selection is like {pattern}");
        if (count.Equals("all", StringComparison.OrdinalIgnoreCase))
            return parts.Length == 1 ? parts[0] : new AllOf(parts);
        var least = count.Equals("any", StringComparison.OrdinalIgnoreCase) ? 1
            : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new RefusedException("condition", $"{count} of {pattern}");
        if (least > parts.Length)
            throw new RefusedException("condition", $"{count} of {pattern}: there are only {parts.Length}");
        return parts.Length == 1 ? parts[0] : new AtLeast(least, parts);
    }

    private bool Is(string word) => _at < _tokens.Length && _tokens[_at].Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool Take(string word)
    {
        if (!Is(word))
            return false;
        _at++;
        return true;
    }

    private RefusedException Unexpected() => new("condition", _at < _tokens.Length ? $"{_tokens[_at]} is not expected here" : "the condition ends too early");

    [GeneratedRegex(@"[()|]|[^\s()|]+")]
    private static partial Regex Token();
}
