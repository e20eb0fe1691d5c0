using Sen.Signatures;

namespace Sen.Tests.Conformance;

/// <summary>
/// Other people's PDFs, signed, tampered with, broken: each must get the verdict that the table beside this file argues, and
/// each that <c>qpdf</c> opens and that permits it must take a signature of every level without harm to what it holds.
/// </summary>
internal static class PdfSuite
{
    public static Suite Dss { get; } = new("pades-dss", folder => Run(folder, "pades-dss"));

    public static Suite PyHanko { get; } = new("pdf-pyhanko", folder => Run(folder, "pdf-pyhanko"));

    private static ParallelQuery<Outcome> Run(string folder, string suite)
    {
        var expectations = Expectation.Read(suite);
        return Directory.EnumerateFiles(folder, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount)
            .Select(file => Check(Path.GetRelativePath(folder, file).Replace('\\', '/'), file, expectations));
    }

    private static Outcome Check(string name, string file, Dictionary<string, Expectation> expectations)
    {
        var pdf = File.ReadAllBytes(file);
        var expected = expectations.GetValueOrDefault(name);
        try
        {
            var before = PdfValidator.Validate(pdf, Authority.Anchors, Authority.Now, Authority.Known, ValidationPolicy.Strict);
            // A file that the table does not know is held to the second half only.
            var problem = expected is null ? null : Judge(before, expected);
            problem ??= new Resigning(file, pdf, before, expected?.Signing).Problem();
            return new Outcome(name, expected?.Verdict ?? "not in the table", problem is null, problem);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Outcome(name, expected?.Verdict ?? "not in the table", false, error.ToString());
        }
    }

    private static string? Judge(PdfReport report, Expectation expected)
    {
        var verdict = report switch
        {
            { Refused: { } reason } => $"refused {reason}",
            { Signatures: [] } => "unsigned",
            { Integrity: var integrity } => integrity?.ToString() ?? "none",
        };
        if (verdict != expected.Verdict)
            return $"expected {expected.Verdict}, was {verdict}: {string.Join("; ", report.Signatures.SelectMany(s => s.Findings).Where(f => f.Severity == Severity.Error).Select(f => $"{f.Code} {string.Join(' ', f.Arguments)}").Take(4))}";
        var failed = string.Join(' ', report.Signatures.Where(s => s.Indication == Indication.TotalFailed).Select(s => s.SubIndication).Distinct().Order(StringComparer.Ordinal));
        return failed == expected.Failed ? null : $"expected failures '{expected.Failed}', were '{failed}'";
    }
}
