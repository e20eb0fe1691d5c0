namespace Sen.Data;

/// <summary>How long to wait after a failure, and what to tell of it.</summary>
internal static class Backoff
{
    private const int LongestReason = 2000;

    /// <summary>Doubles with each attempt up to a limit, with a jitter of a quarter so that what failed together does not return together.</summary>
    /// <param name="attempt">Attempts made, from 1.</param>
    public static TimeSpan After(int attempt, TimeSpan first, TimeSpan longest)
    {
        var plain = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(attempt, 30) - 1), longest.TotalSeconds);
#pragma warning disable CA5394 // not a secret
        return TimeSpan.FromSeconds(plain * (0.75 + 0.5 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }

    /// <summary>The error in one line for operators.</summary>
    public static string Reason(Exception e)
    {
        var reason = $"{e.GetType().Name}: {e.Message}";
        return reason.Length <= LongestReason ? reason : reason[..LongestReason];
    }
}
