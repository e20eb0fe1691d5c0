using Sen.Kernel;

namespace Sen.Data;

/// <summary>A file to take in.</summary>
/// <param name="Content">The file.</param>
/// <param name="Name">Its name, as the ledger keeps it.</param>
/// <param name="DryRun">Check everything, write nothing.</param>
/// <param name="SkipWrong">Write the rows that hold although others do not; otherwise one wrong row keeps all out.</param>
/// <param name="From">Day from which it holds; null leaves it to the importer.</param>
/// <param name="By">Who brings it.</param>
public sealed record ImportRequest(Stream Content, string Name, bool DryRun, bool SkipWrong, DateOnly? From, Actor By);

/// <summary>A row that cannot be taken in, by its line or row in the file (from 1, heads included), and why.</summary>
public sealed record ImportError(int Row, Problem Problem);

/// <summary>What an import did, or would do.</summary>
/// <param name="Rows">Rows read, heads not counted.</param>
/// <param name="Added">New things.</param>
/// <param name="Changed">Things that change.</param>
/// <param name="Same">Rows that say what is there already.</param>
/// <param name="Errors">Rows that cannot be taken in.</param>
/// <param name="Written">False for a dry run, and where errors kept everything out.</param>
public sealed record ImportReport(int Rows, int Added, int Changed, int Same, IReadOnlyList<ImportError> Errors, bool Written)
{
    /// <summary>What else a person should know: figures and doubts, as texts.</summary>
    public IReadOnlyList<Problem> Notes { get; init; } = [];
}

/// <summary>Takes a kind of file in; run by <c>sen import NAME FILE</c>.</summary>
/// <param name="Name">What it brings: <c>units</c>.</param>
/// <param name="About">What the file must look like, for <c>--help</c>.</param>
/// <param name="Run">Reads, checks and, where it may, writes.</param>
public sealed record Importer(string Name, string About, Func<ImportRequest, IServiceProvider, CancellationToken, Task<ImportReport>> Run);
