using System.Text.Json.Nodes;
using Sen.Flows;

namespace Sen.Tests.Flows;

public sealed class CallTests(Postgres postgres) : IClassFixture<Postgres>
{
    private Task<Guid> Child(Office office, Guid parent, int number = 0) =>
        office.Db.One<Guid>("select id from flows.instance where parent_id = @parent order by parent_wait, id offset @number limit 1", new { parent, number });

    [Fact]
    public async Task Call_FromTheCommuneToTheProvinceAndBack()
    {
        var office = new Office(postgres);
        await office.Publish("verify", "start s; user check work; end e; s > check; check > e");
        await office.Publish("settle", "start s; call c verify ..; user sign work; end e; s > c; c > sign; sign > e");
        var parent = await office.Start("settle", new() { ["dossier"] = "D1" });
        var child = await Child(office, parent);
        (await office.Db.One<string>("select unit_path from flows.task where instance_id = @child", new { child })).ShouldBe("H01");
        (await office.State(child)).Variables["dossier"].ShouldBe("D1");
        await office.Complete(child, "check", new JsonObject { ["verified"] = true });
        await office.RunJobs();
        (await office.At(parent)).ShouldBe("sign");
        (await office.State(parent)).Variables["verified"].ShouldBe(true);
        (await office.Db.One<string>("select unit_path from flows.task where instance_id = @parent and element = 'sign'", new { parent })).ShouldBe(Office.Commune);
    }

    [Fact]
    public async Task Consult_OneChildAnAgency_WithNoReplyForThoseThatAreLate()
    {
        var office = new Office(postgres);
        await office.Publish("opinion", "start s; user answer work; end e; s > answer; answer > e");
        await office.Publish("consult", """
            start s; sub p [each agencies as agency give reply to replies] {
            start ps; call ask opinion =agency; timer t on ask P5D; script none "no reply" -> reply; end pe; ps > ask; ask > pe; t > none; none > pe
            }
            user decide work; end e; s > p; p > decide; decide > e
            """);
        var parent = await office.Start("consult", new() { ["agencies"] = new JsonArray("H01/A", "H01/B", "H01/C") });
        (await office.Db.Query<string>("select unit_path from flows.instance where parent_id = @parent order by 1", new { parent })).ShouldBe(["H01/A", "H01/B", "H01/C"]);
        var second = await office.Db.One<Guid>("select id from flows.instance where parent_id = @parent and unit_path = 'H01/B'", new { parent });
        await office.Complete(second, "answer", new JsonObject { ["reply"] = "đồng ý" });
        await office.RunJobs();
        (await office.At(parent)).ShouldBe("ask ask p p p");

        office.Clock.Pass(TimeSpan.FromDays(6));
        await office.RunJobs();
        (await office.At(parent)).ShouldBe("decide");
        ((IEnumerable<object?>)(await office.State(parent)).Variables["replies"]!).ShouldBe(["no reply", "đồng ý", "no reply"]);
        // Nobody is asked any more.
        (await office.Db.One<int>("select count(*)::int from flows.task where state = 'open' and instance_id in (select id from flows.instance where parent_id = @parent)", new { parent })).ShouldBe(0);
    }

    [Fact]
    public async Task Call_EndsWithAnError_IsCaughtByTheCaller()
    {
        var office = new Office(postgres);
        await office.Publish("failing", "start s; user a work; end bad error E1; s > a; a > bad");
        await office.Publish("calling", "start s; call c failing; error x on c E1; user repair work; end e; s > c; c > e; x > repair; repair > e");
        var parent = await office.Start("calling");
        await office.Complete(await Child(office, parent), "a");
        await office.RunJobs();
        (await office.At(parent)).ShouldBe("repair");
    }

    [Fact]
    public async Task Cancel_EndsWhatWasCalled()
    {
        var office = new Office(postgres);
        await office.Publish("inner", "start s; user a work; end e; s > a; a > e");
        await office.Publish("outer", "start s; call c inner; end e; s > c; c > e");
        var parent = await office.Start("outer");
        var child = await Child(office, parent);
        await using (var work = await office.Db.Begin(Office.Official, default))
        {
            var subject = await work.One<string>("select subject_id from flows.instance where id = @parent", new { parent });
            await office.Processes.Cancel(work, new("thing", subject), default);
            work.Audit("test.cancel", new("thing", subject));
            await work.Commit();
        }
        await office.RunJobs();
        (await office.Rows(child)).ShouldBeEmpty();
        (await office.Db.One<bool>("select ended_at is not null from flows.instance where id = @child", new { child })).ShouldBeTrue();
    }

    [Fact]
    public async Task Migrate_ByMap_ChecksFirstThenMovesThoseThatFit()
    {
        var office = new Office(postgres);
        await office.Publish("moving", "start s; user a work; user b work; end e; s > a; a > b; b > e");
        var (first, second) = (await office.Start("moving"), await office.Start("moving"));
        await office.Complete(second, "a");
        await office.Publish("moving", "start s; user x work; timer t on x P1D; user c work; end e; s > x; x > c; c > e; t > e", version: 2);
        var handler = office.Get<MigrateHandler>();
        var input = new MigrateInstances("moving", 1, 2, new Dictionary<string, string> { ["a"] = "x" }, "mẫu mới");

        var dry = (await handler.Check(input, Office.Official, default)).Value;
        (dry.Fit, dry.Stay).ShouldBe((1, 1));
        var staying = dry.Why.ShouldHaveSingleItem();
        (staying.Examples.Single(), staying.Count, staying.Problem.ElementId, staying.Problem.Code).ShouldBe((second, 1, "b", "gone"));
        (await office.Rows(first)).ShouldBe(["task a"]);

        (await handler.Handle(input with { Reason = " " }, Office.Official, default)).Problems.Single().Code.ShouldBe("flows.reason-needed");
        (await handler.Handle(input, Postgres.Official, default)).Ok.ShouldBeFalse("without the permission");
        (await handler.Handle(input, Office.Official, default)).Ok.ShouldBeTrue();
        await office.RunJobs();
        (await office.Db.One<(int, int, int, bool)>("select total, moved, stayed, ended_at is not null from flows.migration where definition = 'moving'")).ShouldBe((2, 1, 1, true));
        (await office.Db.One<int>("select count(*)::int from data.v_ledger where act = 'process.migrate' and body like '%mẫu mới%' and subject_id in ('moving', @first)", new { first = first.ToString() })).ShouldBe(2);
        (await office.Rows(first)).ShouldBe(["task x", "timer t"]);
        await office.Complete(first, "x");
        (await office.At(first)).ShouldBe("c");
        (await office.Rows(second)).ShouldBe(["task b"]);
        (await office.Db.One<int>("select version from flows.instance where id = @second", new { second })).ShouldBe(1);
    }

    [Fact]
    public async Task Timer_OfWorkThatIsDone_ChangesNothing()
    {
        var office = new Office(postgres);
        await office.Publish("late", "start s; user a work; timer t on a PT1H; user b work; user c work; end e; s > a; a > b; t > c; b > e; c > e");
        var (done, late) = (await office.Start("late"), await office.Start("late"));
        await office.Complete(done, "a");
        office.Clock.Pass(TimeSpan.FromHours(2));
        await office.RunJobs();
        ((await office.At(done)), (await office.At(late))).ShouldBe(("b", "c"));
    }
}
