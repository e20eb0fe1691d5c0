namespace Sen.Feel.Dmn;

/// <summary>
/// Finds overlaps and gaps of a decision table by cutting each input where its tests cut it (see <see cref="TableColumn"/>). Exact for tests over
/// constants; rules whose tests hang on other data are named and left out.
/// </summary>
internal sealed class TableChecker
{
    private const int MaxFindings = 50;
    // Pieces of columns looked at in the search for gaps: some seconds.
    private const long MaxSteps = 50_000_000;

    private readonly string name;
    private readonly DecisionTable table;
    private readonly int[] rules;
    private readonly TableColumn[] columns;
    private readonly List<TableFinding> findings = [];
    private long steps;

    private TableChecker(string name, DecisionTable table, Compiler compiler)
    {
        (this.name, this.table) = (name, table);
        var tests = table.Rules.Select(rule => rule.Tests.Select(test => Constant(compiler, test)).ToArray()).ToArray();
        rules = [.. Enumerable.Range(0, tests.Length).Where(i => tests[i].All(code => code is not null))];
        foreach (var left in Enumerable.Range(0, tests.Length).Except(rules))
            findings.Add(new TableFinding(name, TableFindingKind.Unchecked, [left + 1], []));
        columns = [.. table.Inputs.Select((input, i) => TableColumn.Read(
            [.. table.Rules.Select((rule, r) => (tests[r][i], rule.Tests[i]))],
            input.Values is { } values && Constant(compiler, values) is { } allowed ? (allowed, values) : null,
            (input.Expression as Typed)?.Type))];
    }

    public static IReadOnlyList<TableFinding> Check(string name, DecisionTable table, Compiler compiler)
    {
        var checker = new TableChecker(name, table, compiler);
        checker.Pairs();
        // A rule that was left out may be the one that fills a gap.
        if (checker.rules.Length == table.Rules.Count && table.Outputs.All(output => output.Default is null) && checker.columns.Length > 0)
            checker.Gaps(0, checker.rules, []);
        return checker.findings;
    }

    /// <summary>The code of a test that needs nothing but the value under test.</summary>
    private static Code? Constant(Compiler compiler, Node tests)
    {
        var before = compiler.FreeNames.Count;
        var code = compiler.Compile(tests, new Scope(null, "?"));
        var free = compiler.FreeNames.Count > before;
        compiler.FreeNames.Clear();
        return free || tests is Broken ? null : code;
    }

    private void Pairs()
    {
        for (var at = 0; at < rules.Length; at++)
        {
            for (var next = at + 1; next < rules.Length && findings.Count < MaxFindings; next++)
            {
                var (i, j) = (rules[at], rules[next]);
                if (!columns.All(column => column.Meet(i, j)))
                    continue;
                TableFindingKind? kind = table.Policy switch
                {
                    HitPolicy.Unique => TableFindingKind.Overlap,
                    HitPolicy.Any when !SameOutputs(i, j) => TableFindingKind.Conflict,
                    HitPolicy.First when columns.All(column => column.Covers(i, j)) => TableFindingKind.Unreachable,
                    _ => null,
                };
                if (kind is { } found)
                    findings.Add(new TableFinding(name, found, [i + 1, j + 1], [.. columns.Select(column => Common(column, i, j))]));
            }
        }
    }

    /// <summary>The values of an input that both rules take.</summary>
    private static string Common(TableColumn column, int i, int j) =>
        column.Text([.. Enumerable.Range(0, column.Count).Where(piece => column.Accepts(i, piece) && column.Accepts(j, piece))]);

    private bool SameOutputs(int i, int j) => table.Rules[i].Outputs.Zip(table.Rules[j].Outputs).All(pair => Written(pair.First) == Written(pair.Second));

    private static string Written(Node node) => node is Embedded embedded ? embedded.Text.Trim() : node.ToString();

    /// <summary>Goes through the inputs, keeping the rules that still match; where none is left, no rule is meant for those values.</summary>
    private void Gaps(int at, int[] left, IReadOnlyList<string> values)
    {
        if (findings.Count >= MaxFindings || steps > MaxSteps || left.Any(rule => columns.Skip(at).All(column => column.AcceptsAll(rule))))
            return;
        if (left.Length == 0)
        {
            findings.Add(new TableFinding(name, TableFindingKind.Gap, [], [.. values, .. Enumerable.Repeat("-", columns.Length - at)]));
            return;
        }
        if (at == columns.Length)
            return;
        var column = columns[at];
        steps += (long)column.Count * left.Length;
        // Pieces that the same rules take lead to the same end.
        foreach (var group in Enumerable.Range(0, column.Count).GroupBy(piece => string.Join(',', left.Where(rule => column.Accepts(rule, piece)))))
            Gaps(at + 1, [.. left.Where(rule => column.Accepts(rule, group.First()))], [.. values, column.Text([.. group])]);
    }
}
