using Sen.Flows;
using Sen.Kernel;
using Xunit.Abstractions;

namespace Sen.Tests.Flows;

/// <summary>The worklist filters in SQL by the rule that memory decides by.</summary>
public sealed class WorklistFilterTests(Postgres postgres, ITestOutputHelper output) : IClassFixture<Postgres>
{
    [Fact]
    public async Task For_RandomGrantsAndUnits_EqualsMay()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var office = new Office(postgres);
        await office.Publish("one", "start s; user a work; end e; s > a; a > e");
        string[] codes = ["H01", "H01.3", "H01.30", "H01.3_", "H01.%"];
        string Path() => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => codes[random.Next(codes.Length)]));
        for (var i = 0; i < 40; i++)
            await office.Start("one", unit: Path());
        await postgres.AsOwner("update flows.task set permission = case when abs(hashtext(id::text)) % 2 = 0 then 'a' else 'b' end");
        var tasks = await office.Db.Query<(Guid Id, string Permission, string UnitPath)>("select id, permission, unit_path from flows.task where state = 'open'");
        tasks.Count.ShouldBe(40);
        for (var round = 0; round < 100; round++)
        {
            var actor = new Actor(ActorKind.Staff, "s", "S")
            {
                Grants = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => new Grant(random.Next(2) == 0 ? "a" : "b", random.Next(15) == 0 ? "" : Path(), "r"))],
            };
            var may = tasks.Where(t => actor.May(t.Permission, t.UnitPath) is not null).Select(t => t.Id).Order().ToList();
            (await office.Get<Worklist>().For(actor, null, null, 100, default)).Select(t => t.Id).Order().ToList().ShouldBe(may, $"seed {seed}: {string.Join(' ', actor.Grants)}");
            (await office.Get<Worklist>().Count(actor, default)).Open.ShouldBe(may.Count);
        }
    }
}
