using System.Diagnostics;

namespace Sen.Bench;

/// <summary>Best time and allocation of a call, by doubling turns until they take 30 ms.</summary>
internal static class Timing
{
    /// <returns>Nanoseconds and bytes of one call.</returns>
    public static (double Nanoseconds, double Bytes) Of(Action run)
    {
        var turns = 1L;
        while (Span(run, turns) < TimeSpan.FromMilliseconds(30))
            turns *= 2;
        // Let the runtime's second and third compilation come in before it counts.
        for (var i = 0; i < 3; i++)
        {
            Thread.Sleep(150);
            Span(run, turns);
        }
        var (best, bytes) = (double.MaxValue, 0.0);
        for (var round = 0; round < 7; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var spent = Span(run, turns);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)turns;
            best = Math.Min(best, spent.TotalNanoseconds / turns);
        }
        return (best, bytes);
    }

    private static TimeSpan Span(Action run, long turns)
    {
        var from = Stopwatch.GetTimestamp();
        for (var i = 0L; i < turns; i++)
            run();
        return Stopwatch.GetElapsedTime(from);
    }
}
