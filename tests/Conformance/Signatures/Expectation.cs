namespace Sen.Tests.Conformance;

/// <summary>One row of the table: what must come of a file, and why.</summary>
/// <param name="Verdict"><c>unsigned</c>, <c>none</c>, an <see cref="Signatures.Integrity"/>, or <c>refused REASON</c>.</param>
/// <param name="Failed">Sub-indications of those signatures that fail outright, in order; empty when none does.</param>
/// <param name="Signing">Empty when it must take every level; else why not: <c>REASON</c>, or <c>LTA REASON</c> from that level on; <c>repair</c> when only on request.</param>
internal sealed record Expectation(string Verdict, string Failed, string Signing)
{
    public static Dictionary<string, Expectation> Read(string suite)
    {
        var rows = new Dictionary<string, Expectation>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Signatures", suite + ".tsv")))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Split('\t') is not [var file, var verdict, var failed, var signing, { Length: > 0 }])
                throw new InvalidDataException($"{suite}.tsv: {line}");
            rows.Add(file, new Expectation(verdict, failed, signing));
        }
        return rows;
    }
}
