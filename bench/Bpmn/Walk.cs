using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Bench.Bpmn;

/// <summary>What a run gave: instances a second, and milliseconds of a command from opening its transaction to its commit.</summary>
internal sealed record Walked(double PerSecond, double P50, double P99)
{
    public static Walked Of(int instances, double seconds, IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new(instances / seconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond,8:N1} instances/s  p50 {P50:N1} ms  p99 {P99:N1} ms a command at {Walk.Clients} clients");
}

/// <summary>Officials who start instances and complete their tasks, each act in a transaction of its own with its ledger entry.</summary>
internal sealed class Walk(IServiceProvider program)
{
    public const int Clients = 16;
    private static readonly Actor Official = new(ActorKind.Staff, "bench", "Bench") { UnitPath = "H01", Grants = [new("bench", "", "bench")] };

    private readonly Database _db = program.GetRequiredService<Database>();
    private readonly Processes _processes = program.GetRequiredService<Processes>();

    /// <summary>Whole instances at 16 clients.</summary>
    public async Task<Walked> Run(int count)
    {
        var times = new ConcurrentBag<double>();
        var next = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i <= count; i = Interlocked.Increment(ref next))
                await Instance(i, times.Add);
        }));
        return Walked.Of(count, watch.Elapsed.TotalSeconds, times);
    }

    /// <summary>Starts, one after another.</summary>
    public async Task<Walked> Starts(int count)
    {
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
            await Start(Route.Id, "starts", times.Add);
        return Walked.Of(count, watch.Elapsed.TotalSeconds, times);
    }

    /// <summary>Walks until it is told to end or the server is gone; how many commands were acknowledged.</summary>
    public async Task<int> Until(CancellationToken end)
    {
        var acknowledged = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            try
            {
                for (var i = client; !end.IsCancellationRequested; i += Clients)
                    await Instance(i, _ => Interlocked.Increment(ref acknowledged));
            }
            catch (NpgsqlException)
            {
                // Whoever's command is under way when the server dies is told so.
            }
        }));
        return acknowledged;
    }

    public async Task<Guid> Start(string process, string subject = "one", Action<double>? took = null)
    {
        var id = Guid.Empty;
        await Command(took, async work => id = await _processes.Start(work, process, new("bench", subject), "Bench", "H01", null, new JsonObject { ["amount"] = 1 }, default));
        return id;
    }

    /// <summary>Completes an open task about a subject.</summary>
    public async Task CompleteOne(string subject)
    {
        var task = await _db.One<Guid>("select t.id from flows.task t join flows.instance i on i.id = t.instance_id where i.subject_kind = 'bench' and i.subject_id = @subject and t.state = 'open' limit 1", new { subject });
        await Command(null, async work => _ = (await _processes.Complete(work, task, [], default)).Value);
    }

    private async Task Instance(int number, Action<double> took)
    {
        var id = Guid.Empty;
        await Command(took, async work => id = await _processes.Start(work, Route.Id, new("bench", $"{number}"), "Bench", "H01", null, new JsonObject { ["amount"] = number % 20 }, default));
        // Whoever does the tasks finds them in a list when they open: one, then the pair.
        for (var done = 0; done < Route.Tasks;)
        {
            foreach (var task in await _db.Query<Guid>("select id from flows.task where instance_id = @id and state = 'open'", new { id }))
            {
                await Command(took, async work => _ = (await _processes.Complete(work, task, [], default)).Value);
                done++;
            }
        }
    }

    private async Task Command(Action<double>? took, Func<Work, Task> act)
    {
        var watch = Stopwatch.StartNew();
        await using var work = await _db.Begin(Official, default);
        await act(work);
        work.Audit("bench.act", new("bench", "1"));
        await work.Commit();
        took?.Invoke(watch.Elapsed.TotalMilliseconds);
    }
}
