using Sen.Sigma.Rules;

namespace Sen.Sigma;

/// <summary>Where events come from; what is null is not asked for. Lower case, as the Sigma taxonomy writes it.</summary>
public sealed record LogSource(string? Product = null, string? Category = null, string? Service = null)
{
    /// <summary>Whether an event of this source is one of those that a rule's source asks for.</summary>
    internal bool Satisfies(LogSource asked) =>
        (asked.Product is null || asked.Product == Product) && (asked.Category is null || asked.Category == Category) && (asked.Service is null || asked.Service == Service);
}

/// <summary>What rules, correlations and filters say about themselves.</summary>
public abstract record SigmaDocument
{
    /// <summary>The <c>id</c>, or the name, or the title: what counters and alerts are filed under.</summary>
    public required string Id { get; init; }

    /// <summary>The <c>name</c> by which correlations may refer to it.</summary>
    public string? Name { get; init; }

    /// <summary>The title, at most 256 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The title in other languages by their code (<c>titles</c>, an attribute of our own; Sigma lets rules have some).</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>What it detects, if said.</summary>
    public string? Description { get; init; }

    /// <summary>stable, test, experimental, deprecated or unsupported.</summary>
    public string? Status { get; init; }

    /// <summary>informational, low, medium, high or critical.</summary>
    public string? Level { get; init; }

    /// <summary>Name of the file it came from.</summary>
    public required string File { get; init; }

    /// <summary>Tags such as <c>attack.t1110</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Known harmless causes.</summary>
    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>Fields worth showing with an alert.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];
}

/// <summary>A rule over single events.</summary>
public sealed record SigmaRule : SigmaDocument
{
    /// <summary>Where its events come from.</summary>
    public required LogSource Source { get; init; }

    internal Expr Detection { get; init; } = null!;
}

/// <summary>A filter: its condition must also hold for the rules it names (to exclude, it says <c>not selection</c>).</summary>
public sealed record SigmaFilter : SigmaDocument
{
    /// <summary>Rules outside this source are not touched.</summary>
    public required LogSource Source { get; init; }

    /// <summary>Ids or names; empty for all rules of the source.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    internal Expr Detection { get; init; } = null!;
}

/// <summary>The seven ways of Sigma 2.1 to look at several events.</summary>
public enum CorrelationKind
{
    /// <summary>So many events.</summary>
    EventCount,

    /// <summary>So many different values.</summary>
    ValueCount,

    /// <summary>Different rules, in any order.</summary>
    Temporal,

    /// <summary>Different rules, in the order written.</summary>
    TemporalOrdered,

    /// <summary>Sum of a number.</summary>
    ValueSum,

    /// <summary>Mean of a number.</summary>
    ValueAvg,

    /// <summary>Percentile of a number.</summary>
    ValuePercentile,
}

/// <summary>A rule over several events.</summary>
public sealed record SigmaCorrelation : SigmaDocument
{
    /// <summary>What is counted or compared.</summary>
    public required CorrelationKind Kind { get; init; }

    /// <summary>Ids or names of the rules and correlations it stands on, in their order.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Fields or aliases whose values make one group; empty for one group of all.</summary>
    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>The time all must happen in.</summary>
    public required TimeSpan Timespan { get; init; }

    /// <summary>Whether the rules it stands on also alert alone.</summary>
    public bool Generate { get; init; }

    /// <summary>Alias, then rule, then field.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; } = null!;

    internal Threshold Threshold { get; init; } = null!;
}
