using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Data;

public sealed class JobDeskTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    private readonly Database _db = postgres.Services().GetRequiredService<Database>();
    private readonly JobDesk _desk = postgres.Services().GetRequiredService<JobDesk>();

    [Fact]
    public async Task Retry_DeadJob_WaitsAnewAndTheLedgerSaysWhoAndWhy()
    {
        var id = await Insert("dead", attempts: 3, reason: "máy in hết giấy");
        (await _desk.Retry(id, Postgres.Official, "đã thay giấy", default)).Ok.ShouldBeTrue();
        var job = (await _desk.List(JobState.Waiting, null, null, 10, default)).ShouldHaveSingleItem();
        (job.Attempts, job.Reason).ShouldBe((0, null));
        var body = await _db.One<string>("select body from data.v_ledger where act = 'job.retry' and subject_id = @id", new { id = $"{id}" });
        body.ShouldContain("đã thay giấy");
        body.ShouldContain("máy in hết giấy");
        body.ShouldContain(Postgres.Official.Id);
    }

    [Fact]
    public async Task Retry_NotDead_IsRefusedAndNothingIsRecorded()
    {
        var id = await Insert("running");
        (await _desk.Retry(id, Postgres.Official, "x", default)).Problem!.Code.ShouldBe("data.job-moved-on");
        (await _desk.Retry(id + 999, Postgres.Official, "x", default)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await _db.One<int>("select count(*)::int from data.ledger")).ShouldBe(0);
    }

    [Fact]
    public async Task Retry_KeyWaitsAlready_IsRefused()
    {
        var id = await Insert("dead", key: "42");
        await Insert("waiting", key: "42");
        (await _desk.Retry(id, Postgres.Official, "x", default)).Problem!.Code.ShouldBe("data.job-waits-already");
        (await _db.One<int>("select count(*)::int from data.ledger")).ShouldBe(0);
    }

    [Fact]
    public async Task Nudge_WaitsForLater_RunsNow()
    {
        var id = await Insert("waiting", runIn: 1);
        (await _desk.Nudge(id, Postgres.Official, null, default)).Ok.ShouldBeTrue();
        (await _db.One<bool>("select run_at <= now() + interval '1 second' from data.job where id = @id", new { id })).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancel_Waiting_KeepsTheReason()
    {
        var id = await Insert("waiting");
        (await _desk.Cancel(id, Postgres.Official, "không cần nữa", default)).Ok.ShouldBeTrue();
        (await _desk.List(JobState.Cancelled, null, null, 10, default)).ShouldHaveSingleItem().Reason.ShouldBe("không cần nữa");
    }

    [Fact]
    public async Task List_PageByPage_ShowsEachJobOnceNewestFirst()
    {
        for (var i = 0; i < 25; i++)
            await Insert("dead", kind: i % 5 == 0 ? "test.other" : "test.print");
        var seen = new List<long>();
        for (long? before = null; await _desk.List(JobState.Dead, "test.print", before, 8, default) is { Count: > 0 } page; before = page[^1].Id)
            seen.AddRange(page.Select(j => j.Id));
        seen.Count.ShouldBe(20);
        seen.ShouldBe(seen.OrderDescending().Distinct());
        (await _desk.Counts(default)).Of[JobState.Dead].ShouldBe(25);
        (await _desk.Kinds(default)).ShouldBe(["test.other", "test.print"]);
    }

    public async Task InitializeAsync() => await postgres.AsOwner(
        "truncate data.job, data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp");

    public Task DisposeAsync() => Task.CompletedTask;

    private Task<long> Insert(string state, string kind = "test.print", string? key = null, int attempts = 0, string? reason = null, int runIn = 0) =>
        _db.One<long>("""
            insert into data.job (kind, payload, key, state, run_at, attempts, reason)
            values (@kind, '{}', @key, @state, now() + @runIn * interval '1 hour', @attempts, @reason) returning id
            """, new { kind, key, state, attempts, reason, runIn });
}
