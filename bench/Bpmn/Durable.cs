using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Data;
using Sen.Flows;

namespace Sen.Bench.Bpmn;

/// <summary>
/// Instances a second with the state durable: Flows on a private PostgreSQL that waits for the disk, at 16 clients, beside npm
/// bpmn-engine in recover mode on the same server and with files, the same process, in one run.
/// </summary>
internal static class Durable
{
    public static readonly Bench[] All =
    [
        new("bpmn-durable", "Flows with durable state against npm bpmn-engine in recover mode [INSTANCES]", args => Compare(Count(args, 6000)).GetAwaiter().GetResult()),
        new("bpmn-overdue", "25,000 overdue timers: what they do to a start [INSTANCES]", args => Overdue(Count(args, 1000)).GetAwaiter().GetResult()),
        new("bpmn-crash", "100,000 live instances, kill -9, and on", _ => Crash().GetAwaiter().GetResult()),
    ];

    private static async Task<int> Compare(int count)
    {
        using var server = Server();
        await using var program = Program(server, loops: false);
        var walk = new Walk(program);
        // Both sides are measured warm, as servers are: the compilers of both need some thousand commands, and the planner its statistics.
        await walk.Run(count / 2);
        server.Run("analyze");
        await walk.Run(count / 6);
        var (own, its) = (Environment.CpuUsage.TotalTime.TotalSeconds, server.CpuSeconds);
        var mine = await walk.Run(count);
        (own, its) = (Environment.CpuUsage.TotalTime.TotalSeconds - own, server.CpuSeconds - its);
        Print($"Sen, PostgreSQL         {mine}, {count} instances (asked: p99 20 ms); processor ms an instance: {own * 1000 / count:N2} own, {its * 1000 / count:N2} PostgreSQL");
        var folder = Path.Combine(Node.Root, "bench/node/bpmn");
        Node.Install(folder);
        var route = Path.Combine(Path.GetTempPath(), "sen-bench-route.bpmn");
        // The other engine reads JavaScript expressions; everything else is the same file.
        await File.WriteAllTextAsync(route, Route.Xml.Replace("amount &gt; 10", "${environment.variables.high}", StringComparison.Ordinal));
        foreach (var (name, where) in new[] { ("PostgreSQL", server.Owner), ("file", "file") })
        {
            var theirs = JsonDocument.Parse(Node.Run(folder, "node", "recover.mjs", route, $"{Math.Max(100, count / 20)}", where)).RootElement;
            double Of(string figure) => theirs.GetProperty(figure).GetDouble();
            Print($"bpmn-engine, {name,-10} {Of("perSecond"),8:N1} instances/s  p50 {Of("p50"):N1} ms  p99 {Of("p99"):N1} ms  state {Of("bytes"):N0} bytes; Sen does {mine.PerSecond / Of("perSecond"):N1} times as many (asked: 20)");
        }
        return 0;
    }

    /// <summary>Instances whose timer came an hour ago, as after a long stop: they lie there, then they are fired beside new starts.</summary>
    private static async Task<int> Overdue(int count)
    {
        using var server = Server();
        await using var quiet = Program(server, loops: false);
        var walk = new Walk(quiet);
        await walk.Run(count * 3);
        server.Run("analyze");
        await walk.Run(count);
        var before = await walk.Run(count);
        var alone = await walk.Starts(count);
        var late = await walk.Start(Route.Late);
        Copy(server, late, 25_000);
        server.Run("""
            insert into data.job (kind, payload, run_at)
            select 'flows.fire-timer', jsonb_build_object('instance', instance_id, 'timer', wait_id), now() - interval '1 hour' from flows.wait where kind = 'timer' and instance_id <> $1
            """, late);
        var lying = await walk.Run(count);
        Print($"no timers              {before}");
        Print($"25,000 overdue, lying  {lying}; {lying.PerSecond / before.PerSecond:N2} of that");
        var watch = Stopwatch.StartNew();
        await using var program = Program(server, loops: true);
        var hosted = program.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
            await service.StartAsync(default);
        var anew = new Walk(program);
        await anew.Start(Route.Id);
        Print($"a new program with them has started an instance after {watch.Elapsed.TotalMilliseconds:N0} ms");
        var beside = await anew.Starts(count);
        var db = program.GetRequiredService<Database>();
        Task<int> Left() => db.One<int>("select count(*)::int from data.job where kind = 'flows.fire-timer' and state <> 'done' and run_at < now()");
        var left = await Left();
        Print($"one start at a time    p50 {alone.P50:N1} ms, p99 {alone.P99:N1} ms without timers; p50 {beside.P50:N1} ms, p99 {beside.P99:N1} ms while they are fired ({left:N0} of 25,000 left at the end)");
        while (left > 0 && watch.Elapsed.TotalSeconds < 200)
        {
            await Task.Delay(200);
            left = await Left();
        }
        Print($"all fired after {watch.Elapsed.TotalSeconds:N1} s ({25_000 / watch.Elapsed.TotalSeconds:N0} a second), {left} left");
        foreach (var service in hosted)
            await service.StopAsync(default);
        return 0;
    }

    /// <summary>100,000 instances wait; the server is killed in the middle of commands, and a new program goes on with one of them.</summary>
    private static async Task<int> Crash()
    {
        using var server = Server();
        var program = Program(server, loops: false);
        var walk = new Walk(program);
        Copy(server, await walk.Start(Route.Id, "live"), 100_000);
        using var end = new CancellationTokenSource();
        var walking = walk.Until(end.Token);
        await Task.Delay(2000);
        var watch = Stopwatch.StartNew();
        server.KillAndRestart();
        var up = watch.Elapsed;
        await end.CancelAsync();
        await using var again = Program(server, loops: false);
        await new Walk(again).CompleteOne("live");
        Print($"100,000 live instances, kill -9 of the server at {Walk.Clients} clients: it answers after {up.TotalSeconds:N2} s, a new program has done a command after {watch.Elapsed.TotalSeconds:N2} s (asked: 5)");
        var acknowledged = await walking;
        await program.DisposeAsync();
        var db = again.GetRequiredService<Database>();
        var kept = await db.One<int>("select count(*)::int from data.ledger where act = 'bench.act'");
        var broken = await db.One<int>("""
            select count(*)::int from flows.instance i where i.ended_at is null
              and jsonb_array_length(i.state -> 'waits') <> (select count(*) from flows.task t where t.instance_id = i.id and t.state = 'open')
            """);
        // Between the last answer and the kill a commit may be kept that nobody heard of; never the other way round.
        Print($"commands acknowledged {acknowledged + 2:N0}, in the ledger {kept:N0}; running instances whose tasks do not agree with their state: {broken}");
        return kept >= acknowledged + 2 && broken == 0 ? 0 : 1;
    }

    /// <summary>Copies of an instance as it stands, with its open tasks and waits.</summary>
    private static void Copy(PrivatePostgres server, Guid instance, int times) => server.Run($"""
        create temporary table copy as select gen_random_uuid() as id from generate_series(1, {times.ToString(CultureInfo.InvariantCulture)});
        insert into flows.instance (id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at)
          select copy.id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at from flows.instance i, copy where i.id = '{instance}';
        insert into flows.task (id, instance_id, wait_id, element, form, permission, unit_path, opened_at)
          select gen_random_uuid(), copy.id, wait_id, element, form, permission, unit_path, opened_at from copy, flows.task t where t.instance_id = '{instance}' and t.state = 'open';
        insert into flows.wait (instance_id, wait_id, kind, element, name, key, unit_path, since, due_at)
          select copy.id, wait_id, kind, element, name, key, unit_path, since, due_at from copy, flows.wait w where w.instance_id = '{instance}';
        analyze;
        """);

    private static PrivatePostgres Server()
    {
        var server = PrivatePostgres.Start();
        server.Run("insert into flows.definition (id, version, xml, labels, published_at) values ('route', 1, $1, '{}', now()), ('late', 1, $2, '{}', now())", Route.Xml, Route.LateXml);
        return server;
    }

    private static ServiceProvider Program(PrivatePostgres server, bool loops)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddData(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Sen:Database"] = server.App, ["Sen:RunLoops"] = $"{loops}" }).Build());
        services.AddFlows();
        return services.BuildServiceProvider();
    }

    private static int Count(string[] args, int otherwise) => args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
