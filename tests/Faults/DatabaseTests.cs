using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Faults;

/// <summary>The database dies or a connection breaks in the middle of acts: each act is there in full or not at all.</summary>
public sealed class DatabaseTests(Server server) : IClassFixture<Server>
{
    private static readonly Actor Official = new(ActorKind.Staff, "staff-1", "Nguyễn Văn Thử") { UnitPath = "H01", Title = "Chuyên viên" };

    [Event("faults.done", 1)]
    private sealed record Happened(int Act);

    [Job("faults.follow")]
    private sealed record Follow(int Act);

    [Fact]
    public async Task KillTheServer_DuringActs_LeavesNoneHalfWritten()
    {
        await using var services = await Services("killed");
        var db = services.GetRequiredService<Database>();
        var (confirmed, next, stop) = (new ConcurrentBag<int>(), 0, false);
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
            {
                var act = Interlocked.Increment(ref next);
                try
                {
                    await Act(db, act);
                    confirmed.Add(act);
                }
                catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
                {
                    await Task.Delay(20);
                }
            }
        })).ToArray();
        await Task.Delay(1500);
        server.Kill();
        Volatile.Write(ref stop, true);
        await Task.WhenAll(workers);
        confirmed.Count.ShouldBeGreaterThan(50);

        server.Start();
        NpgsqlConnection.ClearAllPools();
        await WhenBack(db);
        var there = (await db.Query<int>("select subject_id::int from data.ledger order by 1")).ToHashSet();
        (await db.Query<int>("select (body ->> 'act')::int from data.event order by 1")).ShouldBe(there.Order());
        (await db.Query<int>("select (payload ->> 'act')::int from data.job order by 1")).ShouldBe(there.Order());
        (await db.One<long>("select count(*) from data.ledger_body")).ShouldBe(there.Count);
        // What was confirmed to the caller is there.
        confirmed.Except(there).ShouldBeEmpty();
        await Act(db, 0);
        while (await services.GetRequiredService<Sealer>().Pass(default))
        {
        }
        var report = await services.GetRequiredService<LedgerVerifier>().Verify();
        report.Fault.ShouldBeNull();
        report.Entries.ShouldBe(there.Count + 1);
    }

    [Fact]
    public async Task BreakTheConnection_DuringCommit_WritesNothingAndTheNextActGoesOn()
    {
        await using var services = await Services("broken");
        var db = services.GetRequiredService<Database>();
        await Act(db, 1);
        // Another holds the hot row, so that the batch has been sent and waits.
        await using var other = new NpgsqlConnection(server.Owner("broken"));
        await other.OpenAsync();
        await using var hold = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("select from data.serial for update", other, hold))
            await command.ExecuteNonQueryAsync();
        var act = Act(db, 2);
        await using (var kill = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'broken' and wait_event_type = 'Lock'", other, hold))
        {
            for (var i = 0; i < 200 && (long)(await kill.ExecuteScalarAsync())! == 0; i++)
                await Task.Delay(50);
        }
        await Should.ThrowAsync<NpgsqlException>(act);
        await hold.RollbackAsync();
        (await db.Query<string>("select subject_id from data.ledger")).ShouldBe(["1"]);
        await Act(db, 3);
        (await db.Query<string>("select subject_id from data.ledger order by id")).ShouldBe(["1", "3"]);
        (await db.One<long>("select count(*) from data.event")).ShouldBe(2);
        (await db.One<long>("select last from data.serial")).ShouldBe(2);
    }

    [Fact]
    public async Task KillTheServer_WithAJobCommittedAndNotRun_TheJobRunsAfterwards()
    {
        await using var services = await Services("waiting");
        var db = services.GetRequiredService<Database>();
        await Act(db, 7);
        server.Kill();
        server.Start();
        NpgsqlConnection.ClearAllPools();
        await WhenBack(db);
        (await services.GetRequiredService<JobRunner>().RunOne(default)).ShouldBeTrue();
        Ran.ShouldContain(7);
        (await db.One<string>("select state from data.job")).ShouldBe("done");
    }

    private static readonly ConcurrentBag<int> Ran = [];

    private static async Task Act(Database db, int act)
    {
        await using var work = await db.Begin(Official, default);
        work.Publish(new Happened(act));
        work.Enqueue(new Follow(act));
        work.Audit("faults.act", new Ref("act", $"{act}"));
        work.Last<long>("""
            insert into data.serial (office, period, last) values ('H01', 'x', 1)
            on conflict (office, period) do update set last = data.serial.last + 1 returning last
            """);
        await work.Commit();
    }

    private static async Task WhenBack(Database db)
    {
        for (var i = 0; ; i++)
            try
            {
                await db.One<int>("select 1");
                return;
            }
            catch (NpgsqlException) when (i < 50)
            {
                await Task.Delay(100);
            }
    }

    private async Task<ServiceProvider> Services(string database)
    {
        await using (var connection = new NpgsqlConnection(server.Owner("postgres")))
        {
            await connection.OpenAsync();
#pragma warning disable CA2100 // names made here
            await using var command = new NpgsqlCommand($"create database {database}", connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
        await new Migrator([new MigrationSource("data", typeof(DataModule).Assembly)]).Migrate(server.Owner(database));
        var services = new ServiceCollection().AddLogging();
        services.AddData(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Sen:Database"] = server.App(database) }).Build());
        services.AddJobHandler<Follow>((job, _, _) =>
        {
            Ran.Add(job.Act);
            return Task.CompletedTask;
        });
        return services.BuildServiceProvider();
    }
}
