using Sen.Sigma.Rules;

namespace Sen.Sigma.Correlate;

/// <summary>At least so many events: the times of the last so many, in a ring.</summary>
internal sealed class CountWindow(Threshold threshold, long span, int most) : Window
{
    private long[] _times = new long[Math.Min(most, 4)];
    private int _used;
    private int _oldest;

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        if (_used == _times.Length && _used < most)
            Grow();
        if (_used < _times.Length)
            _times[(_oldest + _used++) % _times.Length] = at;
        else
            (_times[_oldest], _oldest) = (at, (_oldest + 1) % _times.Length);
        while (at - _times[_oldest] > span)
            (_oldest, _used) = ((_oldest + 1) % _times.Length, _used - 1);
        return threshold.Holds(_used) ? _used : null;
    }

    private void Grow()
    {
        var times = new long[(int)Math.Min(most, _times.Length * 2L)];
        for (var i = 0; i < _used; i++)
            times[i] = _times[(_oldest + i) % _times.Length];
        (_times, _oldest) = (times, 0);
    }
}

/// <summary>At least so many different values: each with the time it was last seen.</summary>
internal sealed class DistinctWindow(Threshold threshold, long span, int most) : Window
{
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        // While the group keeps silent a full set learns nothing from a new value; without this a flood would cost a search each.
        if (silent && _seen.Count >= most && !_seen.ContainsKey(sample.Text!))
            return null;
        _seen[sample.Text!] = at;
        if (_seen.Count < most)
            return threshold.Holds(Fresh(at)) ? _seen.Count : null;
        var fresh = Fresh(at);
        while (_seen.Count > most)
            _seen.Remove(_seen.MinBy(pair => pair.Value).Key);
        return threshold.Holds(fresh) ? fresh : null;
    }

    private int Fresh(long at)
    {
        // Only a set that could fulfil the condition is worth clearing of what is old.
        if (!threshold.Holds(_seen.Count))
            return _seen.Count;
        foreach (var old in _seen.Where(pair => at - pair.Value > span).Select(pair => pair.Key).ToArray())
            _seen.Remove(old);
        return _seen.Count;
    }
}

/// <summary>At least so large a sum: sums of 32 parts of the timespan, so that the window's edge is sharp to a thirty-second.</summary>
internal sealed class SumWindow(Threshold threshold, long span) : Window
{
    private const int Parts = 32;

    private readonly double[] _sums = new double[Parts];
    private readonly long _part = Math.Max(1, span / Parts);
    private long _latest = long.MinValue;

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        var part = at / _part;
        for (var passed = Math.Max(_latest + 1, part - Parts + 1); _latest != long.MinValue && passed <= part; passed++)
            _sums[passed % Parts] = 0;
        _latest = part;
        _sums[part % Parts] += sample.Number;
        var sum = _sums.Sum();
        return threshold.Holds(sum) ? sum : null;
    }
}

/// <summary>So many of the rules within the timespan: when each last matched.</summary>
internal sealed class TemporalWindow(Threshold threshold, long span, int rules) : Window
{
    private readonly long[] _last = new long[rules];

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        _last[place] = at;
        var fresh = _last.Count(time => time > 0 && at - time <= span);
        return threshold.Holds(fresh) ? fresh : null;
    }
}

/// <summary>
/// So many of the rules in their order within the timespan. For each rule and length: the latest start of a sequence of that length
/// that ends with the rule; a later start is never worse.
/// </summary>
internal sealed class OrderedWindow(Threshold threshold, long span, int rules) : Window
{
    private readonly long[,] _starts = new long[rules, rules + 1];

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        _starts[place, 1] = at;
        var longest = 1;
        for (var length = 2; length <= place + 1; length++)
        {
            for (var before = 0; before < place; before++)
                _starts[place, length] = Math.Max(_starts[place, length], _starts[before, length - 1]);
            if (_starts[place, length] > 0 && at - _starts[place, length] <= span)
                longest = length;
        }
        return threshold.Holds(longest) ? longest : null;
    }
}
