namespace Sen.Bench.Lexis;

/// <summary>Times of single requests, in milliseconds.</summary>
internal sealed class Percentiles(List<double> times)
{
    public override string ToString()
    {
        var sorted = times.Order().ToArray();
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return FormattableString.Invariant($"p50 {At(0.5):0.00} ms, p95 {At(0.95):0.00} ms, p99 {At(0.99):0.00} ms, {1000 / sorted.Average():#,0} a second on one thread, n={sorted.Length:#,0}");
    }
}
