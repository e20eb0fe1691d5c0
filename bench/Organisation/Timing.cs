using System.Diagnostics;
using System.Globalization;

namespace Sen.Bench.Organisation;

/// <summary>Times of many runs of a thing, in milliseconds.</summary>
internal static class Timing
{
    public static async Task<double[]> Each(int runs, Func<int, Task> run)
    {
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    public static double At(this double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    public static void Print(string what, double[] times) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-46} {times.Length,6} runs  p50 {times.At(0.5),8:F2} ms  p95 {times.At(0.95),8:F2} ms  p99 {times.At(0.99),8:F2} ms"));
}
