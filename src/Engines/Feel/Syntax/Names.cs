namespace Sen.Feel;

/// <summary>
/// Names that hold spaces, operators or keywords ("date and time", "Pre-bureau risk"). They are found as runs of tokens, longest first
/// (DMN 1.5 §10.3.1.3: names in scope win over operators).
/// </summary>
internal sealed class Names
{
    private readonly Dictionary<string, List<(string Name, string[] Words)>> byFirstWord = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<string> all;

    public Names(IEnumerable<string> names)
    {
        all = [.. names];
        names = all;
        foreach (var name in names.Distinct(StringComparer.Ordinal))
            Add(name);
        foreach (var list in byFirstWord.Values)
            list.Sort((a, b) => b.Words.Length.CompareTo(a.Words.Length));
    }

    /// <summary>Whether a name holds more than words, so that it could also be read as an expression.</summary>
    public static bool HasSymbols(string name) => name.Any(c => c is '.' or '+' or '-' or '*' or '/' or '\'');

    /// <summary>The same names but some.</summary>
    public Names Without(IReadOnlySet<string> others) => new(all.Where(name => !others.Contains(name)));

    /// <summary>The known name that starts at a token and the number of its tokens; only names of several tokens are kept.</summary>
    public (string Name, int Length)? Match(Token[] tokens, int at)
    {
        if (!byFirstWord.TryGetValue(tokens[at].Text, out var candidates))
            return null;
        foreach (var (name, words) in candidates)
        {
            var same = 0;
            while (same < words.Length && tokens[at + same].Kind is TokenKind.Name or TokenKind.Symbol or TokenKind.Number && tokens[at + same].Text == words[same])
                same++;
            if (same == words.Length)
                return (name, same);
        }
        return null;
    }

    private void Add(string name)
    {
        Token[] tokens;
        try
        {
            tokens = Lexer.Read(name);
        }
        catch (FeelSyntaxException)
        {
            return; // A key such as "a\"b" can be no name; paths cannot reach it either.
        }
        if (tokens.Length <= 2 || tokens[0].Kind != TokenKind.Name)
            return;
        var words = tokens[..^1].Select(token => token.Text).ToArray();
        if (!byFirstWord.TryGetValue(words[0], out var list))
            byFirstWord[words[0]] = list = [];
        list.Add((name, words));
    }
}
