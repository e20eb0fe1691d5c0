using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Sen.Tests.Flows;

/// <summary>What other engines lose under load, each a test.</summary>
public sealed class ConcurrencyTests(Postgres postgres) : IClassFixture<Postgres>
{
    private const string Pair = "start s; and f; user a work; user b work; and j; user c work; end e; s > f; f > a; f > b; a > j; b > j; j > c; c > e";

    [Fact]
    public async Task Complete_TwoHundredAtOnce_OneIsTaken()
    {
        var office = new Office(postgres);
        await office.Publish("one", "start s; user a work; user b work; end e; s > a; a > b; b > e");
        var instance = await office.Start("one");
        var task = await office.Db.One<Guid>("select id from flows.task where instance_id = @instance", new { instance });
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => office.Complete(task)));
        answers.Count(problem => problem is null).ShouldBe(1);
        answers.OfType<Kernel.Problem>().ShouldAllBe(problem => problem.Code == "flows.task-closed");
        (await office.At(instance)).ShouldBe("b");
        (await office.Db.One<int>("select count(*)::int from flows.history where instance_id = @instance and 'b' = any(elements)", new { instance })).ShouldBe(1);
    }

    [Fact]
    public async Task Complete_BothSidesOfAJoinAtOnce_JoinOnce()
    {
        var office = new Office(postgres);
        await office.Publish("pair", Pair);
        for (var i = 0; i < 20; i++)
        {
            var instance = await office.Start("pair");
            (await Task.WhenAll(office.Complete(instance, "a"), office.Complete(instance, "b"))).ShouldAllBe(problem => problem == null);
            (await office.At(instance)).ShouldBe("c");
            (await office.Rows(instance)).ShouldBe(["task c"]);
        }
    }

    [Fact]
    public async Task Complete_TwoTasksInOneTransaction_TheSecondGoesOnFromTheFirst()
    {
        var office = new Office(postgres);
        await office.Publish("both", Pair);
        var instance = await office.Start("both");
        var tasks = await office.Db.Query<Guid>("select id from flows.task where instance_id = @instance order by element", new { instance });
        await using (var work = await office.Db.Begin(Office.Official, default))
        {
            (await office.Processes.Complete(work, tasks[0], new() { ["x"] = 1 }, default)).Ok.ShouldBeTrue();
            (await office.Processes.Complete(work, tasks[0], [], default)).Problem!.Code.ShouldBe("flows.task-closed");
            (await office.Processes.Complete(work, tasks[1], new() { ["y"] = 2 }, default)).Ok.ShouldBeTrue();
            work.Audit("test.both", new("thing", "1"));
            await work.Commit();
        }
        (await office.At(instance)).ShouldBe("c");
        (await office.Rows(instance)).ShouldBe(["task c"]);
        var variables = (await office.State(instance)).Variables;
        (variables["x"], variables["y"]).ShouldBe((1m, 2m));
        (await office.Complete(instance, "c")).ShouldBeNull();
        (await office.At(instance)).ShouldBe("#");
    }

    [Fact]
    public async Task Complete_TwoInOneTransaction_WhenTheFirstEndsOrCancelsTheOther_IsRefused()
    {
        var office = new Office(postgres);
        await office.Publish("last", "start s; and f; user a work; user b work; terminate x; end e; s > f; f > a; f > b; a > x; b > e");
        var instance = await office.Start("last");
        var tasks = await office.Db.Query<Guid>("select id from flows.task where instance_id = @instance order by element", new { instance });
        await using (var work = await office.Db.Begin(Office.Official, default))
        {
            (await office.Processes.Complete(work, tasks[0], [], default)).Ok.ShouldBeTrue();
            (await office.Processes.Complete(work, tasks[1], [], default)).Problem!.Code.ShouldBe("flows.task-closed");
            work.Audit("test.last", new("thing", "1"));
            await work.Commit();
        }
        (await office.At(instance)).ShouldBe("#");
        (await office.Rows(instance)).ShouldBeEmpty();
        (await office.Db.Query<string>("select state from flows.task where instance_id = @instance order by element", new { instance })).ShouldBe(["done", "cancelled"]);
    }

    [Theory]
    [InlineData("flows.instance", "update")]
    [InlineData("flows.task", "update")]
    [InlineData("flows.task", "insert")]
    [InlineData("flows.history", "insert")]
    [InlineData("flows.wait", "delete")]
    [InlineData("flows.wait", "insert")]
    [InlineData("data.event", "insert")]
    [InlineData("data.job", "insert")]
    [InlineData("data.ledger", "insert")]
    [InlineData("data.ledger_body", "insert")]
    public async Task Complete_InterruptedAtAStatement_LeavesNothingAndCanBeRepeated(string table, string statement)
    {
        var office = new Office(postgres);
        await office.Publish("cut", "start s; message w never; user a work; timer t on a P1D; and f; user b work; message m paid; end e; s > f; f > w; f > a; a > b; a > m; t > e; b > e; m > e; w > e");
        var instance = await office.Start("cut");
        var before = (await office.State(instance)).ToJson();
        var rows = await office.Rows(instance);
        await postgres.AsOwner($"""
            create function public.cut() returns trigger language plpgsql as $$ begin raise exception 'cut'; end $$;
            create trigger cut before {statement} on {table} for each statement execute function public.cut();
            """);
        try
        {
            await Should.ThrowAsync<PostgresException>(() => office.Complete(instance, "a", new JsonObject { ["x"] = 1 }));
        }
        finally
        {
            await postgres.AsOwner($"drop trigger cut on {table}; drop function public.cut();");
        }
        (await office.State(instance)).ToJson().ShouldBe(before);
        (await office.Rows(instance)).ShouldBe(rows);
        (await office.Complete(instance, "a")).ShouldBeNull();
        (await office.Rows(instance)).ShouldBe(["message m", "message w", "task b"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complete_ConnectionCutAtEachStatement_AllOrNothingIsThere_AndCanBeRepeated(bool after)
    {
        var office = new Office(postgres);
        using var wire = new CutWire(postgres.App);
        await using var source = new NpgsqlDataSourceBuilder(wire.ConnectionString).Build();
        var far = new Office(postgres, services => services.AddSingleton(source));
        await office.Publish("wire", "start s; message w never; user a work; timer t on a P1D; and f; user b work; message m paid; end e; s > f; f > w; f > a; a > b; a > m; t > e; b > e; m > e; w > e");
        var (done, doneTask, untouched) = await Begin();
        (await office.Complete(doneTask)).ShouldBeNull();
        var whole = await Snapshot(done);

        var kept = new List<int>();
        for (var at = 1; ; at++)
        {
            var (instance, task, before) = await Begin();
            before.ShouldBe(untouched);
            // A connection that is up, so that only the command's own statements count.
            await far.Db.One<int>("select 1");
            wire.Arm(at, after);
            var failed = await Record.ExceptionAsync(() => far.Complete(task));
            if (failed is not null)
                await wire.Gone;
            wire.Arm(0, false);
            var found = await Snapshot(instance);
            if (failed is null)
            {
                found.ShouldBe(whole);
                // Begin, the read, seven writes at least, and the commit, which alone may have been kept unheard.
                at.ShouldBeGreaterThan(10);
                kept.ShouldBe(after ? [at - 1] : []);
                return;
            }
            failed.ShouldBeAssignableTo<NpgsqlException>();
            found.ShouldBeOneOf(before, whole);
            if (found == whole)
                kept.Add(at);
            var again = await office.Complete(task);
            again?.Code.ShouldBe("flows.task-closed");
            (again is null).ShouldBe(found == before);
            (await Snapshot(instance)).ShouldBe(whole);
        }

        async Task<(Guid Instance, Guid Task, string Before)> Begin()
        {
            var instance = await office.Start("wire");
            return (instance, await office.Db.One<Guid>("select id from flows.task where instance_id = @instance and element = 'a'", new { instance }), await Snapshot(instance));
        }

        Task<string> Snapshot(Guid instance) => office.Db.One<string>("""
            select concat_ws(E'\n', i.state::text, i.ended_at::text,
              (select string_agg(t.element || ' ' || t.state, ',' order by t.element, t.state) from flows.task t where t.instance_id = i.id),
              (select string_agg(w.kind || ' ' || w.element, ',' order by w.element) from flows.wait w where w.instance_id = i.id),
              (select string_agg(array_to_string(h.elements, ','), ',' order by h.id) from flows.history h where h.instance_id = i.id),
              (select count(*) from data.job j where j.subject_id = i.id::text),
              (select count(*) from data.event e join flows.task t on e.body ->> 'task' = t.id::text where t.instance_id = i.id),
              (select count(*) from data.ledger l join flows.task t on l.subject_id = t.id::text where t.instance_id = i.id))
            from flows.instance i where i.id = @instance
            """, new { instance });
    }

    [Fact]
    public async Task Complete_TenThousandTurns_StateAndWaitsStaySmall()
    {
        var office = new Office(postgres);
        // Twenty turns of the script between one wait and the next; the waits are people and messages in turn.
        await office.Publish("turns", """
            start s; xor m; user a work; timer r on a P1D; xor l; script k n + 1 -> n; xor g; xor h; message w again key dossier; end e
            s > m; m > a; a > l; l > k; k > g; g > l : modulo(n, 20) > 0; g >> h; h > e : n >= 10000; h > w : modulo(n, 40) = 20; h >> m; w > l; r > e
            """);
        var instance = await office.Start("turns", new() { ["n"] = 0, ["dossier"] = "D1" });
        var size = (await office.State(instance)).ToJson().Length;
        for (var turn = 0; turn < 10_000; turn += 40)
        {
            (await office.Complete(instance, "a")).ShouldBeNull();
            (await office.At(instance)).ShouldBe("w");
            await office.Receive("again", "D1");
            await office.RunJobs();
        }
        (await office.At(instance)).ShouldBe("#");
        (await office.State(instance)).Variables["n"].ShouldBe(10_000m);
        (await office.State(instance)).ToJson().Length.ShouldBeLessThan(size);
        (await office.Rows(instance)).ShouldBeEmpty();
        (await office.Db.One<int>("select count(*)::int from flows.history cross join unnest(elements) element where instance_id = @instance and element = 'k'", new { instance })).ShouldBe(10_000);
    }
}
