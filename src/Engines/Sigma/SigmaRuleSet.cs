using Sen.Sigma.Correlate;
using Sen.Sigma.Events;
using Sen.Sigma.Matching;
using Sen.Sigma.Rules;

namespace Sen.Sigma;

/// <summary>Rules compiled for speed; never changes, any thread may use it. Put it into a <see cref="SigmaEngine"/>.</summary>
public sealed class SigmaRuleSet
{
    private readonly Dictionary<LogSource, int> _buckets = [];
    private readonly int[] _always;
    private readonly HashSet<int> _witnessed;
    private readonly IReadOnlyList<(int Slot, int Rule)> _waiting;

    private SigmaRuleSet(SigmaPack pack)
    {
        Pack = pack;
        Slots = new Slots(new Aliases(pack.Options.Aliases));
        (Channel, EventId, DataSet, Module) = (Slots.Of("Channel"), Slots.Of("EventID"), Slots.Of("event.dataset"), Slots.Of("event.module"));
        foreach (var field in new[] { "message", "@timestamp", "host.hostname", "process.name", "process.pid", "log.syslog.priority", "log.syslog.facility.code", "log.syslog.severity.code" })
            Slots.Of(field);
        var compiler = new RuleCompiler(Slots);
        var expressions = pack.Rules.Select(rule => Filtered(rule, pack.Filters)).ToArray();
        Nodes = [.. expressions.Select(compiler.Compile)];
        BucketOf = [.. pack.Rules.Select(rule => Bucket(rule.Source))];
        foreach (var field in pack.Rules.SelectMany(rule => rule.Fields))
            Slots.Of(field);
        var witnesses = new Witnesses(Slots, expressions);
        var literals = expressions.Select((expression, rule) => (Rule: rule, Witness: witnesses.Of(expression))).ToArray();
        _always = [.. literals.Where(pair => pair.Witness is null).Select(pair => pair.Rule)];
        var waiting = literals.Where(pair => pair.Witness is not null).SelectMany(pair => pair.Witness!.Select(literal => (Literal: literal, pair.Rule))).ToArray();
        _waiting = [.. waiting.Select(pair => (pair.Literal.Slot, pair.Rule)).Distinct()];
        _witnessed = [.. waiting.Select(pair => pair.Rule)];
        Correlations = new Correlations(pack, Slots);
        Indexes = new LiteralIndex?[Slots.Count];
        foreach (var group in waiting.GroupBy(pair => pair.Literal).Select(group => (Literal: group.Key, Rules: group.Select(pair => pair.Rule).Distinct().ToArray())).GroupBy(pair => pair.Literal.Slot))
        {
            if (group.Key < 0)
                Keywords = new LiteralIndex([.. group]);
            else
                Indexes[group.Key] = new LiteralIndex([.. group]);
        }
        Slots.Names.Freeze();
        Templates = new Templates(SourceTable.Sentences(), Slots.Names);
        Sources = new SourceTable();
    }

    /// <summary>What it was compiled from.</summary>
    public SigmaPack Pack { get; }

    /// <summary>How many rules have a witness: a literal without which they cannot match.</summary>
    public int Witnessed => _witnessed.Count;

    /// <summary>Bytes of the automata.</summary>
    public long IndexBytes => Indexes.Sum(index => index?.Bytes ?? 0) + (Keywords?.Bytes ?? 0);

    internal Slots Slots { get; }

    internal Node[] Nodes { get; }

    internal int[] BucketOf { get; }

    internal LiteralIndex?[] Indexes { get; }

    internal LiteralIndex? Keywords { get; }

    internal Correlations Correlations { get; }

    internal Templates Templates { get; }

    internal SourceTable Sources { get; }

    internal int Channel { get; }

    internal int EventId { get; }

    internal int DataSet { get; }

    internal int Module { get; }

    /// <summary>Compiles all that was read. Some 3,000 rules take about a second.</summary>
    public static SigmaRuleSet Compile(SigmaPack pack) => new(pack);

    internal Route Route(IReadOnlyList<LogSource> sources)
    {
        var buckets = new bool[_buckets.Count];
        foreach (var (asked, bucket) in _buckets)
            buckets[bucket] = sources.Any(source => source.Satisfies(asked));
        var slots = new bool[Slots.Count];
        var keywords = false;
        foreach (var (slot, rule) in _waiting)
        {
            if (!buckets[BucketOf[rule]])
                continue;
            if (slot < 0)
                keywords = true;
            else
                slots[slot] = true;
        }
        return new(buckets, [.. _always.Where(rule => buckets[BucketOf[rule]])], slots, keywords);
    }

    private int Bucket(LogSource source)
    {
        if (!_buckets.TryGetValue(source, out var bucket))
            bucket = _buckets[source] = _buckets.Count;
        return bucket;
    }

    /// <summary>The rule and what its filters ask besides (filters specification; conditions are joined by "and").</summary>
    internal static Expr Filtered(SigmaRule rule, IReadOnlyList<SigmaFilter> filters)
    {
        var asked = filters.Where(filter => rule.Source.Satisfies(filter.Source) && (filter.Rules.Count == 0 || filter.Rules.Contains(rule.Id) || (rule.Name is { } name && filter.Rules.Contains(name))))
            .Select(filter => filter.Detection).ToArray();
        return asked.Length == 0 ? rule.Detection : new AllOf([rule.Detection, .. asked]);
    }
}
