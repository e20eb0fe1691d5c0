using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sen.Data;

/// <summary>What the loops tell OpenTelemetry, under the name <c>Sen</c>.</summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Sen";

    /// <summary>Traces: one activity a job run and an event delivered.</summary>
    public static readonly ActivitySource Activities = new(Name);

    /// <summary>The meter; modules add their own instruments to it.</summary>
    public static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> JobsRun = Meter.CreateCounter<long>("sen.jobs.run", description: "Job runs that ended well");
    internal static readonly Counter<long> JobsFailed = Meter.CreateCounter<long>("sen.jobs.failed", description: "Job runs that ended in an error");
    internal static readonly Counter<long> EventsDelivered = Meter.CreateCounter<long>("sen.outbox.delivered", description: "Events handled by subscribers");
    internal static readonly ConcurrentDictionary<string, long> Behind = new();
    internal static long LedgerTail;

    static Telemetry()
    {
        Meter.CreateObservableGauge("sen.outbox.lag", () => Behind.Select(b =>
            new Measurement<long>(b.Value, new KeyValuePair<string, object?>("subscription", b.Key))),
            description: "Positions that a subscription run by this copy is behind");
        Meter.CreateObservableGauge("sen.ledger.tail", () => Volatile.Read(ref LedgerTail), description: "Entries that no block holds yet");
    }
}
