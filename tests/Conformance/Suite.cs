namespace Sen.Tests.Conformance;

/// <summary>Other people's test cases: a folder's name and what runs the files below it, whichever of them lie there.</summary>
internal sealed record Suite(string Name, Func<string, IEnumerable<Outcome>> Run)
{
    /// <summary>Where its files lie, from the folder of all cases, when that is not a folder of its name.</summary>
    public string? Folder { get; init; }
}

/// <summary>One case. Optional cases are shown but do not count.</summary>
internal sealed record Outcome(string File, string Case, bool Passed, string? Detail = null, bool Optional = false);
