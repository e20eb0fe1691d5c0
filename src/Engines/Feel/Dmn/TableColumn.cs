namespace Sen.Feel.Dmn;

/// <summary>
/// One input of a table, its values cut where any test cuts them: at each value that is written, and between. Within a piece all tests
/// answer alike, so that one value of it stands for all.
/// </summary>
internal sealed class TableColumn
{
    private sealed record Piece(object? Sample, string Low, string High, bool IsPoint);

    private readonly List<Piece> pieces = [];
    // For each rule, a bit a piece: two rules are compared 64 pieces at a time.
    private readonly ulong[][] accepts;

    private TableColumn(IReadOnlyList<Code?> tests, List<Piece> pieces, Code? allowed)
    {
        this.pieces = [.. pieces.Where(piece => allowed is null || Passes(allowed, piece.Sample))];
        accepts = [.. tests.Select(Bits)];
    }

    /// <summary>Number of pieces.</summary>
    public int Count => pieces.Count;

    public bool Accepts(int rule, int piece) => (accepts[rule][piece / 64] >> piece % 64 & 1) == 1;

    public bool AcceptsAll(int rule) => Enumerable.Range(0, Count).All(piece => Accepts(rule, piece));

    /// <summary>Whether there is a piece that both rules take.</summary>
    public bool Meet(int a, int b)
    {
        var (x, y) = (accepts[a], accepts[b]);
        for (var i = 0; i < x.Length; i++)
        {
            if ((x[i] & y[i]) != 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether the one rule takes every piece that the other takes.</summary>
    public bool Covers(int rule, int other)
    {
        var (x, y) = (accepts[rule], accepts[other]);
        for (var i = 0; i < x.Length; i++)
        {
            if ((y[i] & ~x[i]) != 0)
                return false;
        }
        return true;
    }

    private ulong[] Bits(Code? test)
    {
        var bits = new ulong[pieces.Count / 64 + 1];
        for (var i = 0; test is not null && i < pieces.Count; i++)
        {
            if (Passes(test, pieces[i].Sample))
                bits[i / 64] |= 1ul << i % 64;
        }
        return bits;
    }

    public static TableColumn Read(IReadOnlyList<(Code? Code, Node Tests)> rules, (Code Code, Node Tests)? allowed, FeelType? type)
    {
        var literals = rules.Select(rule => rule.Tests).Concat(allowed is { } values ? [values.Tests] : []).SelectMany(Values).ToList();
        return new TableColumn([.. rules.Select(rule => rule.Code)], Pieces(literals, type), allowed?.Code);
    }

    /// <summary>Pieces in a row, as one text a run: <c>&lt; 18</c>, <c>[18..60)</c>, <c>"a", "b"</c>.</summary>
    public string Text(IReadOnlyList<int> chosen)
    {
        if (chosen.Count == pieces.Count)
            return "-";
        var texts = new List<string>();
        for (var i = 0; i < chosen.Count; i++)
        {
            var from = i;
            while (i + 1 < chosen.Count && chosen[i + 1] == chosen[i] + 1 && pieces[chosen[i]].High.Length + pieces[chosen[i]].Low.Length > 0)
                i++;
            texts.Add(Run(pieces[chosen[from]], pieces[chosen[i]]));
        }
        return string.Join(", ", texts);
    }

    /// <summary>A text that is one value of a piece.</summary>
    public string Sample(int piece) => Run(pieces[piece], pieces[piece]);

    private static string Run(Piece first, Piece last)
    {
        if (first.Low.Length + last.High.Length == 0)
            return first.Sample is Other ? "other" : FeelValues.Text(first.Sample, true);
        if (ReferenceEquals(first, last) && first.IsPoint)
            return first.Low;
        return first.Low.Length == 0 ? $"{(last.IsPoint ? "<=" : "<")} {last.High}"
            : last.High.Length == 0 ? $"{(first.IsPoint ? ">=" : ">")} {first.Low}"
            : $"{(first.IsPoint ? '[' : '(')}{first.Low}..{last.High}{(last.IsPoint ? ']' : ')')}";
    }

    private static bool Passes(Code test, object? value) => test(new Env(Feel.Run.Idle, null, value is Other ? Other.Text : value)) is true;

    /// <summary>The values that a test writes down.</summary>
    private static IEnumerable<object?> Values(Node node) => node switch
    {
        Literal literal => [literal.Value],
        Sen.Feel.Negation { Operand: Literal { Value: { } n } } when Numbers.Is(n) => [Numbers.Negate(n)],
        Call call when Compiler.Written(call, null) is { } written => [written],
        _ => Nodes.Children(node).SelectMany(Values),
    };

    private static List<Piece> Pieces(List<object?> literals, FeelType? type)
    {
        if (type?.Kind == FeelKind.Boolean || literals.Any(value => value is bool))
            return [new(true, "", "", true), new(false, "", "", true)];
        var known = literals.Where(value => value is not (null or string)).ToList();
        if (known.Count == 0 || known.Any(value => FeelValues.Compare(value, known[0]) is null))
            return [.. literals.OfType<string>().Distinct().Select(text => new Piece(text, "", "", true)), new Piece(new Other(), "", "", false)];
        known.Sort((a, b) => FeelValues.Compare(a, b) ?? 0);
        var ends = known.Where((value, i) => i == 0 || FeelValues.Equal(known[i - 1], value) != true).ToList();
        var pieces = new List<Piece> { new(Before(ends[0]!), "", FeelValues.Text(ends[0], true), false) };
        for (var i = 0; i < ends.Count; i++)
        {
            var text = FeelValues.Text(ends[i], true);
            pieces.Add(new Piece(ends[i], text, text, true));
            if (i + 1 < ends.Count && Between(ends[i]!, ends[i + 1]!) is { } middle)
                pieces.Add(new Piece(middle, text, FeelValues.Text(ends[i + 1], true), false));
        }
        pieces.Add(new Piece(After(ends[^1]!), FeelValues.Text(ends[^1], true), "", false));
        return pieces;
    }

    private static object? Before(object value) => Arithmetic.Move(value, -1);

    private static object? After(object value) => Arithmetic.Move(value, 1);

    private static object? Between(object low, object high) => (low, high) switch
    {
        (decimal or FeelNumber, decimal or FeelNumber) => BuiltIns.Mean([low, high]) is { } middle && Numbers.Compare(low, middle) < 0 && Numbers.Compare(middle, high) < 0 ? middle : null,
        (DateOnly a, DateOnly b) => b.DayNumber - a.DayNumber > 1 ? a.AddDays(1) : null,
        (FeelDuration a, FeelDuration b) => new FeelDuration(a.Seconds + (b.Seconds - a.Seconds) / 2),
        (FeelYearMonthDuration a, FeelYearMonthDuration b) => b.Months - a.Months > 1 ? new FeelYearMonthDuration(a.Months + 1) : null,
        (FeelTime a, FeelTime b) => a with { Nanoseconds = a.Nanoseconds + (b.Nanoseconds - a.Nanoseconds) / 2 },
        (FeelDateTime a, FeelDateTime b) => a.Add((b.Instant - a.Instant) / 2),
        _ => null,
    };

    /// <summary>Any text that no test writes down.</summary>
    private sealed class Other
    {
        public const string Text = "\uFFFD other \uFFFD";
    }
}
