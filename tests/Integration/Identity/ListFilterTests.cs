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

    [Fact]
    public async Task RowFilter_RandomGrantsAndPlaces_EqualsMay()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var db = postgres.Services().GetRequiredService<Database>();
        string[] codes = ["H01", "H01.3", "H01.30", "H01.30.UB", "Z9"];
        string Path() => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => codes[random.Next(codes.Length)]));
        // Many places beside one another are another case than few in deep trees.
        string Beside() => $"H01/U{random.Next(60)}";
        for (var round = 0; round < 150; round++)
        {
            Func<string> path = round % 2 == 0 ? Path : Beside;
            await Places(db, Enumerable.Range(0, 60).Select(_ => path()));
            // More than eight units are the rule here, everything and nothing come too.
            var actor = new Actor(ActorKind.Staff, "s", "S")
            {
                Grants = [.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => new Grant(random.Next(2) == 0 ? "a" : "b", random.Next(100) == 0 ? "" : path(), "r"))],
            };
            var at = await new Sen.Identity.RowFilter(db).For(actor, "a", "d.path", "procedures.v_dossier_place", random.Next(2) == 0, default);
            (await Listed(db, at)).ShouldBe((await All(db)).Where(p => actor.May("a", p) is not null), $"seed {seed}: {string.Join(' ', actor.Grants)}");
        }
    }

    [Theory]
    [InlineData("everywhere", true, "true")]
    [InlineData("nowhere", true, "false")]
    [InlineData("each of the units", true, "known")]
    [InlineData("all but two", true, "AtLast")]
    [InlineData("all but every fifth", true, "AtPlaces")]
    [InlineData("the first three", true, "AtPlaces")]
    [InlineData("each of the units", false, "AtPlaces")]
    [InlineData("nowhere", false, "false")]
    public async Task RowFilter_EachFormOfTheCondition_EqualsMay(string held, bool whole, string form)
    {
        var db = postgres.Services().GetRequiredService<Database>();
        await Places(db, Enumerable.Range(0, 60).Select(Unit));
        IEnumerable<string> units = held switch
        {
            "everywhere" => [""],
            "nowhere" => [],
            "each of the units" => Enumerable.Range(0, 60).Select(Unit),
            "all but two" => Enumerable.Range(0, 60).Where(n => n is not (20 or 40)).Select(Unit),
            "all but every fifth" => Enumerable.Range(0, 60).Where(n => n % 5 != 2).Select(Unit),
            _ => Enumerable.Range(0, 3).Select(Unit),
        };
        var actor = new Actor(ActorKind.Staff, "s", "S") { Grants = [.. units.Select(u => new Grant("a", u, "r"))] };
        var at = await new Sen.Identity.RowFilter(db).For(actor, "a", "d.path", "procedures.v_dossier_place", whole, default);
        at.Sql.ShouldContain(form == "known" ? "AtKnown" : form, Case.Sensitive);
        (await Listed(db, at)).ShouldBe((await All(db)).Where(p => actor.May("a", p) is not null));

        static string Unit(int n) => $"H01/U{n:00}";
    }

    [Fact]
    public async Task RowFilter_PlaceThatComesAfterwards_IsNotShownToWhoMayNot()
    {
        var db = postgres.Services().GetRequiredService<Database>();
        await Places(db, ["H01/A", "H01/C", "H01/D", "H01/E"]);
        Actor Holder(params string[] units) => new(ActorKind.Staff, "s", "S") { Grants = [.. units.Select(u => new Grant("a", u, "r"))] };
        var filter = new Sen.Identity.RowFilter(db);
        var ofAll = await filter.For(Holder("H01/A", "H01/C", "H01/D", "H01/E"), "a", "d.path", "procedures.v_dossier_place", whole: true, default);
        var ofRun = await filter.For(Holder("H01/A", "H01/C", "H01/D"), "a", "d.path", "procedures.v_dossier_place", whole: true, default);
        await Add(db, ["H01/B", "Z9"]);
        (await Listed(db, ofAll)).ShouldBe(["H01/A", "H01/C", "H01/D", "H01/E"]);
        (await Listed(db, ofRun)).ShouldBe(["H01/A", "H01/C", "H01/D"]);
    }

    [Fact]
    public async Task Place_OfDossierThatComesOrMoves_IsKept()
    {
        var db = postgres.Services().GetRequiredService<Database>();
        await Places(db, []);
        await using var work = await db.BeginDraft(Actor.Part("test"), default);
        work.Add("insert into procedures.procedure (code, version, body, name, field, search, valid_from) values ('places', 1, '{}', 'T', 'F', 't', '2025-01-01')");
        work.Add("""
            insert into procedures.dossier (id, procedure_code, procedure_version, office, office_path, person_id, applicant_name, answers, status, channel, fee, fee_why, submitted_at)
            values (gen_random_uuid(), 'places', 1, 'A', 'H01/A', 'p', 'N', '{}', 1, 2, 0, '', now())
            """);
        work.Add("update procedures.dossier set office_path = 'H01/B' where procedure_code = 'places'");
        await work.Commit();
        (await All(db)).ShouldBe(["H01/A", "H01/B"]);
    }

    private static async Task Places(Database db, IEnumerable<string> paths)
    {
        await using var work = await db.BeginDraft(Actor.Part("test"), default);
        work.Add("delete from procedures.dossier_place");
        await work.Commit();
        await Add(db, paths);
    }

    private static async Task Add(Database db, IEnumerable<string> paths)
    {
        await using var work = await db.BeginDraft(Actor.Part("test"), default);
        work.Add("insert into procedures.dossier_place (path) select distinct p from unnest(@Paths) p", new { Paths = paths.ToArray() });
        await work.Commit();
    }

    private static Task<IReadOnlyList<string>> All(Database db) => db.Query<string>("select path from procedures.v_dossier_place order by path collate \"C\"");

    private static Task<IReadOnlyList<string>> Listed(Database db, Sen.Identity.RowsAt at) =>
        db.Query<string>($"select d.path from procedures.v_dossier_place d where {at.Sql} order by d.path collate \"C\"", at);
}
