using Sen.Sigma.Events;
using Sen.Sigma.Matching;

namespace Sen.Sigma.Correlate;

/// <summary>All correlations of a rule set, each after those it stands on, and who listens to which rule.</summary>
internal sealed class Correlations
{
    private readonly Correlator[] _all;
    private readonly SigmaDocument[] _rules;
    private readonly bool[] _silent;
    private readonly Dictionary<SigmaDocument, List<(int Correlator, int Place)>> _listeners = new(ReferenceEqualityComparer.Instance);
    private Lock _lock = new();

    public Correlations(SigmaPack pack, Slots slots)
    {
        _rules = [.. pack.Rules];
        var named = new Dictionary<string, SigmaDocument>(StringComparer.Ordinal);
        foreach (var document in pack.Rules.Cast<SigmaDocument>().Concat(pack.Correlations))
        {
            named.TryAdd(document.Id, document);
            if (document.Name is { } name)
                named.TryAdd(name, document);
        }
        _all = [.. pack.Correlations.Select(correlation => new Correlator(correlation, [.. correlation.Rules.Select(rule => named[rule])], slots, pack.Options.MaxGroups))];
        for (var i = 0; i < _all.Length; i++)
            for (var place = 0; place < _all[i].Rules.Count; place++)
            {
                if (!_listeners.TryGetValue(_all[i].Rules[place], out var list))
                    _listeners[_all[i].Rules[place]] = list = [];
                list.Add((i, place));
            }
        // A rule that a correlation stands on alerts alone only where the correlation says so ("generate").
        _silent = [.. _rules.Select(Silent)];
        foreach (var correlator in _all)
            correlator.Silent = Silent(correlator.Correlation);
    }

    /// <summary>Gives the matched rules of one event to who listens; adds what alerts.</summary>
    public void Take(List<int> matched, LogEvent e, DateTimeOffset at, List<SigmaMatch> alerts)
    {
        List<(int Correlator, int Place)>? heard = null;
        foreach (var rule in matched)
        {
            if (!_silent[rule])
                alerts.Add(new(_rules[rule], at));
            if (_listeners.TryGetValue(_rules[rule], out var list))
                (heard ??= []).AddRange(list);
        }
        if (heard is null)
            return;
        lock (_lock)
            Hear(heard, e, at.UtcTicks, alerts);
    }

    /// <summary>Closes the windows that ended.</summary>
    public IReadOnlyList<SigmaMatch> Advance(DateTimeOffset to)
    {
        var alerts = new List<SigmaMatch>();
        lock (_lock)
            foreach (var correlator in _all)
                correlator.Close(to.UtcTicks, fired => Fired(correlator, fired, alerts));
        return alerts;
    }

    /// <summary>Takes over the state of equal correlations. Events under way still feed the old ones, so both keep one lock from now on.</summary>
    public void Adopt(Correlations old)
    {
        _lock = old._lock;
        lock (_lock)
            foreach (var correlator in _all)
                if (old._all.FirstOrDefault(other => other.Definition == correlator.Definition) is { } same)
                    correlator.Adopt(same);
    }

    public IReadOnlyList<CorrelationCounter> Counters()
    {
        lock (_lock)
            return [.. _all.Select(correlator => new CorrelationCounter(correlator.Correlation, correlator.Groups, correlator.Evicted, correlator.Ungrouped))];
    }

    private bool Silent(SigmaDocument rule) => _listeners.TryGetValue(rule, out var list) && list.All(pair => !_all[pair.Correlator].Correlation.Generate);

    private void Hear(List<(int Correlator, int Place)> heard, LogEvent e, long at, List<SigmaMatch> alerts)
    {
        // In the correlations' order, so that one that stands on another hears it in the same event; and the last rule of
        // an order first, so that one event is not two steps.
        var waiting = new SortedSet<(int Correlator, int Back)>(heard.Select(pair => (pair.Correlator, -pair.Place)));
        while (waiting.Count > 0)
        {
            var next = waiting.Min;
            waiting.Remove(next);
            var correlator = _all[next.Correlator];
            foreach (var fired in correlator.Hear(-next.Back, new Fields(e, null), at))
            {
                Alert(correlator, fired, alerts);
                foreach (var (listener, place) in _listeners.GetValueOrDefault(correlator.Correlation) ?? [])
                    waiting.Add((listener, -place));
            }
        }
    }

    /// <summary>A window's end: there is no event, so what listens reads the group's own fields.</summary>
    private void Fired(Correlator correlator, Firing fired, List<SigmaMatch> alerts)
    {
        Alert(correlator, fired, alerts);
        foreach (var (listener, place) in _listeners.GetValueOrDefault(correlator.Correlation) ?? [])
            foreach (var further in _all[listener].Hear(place, new Fields(null, fired.Group), fired.At).ToArray())
                Fired(_all[listener], further, alerts);
    }

    private static void Alert(Correlator correlator, Firing fired, List<SigmaMatch> alerts)
    {
        if (!correlator.Silent)
            alerts.Add(new(correlator.Correlation, new DateTimeOffset(fired.At, TimeSpan.Zero), fired.Group, fired.Figure));
    }
}

/// <summary>A group whose condition came true.</summary>
internal readonly record struct Firing(IReadOnlyDictionary<string, string> Group, long At, double Figure);

/// <summary>Where a correlation reads fields: the event at hand, or the group of a correlation that fired without one.</summary>
internal readonly record struct Fields(LogEvent? Event, IReadOnlyDictionary<string, string>? Group)
{
    public string? Value(string name, int slot) => Event is null ? Group!.GetValueOrDefault(name) : Event.String(slot);
}
