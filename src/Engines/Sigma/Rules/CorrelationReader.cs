using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>What a correlation's figure must be; all of the bounds that are given.</summary>
/// <param name="Fields">Fields whose value is counted or added up.</param>
/// <param name="Percentile">Between 0 and 100, for a percentile.</param>
internal sealed record Threshold(double? Over, double? From, double? Under, double? To, double? Equal, double? Not, IReadOnlyList<string> Fields, double Percentile)
{
    /// <summary>More of the same never breaks the condition: it may fire as soon as it holds. Otherwise the window's end decides.</summary>
    public bool OnlyGrows => Under is null && To is null && Equal is null && Not is null;

    /// <summary>The largest figure whose exact value matters: beyond it the answer stays the same.</summary>
    public double Horizon => new[] { Over + 1, From, Under, To + 1, Equal + 1, Not + 1 }.Max() ?? 1;

    public bool Holds(double figure) =>
        (Over is null || figure > Over) && (From is null || figure >= From) && (Under is null || figure < Under) && (To is null || figure <= To)
        && (Equal is null || figure == Equal) && (Not is null || figure != Not);
}

/// <summary>Reads the correlation section (correlation specification 2.1.0).</summary>
internal static class CorrelationReader
{
    private const int MostRules = 32;
    private const double MostCounted = 100_000;
    private const double MostDistinct = 10_000;

    private static readonly Dictionary<string, CorrelationKind> Kinds = new()
    {
        ["event_count"] = CorrelationKind.EventCount,
        ["value_count"] = CorrelationKind.ValueCount,
        ["temporal"] = CorrelationKind.Temporal,
        ["temporal_ordered"] = CorrelationKind.TemporalOrdered,
        ["value_sum"] = CorrelationKind.ValueSum,
        ["value_avg"] = CorrelationKind.ValueAvg,
        ["value_percentile"] = CorrelationKind.ValuePercentile,
    };

    public static SigmaCorrelation Read(string file, YamlMappingNode map)
    {
        var type = map.Text("type") ?? "";
        if (!Kinds.TryGetValue(type, out var kind))
            throw Refused($"type: {type}");
        var rules = map.Texts("rules");
        if (rules.Count is 0 or > MostRules || rules.Distinct().Count() != rules.Count)
            throw Refused($"rules: between 1 and {MostRules} different ones");
        var aliases = Aliases(map);
        var groups = map.Texts("group-by");
        return new SigmaCorrelation
        {
            Id = "",
            Title = "",
            File = file,
            Kind = kind,
            Rules = rules,
            GroupBy = groups,
            Timespan = Span(map.Text("timespan") ?? ""),
            Generate = map.Text("generate") is "true" or "True",
            Aliases = aliases,
            Threshold = Condition(map, kind, rules.Count),
        };
    }

    private static Threshold Condition(YamlMappingNode map, CorrelationKind kind, int rules)
    {
        var temporal = kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered;
        if (map.Child("condition") is not { } node)
            return temporal ? new(null, rules, null, null, null, null, [], 50) : throw Refused("a condition is needed");
        var condition = Yaml.Map(node, "condition", "correlation");
        foreach (var (key, _) in condition.Children)
            if (Yaml.Key(key, "correlation") is var name && name is not ("gt" or "gte" or "lt" or "lte" or "eq" or "neq" or "field" or "percentile"))
                throw Refused($"condition: {name}");
        var threshold = new Threshold(Number(condition, "gt"), Number(condition, "gte"), Number(condition, "lt"), Number(condition, "lte"), Number(condition, "eq"), Number(condition, "neq"),
            condition.Texts("field"), Number(condition, "percentile") ?? 50);
        if ((threshold.Over ?? threshold.From ?? threshold.Under ?? threshold.To ?? threshold.Equal ?? threshold.Not) is null)
            throw Refused("condition: one of gt, gte, lt, lte, eq and neq is needed");
        Check(threshold, kind, rules, condition.Child("percentile") is not null);
        return threshold;
    }

    private static void Check(Threshold threshold, CorrelationKind kind, int rules, bool percentile)
    {
        var fields = kind switch { CorrelationKind.ValueCount => threshold.Fields.Count is > 0 and <= 8, CorrelationKind.ValueSum or CorrelationKind.ValueAvg or CorrelationKind.ValuePercentile => threshold.Fields.Count == 1, _ => threshold.Fields.Count == 0 };
        if (!fields)
            throw Refused($"condition: {kind} with {threshold.Fields.Count} fields");
        if (percentile && kind != CorrelationKind.ValuePercentile || threshold.Percentile is < 0 or > 100)
            throw Refused("condition: percentile is for value_percentile, 0 to 100");
        if (kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered && (!threshold.OnlyGrows || threshold.Horizon > rules))
            throw Refused("condition: at least how many of the rules, by gt or gte");
        // State must stay bounded: these are what one group may hold.
        if (kind == CorrelationKind.EventCount && threshold.Horizon > MostCounted || kind == CorrelationKind.ValueCount && threshold.Horizon > MostDistinct)
            throw Refused($"condition: more than {(kind == CorrelationKind.EventCount ? MostCounted : MostDistinct)}");
    }

    private static double? Number(YamlMappingNode map, string key) => map.Child(key) switch
    {
        null => null,
        YamlScalarNode scalar when Yaml.Scalar(scalar).Number is { } number => number,
        _ => throw Refused($"condition: {key} takes a number"),
    };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Aliases(YamlMappingNode map)
    {
        var aliases = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (map.Child("aliases") is not { } node)
            return aliases;
        foreach (var (alias, value) in Yaml.Map(node, "aliases", "correlation").Children)
        {
            var fields = Yaml.Map(value, "an alias", "correlation").ToDictionary(pair => Yaml.Key(pair.Key, "correlation"), pair => Yaml.Key(pair.Value, "correlation"), StringComparer.Ordinal);
            aliases[Yaml.Key(alias, "correlation")] = fields;
        }
        return aliases;
    }

    private static TimeSpan Span(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number * unit <= 366L * 86_400
            ? TimeSpan.FromSeconds(number * unit) : throw Refused($"timespan: {text} (a number and s, m, h or d, at most 366 days)");
    }

    private static RefusedException Refused(string detail) => new("correlation", detail);
}
