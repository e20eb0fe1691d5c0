namespace Sen.Sigma;

/// <summary>
/// Where a stream of events comes from, as whoever set up the intake says. Events may show more by themselves: a Windows channel, a syslog
/// program, <c>event.dataset</c>. A rule never fires on an event whose source is not known to satisfy the rule's.
/// </summary>
public sealed class EventSource(params IReadOnlyList<LogSource> sources)
{
    private static int _count;

    /// <summary>All that is true of the stream.</summary>
    public IReadOnlyList<LogSource> Sources { get; } = sources;

    /// <summary>The program whose sentences are looked for in lines without a syslog header, for example <c>nginx</c>.</summary>
    public string? Program { get; init; }

    internal int Number { get; } = Interlocked.Increment(ref _count);
}
