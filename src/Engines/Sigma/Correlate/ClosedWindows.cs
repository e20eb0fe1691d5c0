using Sen.Sigma.Rules;

namespace Sen.Sigma.Correlate;

/// <summary>A window that a group's first event opens and that is judged when it ends.</summary>
internal sealed class ClosedWindow(Threshold threshold, long span, Figure figure) : Window
{
    private long _opened;
    private long _endsAt;

    public override long EndsAt => _endsAt;

    public override double? Add(int place, Sample sample, long at, bool silent)
    {
        if (_opened == 0)
            (_opened, _endsAt) = (at, at + span);
        figure.Add(sample);
        return null;
    }

    public override bool Closes(long latest, long at) => _opened > 0 && at > _opened + span;

    public override double? End()
    {
        _opened = 0;
        var value = figure.Take();
        return threshold.Holds(value) ? value : null;
    }
}

/// <summary>What a closed window adds up.</summary>
internal abstract class Figure
{
    public abstract void Add(Sample sample);

    /// <summary>The figure; starts anew.</summary>
    public abstract double Take();
}

internal sealed class CountFigure : Figure
{
    private long _count;

    public override void Add(Sample sample) => _count++;

    public override double Take() => (_count, _count = 0).Item1;
}

/// <summary>Different values, up to as many as the condition can tell apart.</summary>
internal sealed class DistinctFigure(int most) : Figure
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public override void Add(Sample sample)
    {
        if (_seen.Count <= most)
            _seen.Add(sample.Text!);
    }

    public override double Take()
    {
        var count = _seen.Count;
        _seen.Clear();
        return count;
    }
}

internal sealed class SumFigure(bool mean) : Figure
{
    private double _sum;
    private long _count;

    public override void Add(Sample sample) => (_sum, _count) = (_sum + sample.Number, _count + 1);

    public override double Take()
    {
        var figure = mean ? _sum / _count : _sum;
        (_sum, _count) = (0, 0);
        return figure;
    }
}

/// <summary>
/// A percentile within one hundredth of the value: counts in bins whose bounds grow by 2 %
/// (Masson, Rim, Lee: DDSketch, VLDB 2019). At most 4,096 bins, which cover 35 orders of magnitude.
/// </summary>
internal sealed class PercentileFigure(double percentile) : Figure
{
    private const double Growth = 1.02;
    private const int MostBins = 4_096;

    private readonly SortedDictionary<int, long> _bins = [];
    private long _count;

    public override void Add(Sample sample)
    {
        var bin = Bin(sample.Number);
        if (_bins.Count < MostBins || _bins.ContainsKey(bin))
            (_bins[bin], _count) = (_bins.GetValueOrDefault(bin) + 1, _count + 1);
    }

    public override double Take()
    {
        var rank = (long)Math.Ceiling(percentile / 100 * _count);
        var figure = 0.0;
        foreach (var (bin, count) in _bins)
        {
            figure = Middle(bin);
            if ((rank -= count) <= 0)
                break;
        }
        _bins.Clear();
        _count = 0;
        return figure;
    }

    // Zero is bin 0; bins above and below grow away from it, one step for each 2 %, from 1e-6 on.
    private static int Bin(double number) => Math.Abs(number) < 1e-6 ? 0 : Math.Sign(number) * (1 + (int)Math.Ceiling(Math.Log(Math.Abs(number) / 1e-6) / Math.Log(Growth)));

    private static double Middle(int bin) => bin == 0 ? 0 : Math.Sign(bin) * 1e-6 * Math.Pow(Growth, Math.Abs(bin) - 1) * 2 / (1 + Growth);
}
