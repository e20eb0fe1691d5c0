namespace Sen.Sigma.Correlate;

/// <summary>The state of one group. Its size does not depend on the number of events.</summary>
internal abstract class Window
{
    /// <summary>Takes an event; the figure if the condition holds now.</summary>
    public abstract double? Add(int place, Sample sample, long at, bool silent);

    /// <summary>Whether a window that opened earlier ends before this time.</summary>
    public virtual bool Closes(long latest, long at) => false;

    /// <summary>Ends the window: the figure if the condition held.</summary>
    public virtual double? End() => null;

    public virtual long EndsAt => 0;

    public static Window For(SigmaCorrelation correlation, int rules)
    {
        var (threshold, span) = (correlation.Threshold, correlation.Timespan.Ticks);
        var most = (int)Math.Ceiling(Math.Min(threshold.Horizon, 1_000_000));
        return correlation.Kind switch
        {
            CorrelationKind.EventCount when threshold.OnlyGrows => new CountWindow(threshold, span, Math.Max(most, 1)),
            CorrelationKind.ValueCount when threshold.OnlyGrows => new DistinctWindow(threshold, span, Math.Max(most, 1)),
            CorrelationKind.ValueSum when threshold.OnlyGrows => new SumWindow(threshold, span),
            CorrelationKind.Temporal => new TemporalWindow(threshold, span, rules),
            CorrelationKind.TemporalOrdered => new OrderedWindow(threshold, span, rules),
            CorrelationKind.EventCount => new ClosedWindow(threshold, span, new CountFigure()),
            CorrelationKind.ValueCount => new ClosedWindow(threshold, span, new DistinctFigure(Math.Max(most, 1))),
            CorrelationKind.ValueSum => new ClosedWindow(threshold, span, new SumFigure(false)),
            CorrelationKind.ValueAvg => new ClosedWindow(threshold, span, new SumFigure(true)),
            _ => new ClosedWindow(threshold, span, new PercentileFigure(threshold.Percentile)),
        };
    }
}
