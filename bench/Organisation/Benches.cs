using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Identity.Personnel;
using Sen.Kernel;

namespace Sen.Bench.Organisation;

/// <summary>What issue 3 must reach of Directory and Access.</summary>
internal static class Benches
{
    public static readonly Bench[] All =
    [
        new("access-check", "permission check in memory: limit 20 microseconds", _ => AccessCheck()),
        new("access-filter", "list filter beside the same query without it: limit 10%", _ => AccessFilter().GetAwaiter().GetResult()),
        new("directory-search", "50,000 units and 100,000 staff searched: limit p95 30 ms", _ => DirectorySearch().GetAwaiter().GetResult()),
    ];

    private static int AccessCheck()
    {
        foreach (var grants in new[] { 1, 12, 100, 1000 })
        {
            var actor = new Actor(ActorKind.Staff, "s", "S")
            {
                Grants = [.. Enumerable.Range(0, grants).Select(i => new Grant(Permissions.All[i % Permissions.All.Count], $"H01/H01.{30000 + i}", "role"))],
            };
            // The worst there is: no grant fits, and the refusal is explained.
            var (allowed, watch) = (0, Stopwatch.StartNew());
            const int Runs = 200_000;
            for (var i = 0; i < Runs; i++)
                allowed += Access.Explain(actor, Permissions.DossierSign, "H01/H01.99999/H01.99999.UB/H01.99999.MC").Allowed ? 1 : 0;
            var explain = watch.Elapsed.TotalMicroseconds / Runs;
            watch.Restart();
            for (var i = 0; i < Runs; i++)
                allowed += actor.May(Permissions.DossierSign, "H01/H01.99999/H01.99999.UB/H01.99999.MC") is null ? 0 : 1;
            var may = watch.Elapsed.TotalMicroseconds / Runs;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{grants,5} grants, none fits: may {may:F3} µs, explained refusal {explain:F3} µs ({allowed} allowed)"));
        }
        return 0;
    }

    private static async Task<int> AccessFilter()
    {
        using var server = PrivatePostgres.Start();
        server.Run(Seeds.Dossiers);
        server.Run("vacuum analyze procedures.dossier");
        await using var source = new NpgsqlDataSourceBuilder(server.App + ";Max Auto Prepare=100").Build();
        var db = new Database(source, TimeProvider.System);
        var filter = new RowFilter(db);
        string[] Communes(Func<int, bool> held) => [.. Enumerable.Range(3, 98).Where(held).Select(i => $"H01/H01.{i}")];
        (string Who, string[] Units)[] held =
        [
            ("everything", [""]), ("both roots, so every row", ["H01", "Z01"]), ("the province, 98 of 100 offices", ["H01"]), ("one commune", Communes(i => i == 7)),
            ("four communes", Communes(i => i is >= 7 and < 11)), ("four units, the last has the province", ["Z1", "Z2", "Z3", "H01"]),
            ("nine scattered communes", Communes(i => i % 10 == 7)), ("every second commune", Communes(i => i % 2 == 0)), ("four of five communes", Communes(i => i % 5 != 0)),
            ("all communes but one, one by one", Communes(i => i != 50)), ("all 98 communes, one by one", Communes(_ => true)),
        ];
        foreach (var (what, whole, select) in new[]
        {
            ("first page of the desk's list, status 1", false, "select d.id, d.number, d.applicant_name, d.submitted_at from procedures.dossier d where d.status = 1 and {0} order by d.submitted_at, d.id limit 31"),
            ("figures of the board, the whole table read", true, "select count(*) filter (where d.status in (1, 2, 4, 5, 6)), count(*) filter (where d.finished_at <= d.due_at), round(avg(d.score), 1) from procedures.v_dossier d where {0}"),
            ("count by status", false, "select count(*) from (select d.status, count(*) from procedures.dossier d where d.status in (1, 2, 4, 5, 9) and {0} group by d.status) x"),
        })
        {
            Console.WriteLine(what);
            foreach (var (who, units) in held)
            {
                var actor = new Actor(ActorKind.Staff, "s", "S") { Grants = [.. units.Select(u => new Grant("p", u, "r"))] };
                string Select(string condition) => string.Format(CultureInfo.InvariantCulture, select, condition);
                async Task Now()
                {
                    var at = await filter.For(actor, "p", "d.office_path", "procedures.v_dossier_place", whole, default);
                    await db.Query<object>(Select(at.Sql), at);
                }
                (string Name, Func<Task> Run, List<double> Times)[] forms =
                    [("none", () => db.Query<object>(Select("true")), []), ("now", Now, [])];
                // Taken in turns, so that the machine's mood hits all alike.
                for (var round = 0; round < 85; round++)
                    foreach (var form in round % 2 == 0 ? forms : [forms[1], forms[0]])
                        form.Times.Add((await Timing.Each(1, _ => form.Run()))[0]);
                var plain = Median(forms[0].Times);
                Console.WriteLine("  held at " + who + ": " + string.Join("; ", forms.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {Median(f.Times):F2} ms ({Median(f.Times) / plain - 1:+0.0%;-0.0%})"))));
            }
        }
        return 0;

        static double Median(List<double> times) => times.Skip(5).Order().ElementAt((times.Count - 5) / 2);
    }

    private static async Task<int> DirectorySearch()
    {
        using var server = PrivatePostgres.Start();
        server.Run(Seeds.Directory);
        await using var source = NpgsqlDataSource.Create(server.App);
        var db = new Database(source, TimeProvider.System);
        var units = new Units(db, TimeProvider.System);
        var staff = new StaffQuery(db, units, TimeProvider.System);
        var random = new Random(20261128);
        string[] words = ["an", "binh", "chau", "Hòa", "hoà", "long xuyen", "my", "Phú Quốc", "thanh", "vinh", "phong tan", "truong hung", "Trạm Y", "H01.25", "xa nam an"];
        string[] names = ["nguyen", "Trần Anh", "le thi", "huynh minh", "oanh", "Phượng", "ngo quang", "u777", "sen", "dang van", "mai lan", "ly", "hoàng yến", "pham hai", "khong co"];
        async Task<int> FindUnits(int i) => (await units.Search(words[random.Next(words.Length)] + (i % 3 == 0 ? " " + random.Next(1, 99) : ""), 51, default)).Count;
        async Task<int> FindStaff(int i) => (await staff.List(new StaffFilter(names[random.Next(names.Length)], i % 4 == 0 ? $"H01/H01.{random.Next(1, 500)}" : null, false, units.Today), null, 51, default)).Count;
        var found = 0;
        await Timing.Each(100, async i => found += await FindUnits(i) + await FindStaff(i));
        Timing.Print("units by text (50,000)", await Timing.Each(1000, async i => found += await FindUnits(i)));
        Timing.Print("staff by text, a quarter at a unit (100,000)", await Timing.Each(1000, async i => found += await FindStaff(i)));
        Timing.Print("all units read into memory (each change)", await Timing.Each(10, async _ => { units.Forget(); found += (await units.All(default)).Count; }));
        Timing.Print("unit by code, from memory", await Timing.Each(1000, async i => found += await units.Find($"H01.{i % 500}.7", default) is null ? 0 : 1));
        Console.WriteLine($"{found} rows found");
        return 0;
    }
}
