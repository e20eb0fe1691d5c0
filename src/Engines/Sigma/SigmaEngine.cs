using System.Diagnostics;

namespace Sen.Sigma;

/// <summary>What a rule has cost and found since the rule set came into use.</summary>
/// <param name="Candidates">Events on which it was looked at closely.</param>
/// <param name="Matches">Events it matched.</param>
/// <param name="Cost">Time spent looking closely; measured on one event of sixteen and scaled up.</param>
public sealed record SigmaCounter(SigmaRule Rule, long Candidates, long Matches, TimeSpan Cost);

/// <summary>State of one correlation.</summary>
/// <param name="Groups">Groups held now.</param>
/// <param name="Evicted">Groups that left before their time because the limit was reached.</param>
/// <param name="Ungrouped">Matches without a field that the grouping or the figure needs.</param>
public sealed record CorrelationCounter(SigmaCorrelation Correlation, int Groups, long Evicted, long Ungrouped);

/// <summary>A rule or a correlation that fired.</summary>
/// <param name="Rule">A <see cref="SigmaRule"/> or a <see cref="SigmaCorrelation"/>.</param>
/// <param name="At">The event's time, or the end of the window.</param>
/// <param name="Group">For a correlation: the fields it groups by and their values.</param>
/// <param name="Figure">For a correlation: the count, sum, mean or percentile; counts stop at what the condition needs.</param>
public sealed record SigmaMatch(SigmaDocument Rule, DateTimeOffset At, IReadOnlyDictionary<string, string>? Group = null, double? Figure = null);

/// <summary>Holds the rule set in use. Detectors of other threads take a new one with their next event; none is lost.</summary>
public sealed class SigmaEngine
{
    private readonly Lock _lock = new();
    private List<SigmaDetector.Tally> _tallies = [];
    private volatile SigmaRuleSet _current;

    /// <summary>Starts with a rule set.</summary>
    public SigmaEngine(SigmaRuleSet rules) => _current = rules;

    /// <summary>The rule set in use.</summary>
    public SigmaRuleSet Current => _current;

    /// <summary>Takes another rule set at once. Correlations that are the same in both keep their state; counters start anew.</summary>
    public void Swap(SigmaRuleSet next)
    {
        lock (_lock)
        {
            next.Correlations.Adopt(_current.Correlations);
            _tallies = [];
            _current = next;
        }
    }

    /// <summary>A detector for one thread.</summary>
    public SigmaDetector Detector() => new(this);

    /// <summary>Closes windows that have ended by this time: correlations with an upper bound, a mean or a percentile fire here. Call it now and then.</summary>
    public IReadOnlyList<SigmaMatch> Advance(DateTimeOffset to) => _current.Correlations.Advance(to);

    /// <summary>Counters of every rule, added up over all detectors.</summary>
    public IReadOnlyList<SigmaCounter> Counters()
    {
        SigmaDetector.Tally[] tallies;
        SigmaRuleSet rules;
        lock (_lock)
            (tallies, rules) = ([.. _tallies], _current);
        return [.. rules.Pack.Rules.Select((rule, i) => new SigmaCounter(rule, tallies.Sum(t => t.Candidates[i]), tallies.Sum(t => t.Matches[i]),
            TimeSpan.FromSeconds(tallies.Sum(t => t.Ticks[i]) * SigmaDetector.SampleEvery / (double)Stopwatch.Frequency)))];
    }

    /// <summary>State of every correlation.</summary>
    public IReadOnlyList<CorrelationCounter> CorrelationCounters() => _current.Correlations.Counters();

    internal SigmaDetector.Tally Tally(SigmaRuleSet rules)
    {
        var tally = new SigmaDetector.Tally(rules.Nodes.Length);
        lock (_lock)
            if (ReferenceEquals(rules, _current))
                _tallies.Add(tally);
        return tally;
    }
}
