namespace Sen.Bench;

/// <summary>One load program or benchmark: its name on the command line, what it measures, and the run, which gives the exit code.</summary>
internal sealed record Bench(string Name, string Says, Func<string[], int> Run);
