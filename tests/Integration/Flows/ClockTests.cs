using Sen.Flows;
using Sen.Kernel;

namespace Sen.Tests.Flows;

/// <summary>The interval ledger of legal time, and what a postponed end does to open tasks.</summary>
public sealed class ClockTests(Postgres postgres) : IClassFixture<Postgres>
{
    [Fact]
    public async Task Clock_PausedAndResumed_TellsItsIntervalsWithReasons()
    {
        var office = new Office(postgres);
        var thing = new Ref("thing", "clock");
        (await office.Get<LegalTimes>().Of(thing, default)).ShouldBeNull();
        await Tick(work => work.StartClock(thing));
        await Tick(work => work.PauseClock(thing, "chờ bổ sung"));
        await Tick(work => work.PauseClock(thing, "again"));
        (await office.Get<LegalTimes>().Of(thing, default))!.Runs.ShouldBeFalse();
        await Tick(work => work.ResumeClock(thing));
        await Tick(work => work.ResumeClock(thing));
        (await office.Get<LegalTimes>().Of(thing, default))!.Runs.ShouldBeTrue();
        await Tick(work => work.StopClock(thing));

        var time = (await office.Get<LegalTimes>().Of(thing, default))!;
        var began = time.StartedAt;
        time.Pauses.ShouldBe([new LegalPause(began + TimeSpan.FromHours(1), began + TimeSpan.FromHours(3), "chờ bổ sung")]);
        time.StoppedAt.ShouldBe(began + TimeSpan.FromHours(5));

        async Task Tick(Action<Sen.Data.Work> tick)
        {
            await using var work = await office.Db.BeginFollowUp(Office.Official, default);
            tick(work);
            await work.Commit();
            office.Clock.Pass(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Postpone_MovesTheDueTimeOfOpenTasks()
    {
        var office = new Office(postgres);
        await office.Publish("due", "start s; user a work; end e; s > a; a > e");
        await postgres.AsOwner("update flows.definition set xml = replace(xml, 'sen:role=\"work\"', 'sen:role=\"work\" sen:share=\"0.5\"') where id = 'due'");
        var instance = await office.Start("due");
        var subject = new Ref("thing", await office.Db.One<string>("select subject_id from flows.instance where id = @instance", new { instance }));
        var end = office.Clock.GetUtcNow() + TimeSpan.FromDays(10);
        await using (var work = await office.Db.BeginFollowUp(Office.Official, default))
        {
            await office.Processes.Postpone(work, subject, end, default);
            await work.Commit();
        }
        (await office.Db.One<DateTimeOffset>("select due_at from flows.task where instance_id = @instance", new { instance })).ShouldBe(office.Clock.GetUtcNow() + TimeSpan.FromDays(5));
    }
}
