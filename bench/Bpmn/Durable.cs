using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Bench.Bpmn;

/// <summary>
/// Instances a second with the state durable: Flows on a private PostgreSQL that waits for the disk, at 16 clients, beside npm
/// bpmn-engine in recover mode on the same server and with files, the same process, in one run. Then the cost of 25,000 overdue timers.
/// </summary>
internal static class Durable
{
    private const int Clients = 16;
    private static readonly Actor Official = new(ActorKind.Staff, "bench", "Bench") { UnitPath = "H01", Grants = [new("bench", "", "bench")] };

    public static Bench Bench { get; } = new("bpmn-durable", "Flows with durable state against npm bpmn-engine in recover mode [INSTANCES]", args => Run(args).GetAwaiter().GetResult());

    private static async Task<int> Run(string[] args)
    {
        var count = args is [var text, ..] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 3000;
        using var server = PrivatePostgres.Start();
        await new Migrator([new("data", typeof(DataModule).Assembly), new("directory", typeof(Sen.Directory.DirectoryModule).Assembly),
            new("identity", typeof(Sen.Identity.IdentityModule).Assembly), new("flows", typeof(FlowsModule).Assembly)]).Migrate(server.Connection("owner"));
        await using (var owner = NpgsqlDataSource.Create(server.Connection("owner")))
        await using (var publish = owner.CreateCommand("insert into flows.definition (id, version, xml, labels, published_at) values ('route', 1, $1, '{}', now())"))
        {
            publish.Parameters.Add(new NpgsqlParameter { Value = Route.Xml });
            await publish.ExecuteNonQueryAsync();
        }
        await using var provider = Provider(server);
        var (db, processes) = (provider.GetRequiredService<Database>(), provider.GetRequiredService<Processes>());

        await Walk(db, processes, 300);
        var mine = await Walk(db, processes, count);
        Console.WriteLine($"Sen, PostgreSQL         {mine.PerSecond,8:N1} instances/s  p50 {mine.P50:N1} ms  p99 {mine.P99:N1} ms a command (asked: 20) at {Clients} clients, {count} instances");
        var folder = Path.Combine(Node.Root, "bench/node/bpmn");
        Node.Install(folder);
        var route = Path.Combine(Path.GetTempPath(), "sen-bench-route.bpmn");
        // The other engine reads JavaScript expressions; everything else is the same file.
        await File.WriteAllTextAsync(route, Route.Xml.Replace("amount &gt; 10", "${environment.variables.high}", StringComparison.Ordinal));
        foreach (var (name, where) in new[] { ("PostgreSQL", server.Connection("owner")), ("file", "file") })
        {
            var theirs = JsonDocument.Parse(Node.Run(folder, "node", "recover.mjs", route, $"{Math.Max(100, count / 20)}", where)).RootElement;
            var rate = theirs.GetProperty("perSecond").GetDouble();
            Console.WriteLine($"bpmn-engine, {name,-10} {rate,8:N1} instances/s  p50 {theirs.GetProperty("p50").GetDouble():N1} ms  p99 {theirs.GetProperty("p99").GetDouble():N1} ms  state {theirs.GetProperty("bytes").GetInt32():N0} bytes; Sen is {mine.PerSecond / rate:N1} times as fast (asked: 20)");
        }

        await using (var owner = NpgsqlDataSource.Create(server.Connection("owner")))
        await using (var late = owner.CreateCommand("insert into data.job (kind, payload, run_at) select 'flows.fire-timer', jsonb_build_object('instance', gen_random_uuid(), 'timer', 't.' || n), now() - interval '1 hour' from generate_series(1, 25000) n"))
            await late.ExecuteNonQueryAsync();
        var loaded = await Walk(db, processes, count / 3);
        Console.WriteLine($"with 25,000 overdue timers {loaded.PerSecond,5:N1} instances/s  p99 {loaded.P99:N1} ms a command ({loaded.PerSecond / mine.PerSecond:N2} of before)");
        await Crash(server, db, processes);
        return 0;
    }

    private static ServiceProvider Provider(PrivatePostgres server)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddData(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Sen:Database"] = server.Connection("sen_app") + ";Maximum Pool Size=20" }).Build());
        services.AddFlows();
        return services.BuildServiceProvider();
    }

    /// <summary>100,000 instances wait; the server is killed in the middle of commands, and a new program goes on with one of them.</summary>
    private static async Task Crash(PrivatePostgres server, Database db, Processes processes)
    {
        var first = Guid.Empty;
        await Command(db, [], async work => first = await processes.Start(work, "route", new("bench", "live"), "Bench", "H01", null, new JsonObject { ["amount"] = 1 }, default));
        await using (var owner = NpgsqlDataSource.Create(server.Connection("owner") + ";Command Timeout=300"))
        await using (var copy = owner.CreateCommand("""
            with made as (
              insert into flows.instance (id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at)
              select gen_random_uuid(), definition, version, subject_kind, subject_id, title, unit_path, state, started_at
              from flows.instance, generate_series(1, 100000) where id = $1 returning id)
            insert into flows.task (id, instance_id, wait_id, element, form, permission, unit_path, opened_at)
            select gen_random_uuid(), made.id, wait_id, element, form, permission, unit_path, opened_at
            from made, flows.task t where t.instance_id = $1 and t.state = 'open'
            """))
        {
            copy.Parameters.Add(new NpgsqlParameter { Value = first });
            await copy.ExecuteNonQueryAsync();
        }
        // Whoever's command is under way when the server dies is told so; they end with this run.
        _ = Task.Run(() => Walk(db, processes, 1_000_000));
        await Task.Delay(2000);
        var watch = Stopwatch.StartNew();
        server.KillAndRestart();
        var up = watch.Elapsed;
        await using var again = Provider(server);
        var (fresh, anew) = (again.GetRequiredService<Database>(), again.GetRequiredService<Processes>());
        var task = await fresh.OneOrNone<Guid?>("select t.id from flows.task t join flows.instance i on i.id = t.instance_id where i.subject_id = 'live' and t.state = 'open' limit 1", null);
        await Command(fresh, [], async work => _ = (await anew.Complete(work, task!.Value, [], default)).Value);
        Console.WriteLine($"100,000 live instances, kill -9 of the server at {Clients} clients: it answers after {up.TotalSeconds:N1} s, a new program has done a command after {watch.Elapsed.TotalSeconds:N1} s (asked: 5)");
    }

    private static async Task<(double PerSecond, double P50, double P99)> Walk(Database db, Processes processes, int count)
    {
        var times = new ConcurrentBag<double>();
        var next = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i <= count; i = Interlocked.Increment(ref next))
                await Instance(db, processes, i, times);
        }));
        var seconds = watch.Elapsed.TotalSeconds;
        var sorted = times.Order().ToArray();
        return (count / seconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }

    private static async Task Instance(Database db, Processes processes, int number, ConcurrentBag<double> times)
    {
        var id = Guid.Empty;
        await Command(db, times, async work => id = await processes.Start(work, "route", new("bench", $"{number}"), "Bench", "H01", null, new JsonObject { ["amount"] = number % 20 }, default));
        while (await db.OneOrNone<Guid?>("select id from flows.task where instance_id = @id and state = 'open' limit 1", new { id }) is { } task)
            await Command(db, times, async work => _ = (await processes.Complete(work, task, [], default)).Value);
    }

    private static async Task Command(Database db, ConcurrentBag<double> times, Func<Work, Task> act)
    {
        var watch = Stopwatch.StartNew();
        await using var work = await db.Begin(Official, default);
        await act(work);
        work.Audit("bench.act", new("bench", "1"));
        await work.Commit();
        times.Add(watch.Elapsed.TotalMilliseconds);
    }
}
