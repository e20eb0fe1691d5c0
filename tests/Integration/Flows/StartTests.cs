using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Flows;

namespace Sen.Tests.Flows;

/// <summary>Processes that begin on a message, a signal or a time.</summary>
public sealed class StartTests(Postgres postgres) : IClassFixture<Postgres>
{
    [Fact]
    public async Task Message_ThatNobodyWaitsFor_StartsAnInstanceAboutItsSubjectAtItsUnit()
    {
        var office = new Office(postgres);
        await office.PublishNext("complaint", "start s message complained; user a work; end e; s > a; a > e");
        await using (var work = await office.Db.BeginFollowUp(Office.Official, default))
        {
            office.Processes.Receive(work, new(Guid.NewGuid(), "complained", "K1", Office.Commune, new JsonObject { ["about"] = "đường" }) { Subject = new("petition", "P7"), Title = "Kiến nghị 7" });
            await work.Commit();
        }
        await office.RunJobs();
        var instance = (await office.Instances("complaint")).ShouldHaveSingleItem();
        (await office.At(instance)).ShouldBe("a");
        (await office.State(instance)).Variables["about"].ShouldBe("đường");
        (await office.Db.One<(string, string, string, string)>("select subject_kind, subject_id, title, unit_path from flows.instance where id = @instance", new { instance }))
            .ShouldBe(("petition", "P7", "Kiến nghị 7", Office.Commune));
        (await office.Db.One<int>("select count(*)::int from data.v_ledger where act = 'process.start' and subject_id = @id", new { id = instance.ToString() })).ShouldBe(1);
    }

    [Fact]
    public async Task Message_TwiceTheSame_StartsOne_AndAtOnceManyStartAsMany()
    {
        var office = new Office(postgres);
        await office.PublishNext("order", "start s message ordered; user a work; end e; s > a; a > e", "sen:unit=\"H01\"");
        var id = Guid.NewGuid();
        await office.Receive("ordered", id: id);
        await office.RunJobs();
        await office.Receive("ordered", id: id);
        await office.RunJobs();
        (await office.Instances("order")).Count.ShouldBe(1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => office.Receive("ordered")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.RunJobs()));
        (await office.Instances("order")).Count.ShouldBe(21);
        (await office.Db.One<string>("select distinct unit_path from flows.instance where definition = 'order'")).ShouldBe("H01");
    }

    [Fact]
    public async Task Message_SomebodyWaitsFor_GoesThereAndStartsNothing()
    {
        var office = new Office(postgres);
        await office.PublishNext("reply", "start s message answered; user a work; end e; s > a; a > e");
        await office.Publish("asking", "start s; message m answered key dossier; end e; s > m; m > e");
        var waiting = await office.Start("asking", new() { ["dossier"] = "D1" });
        await office.Receive("answered", "D1");
        await office.RunJobs();
        (await office.At(waiting)).ShouldBe("#");
        (await office.Instances("reply")).ShouldBeEmpty();
        await office.Receive("answered", "D2");
        await office.RunJobs();
        (await office.Instances("reply")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Message_SentByAProcess_StartsAnotherAboutTheSameThing()
    {
        var office = new Office(postgres);
        await office.PublishNext("told", "start s message told; user a work; end e; s > a; a > e");
        await office.Publish("tells", "start s; throw t message told; end e; s > t; t > e");
        var teller = await office.Start("tells");
        await office.RunJobs();
        var told = (await office.Instances("told")).ShouldHaveSingleItem();
        const string About = "select subject_id from flows.instance where id = @id";
        (await office.Db.One<string>(About, new { id = told })).ShouldBe(await office.Db.One<string>(About, new { id = teller }));
    }

    [Fact]
    public async Task Signal_StartsEveryProcessThatBeginsOnIt_OnceHoweverOftenItsJobRuns()
    {
        var office = new Office(postgres);
        await office.PublishNext("flood-a", "start s signal flood; user a work; end e; s > a; a > e");
        await office.PublishNext("flood-b", "start s signal flood; user b work; end e; s > b; b > e");
        await using (var work = await office.Db.BeginFollowUp(Office.Official, default))
        {
            office.Processes.Raise(work, "flood", new JsonObject { ["level"] = 3 });
            await work.Commit();
        }
        await office.RunJobs();
        // A copy of the program that lost its lease runs it again.
        await postgres.AsOwner("update data.job set state = 'waiting', attempts = 0 where kind = 'flows.raise-signal'");
        await office.RunJobs();
        (await office.State((await office.Instances("flood-a")).ShouldHaveSingleItem())).Variables["level"].ShouldBe(3m);
        (await office.Instances("flood-b")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Timer_EveryDay_StartsOneADay_MissedDaysCountAsOne_AndANewVersionTakesOver()
    {
        var office = new Office(postgres);
        office.Clock.Set(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await office.PublishNext("daily", "start s timer R/2026-11-21T07:30:00+07:00/P1D; user a work; end e; s > a; a > e");
        await office.RunJobs();
        (await office.Instances("daily")).ShouldBeEmpty();
        office.Clock.Set(new(2026, 11, 21, 0, 30, 0, TimeSpan.Zero));
        await office.RunJobs();
        (await office.Instances("daily")).Count.ShouldBe(1);
        // The program stood still for three days.
        office.Clock.Set(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await office.RunJobs();
        (await office.Instances("daily")).Count.ShouldBe(2);
        (await office.Db.One<DateTimeOffset>("select next_at from flows.start where definition = 'daily'")).ShouldBe(new DateTimeOffset(2026, 11, 25, 0, 30, 0, TimeSpan.Zero));

        await office.PublishNext("daily", "start s timer R2/P1W; user b work; end e; s > b; b > e");
        foreach (var _ in Enumerable.Range(0, 30))
        {
            office.Clock.Pass(TimeSpan.FromDays(1));
            await office.RunJobs();
        }
        var all = await office.Instances("daily");
        all.Count.ShouldBe(4, "two of the old version, two weekly of the new one, and no more");
        (await office.At(all[^1])).ShouldBe("b");
    }

    [Fact]
    public async Task Choose_InAnAdHocSubProcess_IsATaskOfTheWorklist()
    {
        var office = new Office(postgres);
        await office.Publish("survey", "start s; adhoc q {\nuser visit work; user call work; }\nuser sum work; end e; s > q; q > sum; sum > e");
        await postgres.AsOwner("update flows.definition set xml = replace(xml, '<adHocSubProcess id=\"q\"', '<adHocSubProcess sen:role=\"work\" id=\"q\"') where id = 'survey'");
        var instance = await office.Start("survey");
        var choice = await office.Db.One<Guid>("select id from flows.task where instance_id = @instance and form = 'choose-activity' and permission = 'work'", new { instance });
        (await office.Get<Worklist>().For(Office.Official, null, null, 50, default)).ShouldContain(task => task.Id == choice);
        var handler = office.Get<ChooseActivityHandler>();
        (await handler.Handle(new(choice, "visit"), Postgres.Official, default)).Ok.ShouldBeFalse("without the permission");
        (await handler.Handle(new(choice, "sum"), Office.Official, default)).Problems.Single().Code.ShouldBe("flows.not-chosen");
        (await handler.Handle(new(choice, "visit"), Office.Official, default)).Ok.ShouldBeTrue();
        (await handler.Handle(new(choice, "call"), Office.Official, default)).Ok.ShouldBeTrue();
        (await office.Complete(instance, "call")).ShouldBeNull();
        (await office.Rows(instance)).ShouldBe(["task q", "task visit"]);
        // Enough: the visit is no longer wanted.
        (await handler.Enough(choice, Office.Official, default)).Ok.ShouldBeTrue();
        (await office.Rows(instance)).ShouldBe(["task sum"]);
        (await handler.Handle(new(choice, "visit"), Office.Official, default)).Problems.Single().Code.ShouldBe("flows.task-closed");
    }

    [Fact]
    public async Task Choose_CompletionConditionHolds_ClosesTheChoice()
    {
        var office = new Office(postgres);
        await office.Publish("until", "start s; adhoc q until done {\nuser visit work; }\nuser sum work; end e; s > q; q > sum; sum > e");
        await postgres.AsOwner("update flows.definition set xml = replace(xml, '<adHocSubProcess id=\"q\"', '<adHocSubProcess sen:role=\"work\" id=\"q\"') where id = 'until'");
        var instance = await office.Start("until", new() { ["done"] = false });
        var choice = await office.Db.One<Guid>("select id from flows.task where instance_id = @instance", new { instance });
        (await office.Get<ChooseActivityHandler>().Handle(new(choice, "visit"), Office.Official, default)).Ok.ShouldBeTrue();
        (await office.Complete(instance, "visit", new JsonObject { ["done"] = true })).ShouldBeNull();
        (await office.Rows(instance)).ShouldBe(["task sum"]);
        (await office.Db.One<string>("select state from flows.task where id = @choice", new { choice })).ShouldBe("cancelled");
    }

    [Theory]
    [InlineData("P1M", "2027-02-28T01:00Z")]
    [InlineData("P1W", "2027-02-07T01:00Z")]
    [InlineData("P1Y2DT3H4M5.5S", "2028-02-02T04:04:05.5Z")]
    [InlineData("P99999999999Y", null)]
    public void When_Duration_FollowsTheCalendar(string duration, string? expected)
    {
        var found = Timers.When(TimerKind.Duration, duration, new(2027, 1, 31, 1, 0, 0, TimeSpan.Zero));
        found.ShouldBe(expected is null ? new DateTimeOffset(DateTimeOffset.MaxValue.UtcTicks / 10 * 10, TimeSpan.Zero) : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void When_DayWithoutZone_IsTheProvincesMidnight() =>
        Timers.When(TimerKind.Date, "2026-12-01", default).ShouldBe(new DateTimeOffset(2026, 11, 30, 17, 0, 0, TimeSpan.Zero));
}
