using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Data;

public sealed class JobTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    [Job("test.print")]
    private sealed record Print(string Dossier);

    private static readonly JobOptions ThreeAttempts = new() { MaxAttempts = 3, FirstWait = TimeSpan.FromSeconds(10) };

    private readonly TestClock _clock = new();
    private readonly List<int> _attempts = [];
    private Func<JobContext, CancellationToken, Task> _handle = (_, _) => Task.CompletedTask;

    [Fact]
    public async Task Run_DueJob_RunsOnceAndIsDone()
    {
        var services = Services();
        await Enqueue(services, new Ref("dossier", "42"));
        Ref? about = null;
        _handle = (context, _) => Task.FromResult(about = context.About);
        (await Run(services)).ShouldBeTrue();
        (await Run(services)).ShouldBeFalse();
        about.ShouldBe(new Ref("dossier", "42"));
        (await TheJob(services, JobState.Done)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Run_Fails_WaitsLongerEachTimeThenLiesDeadWithTheReason()
    {
        var services = Services();
        await Enqueue(services);
        _handle = (_, _) => throw new InvalidOperationException("máy in hết giấy");

        await Run(services);
        (await Run(services)).ShouldBeFalse("it waits");
        var waiting = await TheJob(services, JobState.Waiting);
        waiting.Reason!.ShouldContain("máy in hết giấy");
        (waiting.RunAt - _clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(7.5, 12.5);

        _clock.Pass(TimeSpan.FromSeconds(13));
        await Run(services);
        ((await TheJob(services, JobState.Waiting)).RunAt - _clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(15, 25);

        _clock.Pass(TimeSpan.FromSeconds(26));
        await Run(services);
        var dead = await TheJob(services, JobState.Dead);
        (dead.Attempts, dead.Reason!.Contains("máy in hết giấy", StringComparison.Ordinal)).ShouldBe((3, true));
        _clock.Pass(TimeSpan.FromDays(1));
        (await Run(services)).ShouldBeFalse();
        _attempts.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Run_CannotRun_LiesDeadAtOnce()
    {
        var services = Services();
        await Enqueue(services);
        _handle = (_, _) => throw new JobCannotRunException("mẫu không còn");
        await Run(services);
        (await TheJob(services, JobState.Dead)).Reason.ShouldBe("mẫu không còn");
    }

    [Fact]
    public async Task Claim_LeaseOfASilentCopyEnds_AnotherCopyTakesOverAndTheFirstCannotWriteItsOutcome()
    {
        var (silent, other) = (Services(), Services());
        await Enqueue(silent);
        var queue = silent.GetRequiredService<JobQueue>();
        var lost = (await queue.Claim([.. silent.GetServices<JobHandler>()], default))!;
        (await Run(other)).ShouldBeFalse("its lease runs");

        _clock.Pass(TimeSpan.FromMinutes(2));
        (await Run(other)).ShouldBeTrue();
        _attempts.ShouldBe([2]);
        (await queue.Dead(lost, "too late")).ShouldBeFalse();
        (await queue.Renew(lost, TimeSpan.FromMinutes(1), default)).ShouldBeFalse();
        await TheJob(other, JobState.Done);
    }

    [Fact]
    public async Task Run_LongerThanItsLease_RenewsIt()
    {
        var services = Services(new JobOptions { Lease = TimeSpan.FromMilliseconds(300) });
        await Enqueue(services);
        DateTimeOffset? before = null, after = null;
        _handle = async (_, ct) =>
        {
            before = (await TheJob(services, JobState.Running)).LeaseUntil;
            _clock.Pass(TimeSpan.FromSeconds(1));
            var limit = TimeProvider.System.GetTimestamp();
            do
                await Task.Delay(50, ct);
            while ((after = (await TheJob(services, JobState.Running)).LeaseUntil) == before && TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(10));
        };
        await Run(services);
        (after - before).ShouldBe(TimeSpan.FromSeconds(1));
        await TheJob(services, JobState.Done);
    }

    [Fact]
    public async Task Run_LeaseLostWhileRunning_CancelsTheHandler()
    {
        var services = Services(new JobOptions { Lease = TimeSpan.FromMilliseconds(300) });
        await Enqueue(services);
        var cancelled = false;
        _handle = async (context, ct) =>
        {
            await postgres.AsOwner("update data.job set attempts = attempts + 1 where id = @JobId", context);
            await Task.Delay(TimeSpan.FromSeconds(10), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled = ct.IsCancellationRequested;
            ct.ThrowIfCancellationRequested();
        };
        await Run(services);
        cancelled.ShouldBeTrue();
        (await TheJob(services, JobState.Running)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_LeaseEndedAsOftenAsItMayRun_LiesDead()
    {
        var services = Services();
        await Enqueue(services);
        for (var i = 0; i < 3; i++)
        {
            (await services.GetRequiredService<JobQueue>().Claim([.. services.GetServices<JobHandler>()], default)).ShouldNotBeNull();
            _clock.Pass(TimeSpan.FromMinutes(2));
        }
        await Run(services);
        _attempts.ShouldBeEmpty();
        (await TheJob(services, JobState.Dead)).Reason!.ShouldContain("3");
    }

    [Fact]
    public async Task Run_StoppedByShutdown_HandsTheJobBackWithoutCountingTheAttempt()
    {
        var services = Services();
        await Enqueue(services);
        using var stop = new CancellationTokenSource();
        _handle = async (_, ct) =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        };
        await services.GetRequiredService<JobRunner>().RunOne(stop.Token);
        (await TheJob(services, JobState.Waiting)).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Run_TwoCopies_NeverShareAJob()
    {
        var (one, two) = (Services(), Services());
        const int jobs = 60;
        for (var i = 0; i < jobs; i++)
            await Enqueue(one);
        var ran = new System.Collections.Concurrent.ConcurrentBag<long>();
        _handle = (context, _) =>
        {
            ran.Add(context.JobId);
            return Task.CompletedTask;
        };
        await Task.WhenAll(Drain(one), Drain(two), Drain(one), Drain(two));
        ran.Count.ShouldBe(jobs);
        ran.ShouldBeUnique();

        static async Task Drain(IServiceProvider services)
        {
            while (await Run(services))
            {
            }
        }
    }

    [Fact]
    public async Task Enqueue_SameKeyTwice_WaitsOnce_AlsoWhenTheRunningOneFails()
    {
        var services = Services();
        await Enqueue(services, key: "42");
        await Enqueue(services, key: "42");
        _handle = async (_, _) =>
        {
            await Enqueue(services, key: "42");
            throw new InvalidOperationException("x");
        };
        await Run(services);
        var counts = (await services.GetRequiredService<JobDesk>().Counts(default)).Of;
        (counts[JobState.Waiting], counts[JobState.Done], counts[JobState.Running]).ShouldBe((1, 1, 0));
    }

    public async Task InitializeAsync() => await postgres.AsOwner(
        "truncate data.job, data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp");

    public Task DisposeAsync() => Task.CompletedTask;

    private IServiceProvider Services(JobOptions? options = null) => postgres.Services(s => s.AddJobHandler<Print>((_, context, ct) =>
    {
        lock (_attempts)
            _attempts.Add(context.Attempt);
        return _handle(context, ct);
    }, options ?? ThreeAttempts), _clock);

    private static Task<bool> Run(IServiceProvider services) => services.GetRequiredService<JobRunner>().RunOne(default);

    private static async Task<JobRow> TheJob(IServiceProvider services, JobState state) =>
        (await services.GetRequiredService<JobDesk>().List(state, null, null, 10, default)).ShouldHaveSingleItem();

    private static async Task Enqueue(IServiceProvider services, Ref? about = null, string? key = null)
    {
        await using var work = await services.GetRequiredService<Database>().BeginFollowUp(Postgres.Official, default);
        work.Enqueue(new Print("x"), about, key: key);
        await work.Commit();
    }
}
