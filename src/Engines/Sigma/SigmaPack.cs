using Sen.Sigma.Rules;

namespace Sen.Sigma;

/// <summary>One rule file: a name to show and its YAML text. A file may hold several documents.</summary>
public sealed record SigmaFile(string Name, string Text);

/// <summary>A document that was not taken. Nothing of it is applied.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Title">Title of the rule, if it could be read.</param>
/// <param name="Code">A fixed word for the reason: <c>yaml</c>, <c>document</c>, <c>logsource</c>, <c>taxonomy</c>, <c>detection</c>, <c>condition</c>,
/// <c>modifier</c>, <c>value</c>, <c>regex</c>, <c>cidr</c>, <c>placeholder</c>, <c>unknown-field</c>, <c>duplicate</c>, <c>correlation</c>, <c>reference</c> or <c>filter</c>.</param>
/// <param name="Detail">What exactly, in English, for the author of the rule.</param>
public sealed record SigmaRefusal(string File, string? Title, string Code, string Detail);

/// <summary>How rules are read and how much state may be held.</summary>
public sealed record SigmaOptions
{
    /// <summary>Values of a placeholder (<c>expand</c>) by its name without percent signs; null refuses the rule.</summary>
    public Func<string, IReadOnlyList<string>?>? Placeholders { get; init; }

    /// <summary>When set, a rule that names a field for which this is false is refused.</summary>
    public Func<string, bool>? KnownFields { get; init; }

    /// <summary>Further names of a field, native or ECS, besides those of <c>Data/aliases.yml</c>. Each list is one field.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; init; } = [];

    /// <summary>Groups that one correlation may hold; the longest untouched leaves first.</summary>
    public int MaxGroups { get; init; } = 10_000;

    /// <summary>Longer events are refused as malformed.</summary>
    public int MaxEventBytes { get; init; } = 1 << 20;
}

/// <summary>Rules, correlations and filters read from YAML (Sigma 2.1.0), with what was refused and why.</summary>
public sealed class SigmaPack
{
    internal SigmaPack(IReadOnlyList<SigmaRule> rules, IReadOnlyList<SigmaCorrelation> correlations, IReadOnlyList<SigmaFilter> filters, IReadOnlyList<SigmaRefusal> refused, SigmaOptions options) =>
        (Rules, Correlations, Filters, Refused, Options) = (rules, correlations, filters, refused, options);

    /// <summary>Rules over single events.</summary>
    public IReadOnlyList<SigmaRule> Rules { get; }

    /// <summary>Rules over several events, each after those it refers to.</summary>
    public IReadOnlyList<SigmaCorrelation> Correlations { get; }

    /// <summary>Filters, each for the rules it names.</summary>
    public IReadOnlyList<SigmaFilter> Filters { get; }

    /// <summary>Documents not taken.</summary>
    public IReadOnlyList<SigmaRefusal> Refused { get; }

    internal SigmaOptions Options { get; }

    /// <summary>Reads all documents of all files. Never throws for what a file holds.</summary>
    public static SigmaPack Read(IEnumerable<SigmaFile> files, SigmaOptions? options = null) => new PackReader(options ?? new()).Read(files);
}
