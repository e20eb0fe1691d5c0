using Sen.Data;
using Sen.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Sen.Tests.Identity;

/// <summary>Lists filter in SQL by the rule that memory decides by.</summary>
public sealed class ListFilterTests(Postgres postgres, ITestOutputHelper output) : IClassFixture<Postgres>
{
    [Fact]
    public async Task AtUnits_RandomGrantsAndPaths_EqualsMay()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var db = postgres.Services().GetRequiredService<Database>();
        // Codes that are beginnings of one another, so that a missing "/" would show.
        string[] codes = ["H01", "H01.3", "H01.30", "H01.30.UB", "H01.3_", "H01.%"];
        string Path() => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => codes[random.Next(codes.Length)]));
        for (var round = 0; round < 200; round++)
        {
            var actor = new Actor(ActorKind.Staff, "s", "S")
            {
                Grants = [.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => new Grant(random.Next(2) == 0 ? "a" : "b", random.Next(12) == 0 ? "" : Path(), "r"))],
            };
            var paths = Enumerable.Range(0, 20).Select(_ => Path()).Distinct().ToArray();
            var listed = await db.Query<string>($"select p from unnest(@paths) p where {Sen.Identity.Access.AtUnits("p")}", new { paths, units = actor.UnitsFor("a") });
            listed.Order(StringComparer.Ordinal).ShouldBe(paths.Where(p => actor.May("a", p) is not null).Order(StringComparer.Ordinal), $"seed {seed}: {string.Join(' ', actor.Grants)}");
        }
    }
}
