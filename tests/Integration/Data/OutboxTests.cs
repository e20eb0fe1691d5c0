using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Data;

public sealed class OutboxTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    [Event("test.happened", 1)]
    private sealed record Happened(string Text);

    [Event("test.elsewhere", 1)]
    private sealed record Elsewhere(int Number);

    private readonly TestClock _clock = new();
    private readonly List<(long Position, string Text)> _seen = [];
    private Func<string, Task> _handle = _ => Task.CompletedTask;

    [Fact]
    public async Task Sequencer_LateCommitOfLowerId_GetsLaterPositionAndIsNotSkipped()
    {
        var services = Services();
        var (db, sequencer) = (services.GetRequiredService<Database>(), services.GetRequiredService<Sequencer>());
        await using var late = new NpgsqlConnection(postgres.App);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await late.ExecuteAsync("insert into data.event (name, version, body, actor, at) values ('test.happened', 1, '{\"text\": \"late\"}', 'x', now())");
        await Publish(db, new Happened("early"));

        await sequencer.Pass(default);
        await Deliver(services);
        _seen.Select(s => s.Text).ShouldBe(["early"]);

        await transaction.CommitAsync();
        await sequencer.Pass(default);
        await Deliver(services);
        _seen.Select(s => s.Text).ShouldBe(["early", "late"]);
        _seen[1].Position.ShouldBeGreaterThan(_seen[0].Position);
        var ids = await db.Query<string>("select body->>'text' from data.event order by id");
        ids.ShouldBe(["late", "early"]);
    }

    [Fact]
    public async Task Sequencer_TwoCopiesAtOnce_GiveEachPositionOnce()
    {
        var services = Services();
        var db = services.GetRequiredService<Database>();
        var sequencer = services.GetRequiredService<Sequencer>();
        using var stop = new CancellationTokenSource();
        var copies = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await sequencer.Pass(default);
        })).ToArray();
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await Publish(db, new Elsewhere(i)));
        await stop.CancelAsync();
        await Task.WhenAll(copies);
        await sequencer.Pass(default);
        (await db.Query<long>("select position from data.event order by position")).ShouldBe(Enumerable.Range(1, 300).Select(i => (long)i));
    }

    [Fact]
    public async Task Dispatcher_CrashBeforeTheCursorIsSaved_DeliversAgain()
    {
        var services = Services();
        await Publish(services.GetRequiredService<Database>(), new Happened("one"), new Happened("two"));
        await services.GetRequiredService<Sequencer>().Pass(default);
        _handle = async text =>
        {
            // The connection that holds the cursor dies with the program; what the handler did stays done.
            if (text == "two")
                await postgres.AsOwner("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = @Subscriptions", new { Locks.Subscriptions });
        };
        await Should.ThrowAsync<Exception>(() => Deliver(services));
        _handle = _ => Task.CompletedTask;
        await Deliver(Services());
        _seen.Select(s => s.Text).ShouldBe(["one", "two", "one", "two"]);
        _seen[0].Position.ShouldBe(_seen[2].Position);
    }

    [Fact]
    public async Task Dispatcher_HandlerFails_StandsStillSaysWhyAndGoesOnAfterTheWait()
    {
        var services = Services();
        var desk = services.GetRequiredService<SubscriptionDesk>();
        await Publish(services.GetRequiredService<Database>(), new Happened("one"), new Happened("two"), new Happened("three"));
        await services.GetRequiredService<Sequencer>().Pass(default);
        _handle = text => text == "two" ? throw new InvalidOperationException("máy in hết giấy") : Task.CompletedTask;

        await Deliver(services);
        await Deliver(services);
        var stuck = (await desk.All(default)).Single();
        (stuck.Position, stuck.Attempts, stuck.Behind).ShouldBe((1, 1, 2));
        stuck.StuckReason!.ShouldContain("máy in hết giấy");
        _seen.Select(s => s.Text).ShouldBe(["one", "two"]);

        _handle = _ => Task.CompletedTask;
        _clock.Pass(TimeSpan.FromSeconds(2));
        await Deliver(services);
        _seen.Select(s => s.Text).ShouldBe(["one", "two", "two", "three"]);
        (await desk.All(default)).Single().StuckReason.ShouldBeNull();
    }

    [Fact]
    public async Task Nudge_SubscriptionThatWaits_IsTriedNowAndRecorded()
    {
        var services = Services();
        var desk = services.GetRequiredService<SubscriptionDesk>();
        await Publish(services.GetRequiredService<Database>(), new Happened("one"));
        await services.GetRequiredService<Sequencer>().Pass(default);
        _handle = _ => throw new InvalidOperationException("x");
        await Deliver(services);
        _handle = _ => Task.CompletedTask;

        (await desk.Nudge("test.reader", Postgres.Official, "đã sửa", default)).Ok.ShouldBeTrue();
        await Deliver(services);
        _seen.Count.ShouldBe(2);
        (await desk.Nudge("test.reader", Postgres.Official, "đã sửa", default)).Problem!.Code.ShouldBe("data.subscription-runs");
        (await services.GetRequiredService<Database>().One<int>("select count(*)::int from data.ledger where act = 'subscription.nudge'")).ShouldBe(1);
    }

    [Fact]
    public async Task Dispatcher_SubscriptionTakenByAnotherCopy_LeavesItAlone()
    {
        var services = Services();
        await Publish(services.GetRequiredService<Database>(), new Happened("one"));
        await services.GetRequiredService<Sequencer>().Pass(default);
        // Not pooled: a pooled connection would keep the lock after the test.
        await using var other = new NpgsqlConnection(postgres.App + ";Pooling=false");
        await other.OpenAsync();
        await other.ExecuteAsync("select pg_advisory_lock(@Subscriptions, hashtext('test.reader'))", new { Locks.Subscriptions });
        (await Deliver(services)).ShouldBeFalse();
        _seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task LiveEvents_WithLoops_ArriveInOrderAndReachSubscribers()
    {
        var services = Services(loops: true);
        var hosted = services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().ToArray();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var reading = Task.Run(async () =>
        {
            var names = new List<string>();
            await foreach (var live in services.GetRequiredService<LiveEvents>().Read(limit.Token))
            {
                names.Add($"{live.Position} {live.Name}");
                if (names.Count == 3)
                    break;
            }
            return names;
        });
        foreach (var service in hosted)
            await service.StartAsync(default);
        try
        {
            // The listener starts from the present, so the first event has to come after it.
            await Task.Delay(1000);
            await Publish(services.GetRequiredService<Database>(), new Happened("one"), new Elsewhere(2), new Happened("three"));
            (await reading).ShouldBe(["1 test.happened", "2 test.elsewhere", "3 test.happened"]);
            while (_seen.Count < 2 && !limit.IsCancellationRequested)
                await Task.Delay(50);
            _seen.Select(s => s.Text).ShouldBe(["one", "three"]);
        }
        finally
        {
            foreach (var service in hosted)
                await service.StopAsync(default);
        }
    }

    public async Task InitializeAsync() => await postgres.AsOwner(
        "truncate data.event, data.subscription, data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp");

    public Task DisposeAsync() => Task.CompletedTask;

    private IServiceProvider Services(bool loops = false) => postgres.Services(s => s.AddSubscriber<Happened>("test.reader", async (happened, context, _) =>
    {
        _seen.Add((context.Position, happened.Text));
        await _handle(happened.Text);
    }), _clock, loops);

    private static Task<bool> Deliver(IServiceProvider services) =>
        services.GetRequiredService<Dispatcher>().Pass(services.GetServices<Subscription>().Single(), default);

    private static async Task Publish(Database db, params object[] events)
    {
        await using var work = await db.Begin(Postgres.Official, default);
        foreach (var happened in events)
            work.Publish(happened);
        work.Audit("test.publish", new Ref("test", "1"));
        await work.Commit();
    }
}
