using System.Text.Json.Nodes;
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
        (await office.Db.One<int>("select count(*)::int from flows.history where instance_id = @instance and element = 'b'", new { instance })).ShouldBe(1);
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

    [Fact]
    public async Task Complete_ManyTurns_StateAndWaitsStaySmall()
    {
        var office = new Office(postgres);
        await office.Publish("turns", "start s; xor m; user a work; timer r on a P1D; xor g; end e; s > m; m > a; a > g; g > m : again; g >> e; r > e");
        var instance = await office.Start("turns", new() { ["again"] = true });
        var size = (await office.State(instance)).ToJson().Length;
        for (var turn = 1; turn <= 300; turn++)
            (await office.Complete(instance, "a", new JsonObject { ["again"] = turn < 300 })).ShouldBeNull();
        (await office.At(instance)).ShouldBe("#");
        (await office.State(instance)).ToJson().Length.ShouldBeLessThan(size);
        (await office.Rows(instance)).ShouldBeEmpty();
    }
}
