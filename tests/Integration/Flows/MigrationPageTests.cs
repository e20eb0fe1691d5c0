using Microsoft.Extensions.DependencyInjection;
using Sen.Flows;
using Sen.Kernel;
using Sen.Tests.Signing;

namespace Sen.Tests.Flows;

/// <summary>The page that takes instances to another version, with more of them than a page can show.</summary>
public sealed class MigrationPageTests(Web web) : IClassFixture<Web>
{
    private const int Many = 12_000;
    private const string Form = "form[action*=Check]";

    [Fact]
    public async Task Post_MoreThanTenThousand_AllAreChecked_AndTheProgressReadsItselfAgain()
    {
        await Publish("many", "start s; user a operations.view; user b operations.view; end e; s > a; a > b; b > e", 1);
        await Publish("many", "start s; user a operations.view; end e; s > a; a > e", 2);
        await Fill();
        var owner = await web.Sure("quantri");
        var page = await owner.Get("/quy-trinh/many/chuyen?From=1&To=2");
        var check = await owner.Post(page, Form);
        check.Text.ShouldContain($"Chuyển được: {Many - 5}");
        check.Text.ShouldContain("giữ ở phiên bản cũ: 5");
        var row = check.Document.QuerySelectorAll("main table")[0].QuerySelector("tbody tr")!;
        row.QuerySelector("th")!.TextContent.ShouldBe("Name of b");
        row.QuerySelector("td.x-num")!.TextContent.ShouldBe("5");
        row.QuerySelectorAll("a").Length.ShouldBe(5);
        (await web.Db.One<int>("select count(*)::int from flows.instance where definition = 'many' and version = 2")).ShouldBe(0, "a dry run moves nothing");

        // As it stands in the middle of a migration.
        var id = Guid.CreateVersion7();
        await web.AsOwner($"""
            insert into flows.migration (id, definition, from_version, to_version, map, reason, by, started_at, total, moved, stayed)
            values ('{id}', 'many', 1, 2, '{"{}"}', 'mẫu mới', 'Thử', now(), {Many}, 300, 5)
            """);
        page = await owner.Get("/quy-trinh/many/chuyen?From=1&To=2");
        // With script the region follows the event; without, only the frame reads itself again, so no field is lost.
        page.Document.QuerySelector("meta[http-equiv=refresh]").ShouldBeNull();
        var region = page.Document.GetElementById("migrating")!;
        region.GetAttribute("data-live").ShouldBe("flows.migration-moved");
        region.TextContent.ShouldContain($"đã xét 305/{Many}");
        var source = System.Text.RegularExpressions.Regex.Match(await page.Answer.Content.ReadAsStringAsync(), "<noscript><iframe [^>]*src=\"([^\"]+)\"").Groups[1].Value;
        source.ShouldBe("/quy-trinh/many/chuyen/tien-do");
        var frame = await owner.Get(source);
        frame.Document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("3");
        frame.Document.QuerySelector("progress")!.GetAttribute("value").ShouldBe("305");

        await web.AsOwner($"update flows.migration set ended_at = now(), moved = {Many - 5} where id = '{id}'");
        frame = await owner.Get(source);
        frame.Document.QuerySelector("meta[http-equiv=refresh]").ShouldBeNull("what has ended is at rest");
        frame.Document.QuerySelector("a[target=_parent]")!.GetAttribute("href").ShouldBe("/quy-trinh/many/chuyen");
        (await owner.Get("/quy-trinh/many/chuyen?From=1&To=2")).Document.QuerySelectorAll("#migrations tbody tr").Length.ShouldBe(1);
        (await owner.Get("/quy-trinh/khong-co/chuyen/tien-do")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Post_Move_TellsLivePagesUntilItHasEnded()
    {
        await Publish("few", "start s; user a operations.view; end e; s > a; a > e", 1);
        await Publish("few", "start s; user a operations.view; user c operations.view; end e; s > a; a > c; c > e", 2);
        await Fill("few", 150);
        var owner = await web.Sure("quantri");
        var page = await owner.Get("/quy-trinh/few/chuyen?From=1&To=2");
        (await owner.Post(page, Form)).Text.ShouldContain("Chuyển được: 150");
        page.Document.QuerySelector(Form)!.SetAttribute("action", "/quy-trinh/few/chuyen?handler=Move");
        (await owner.Post(page, "form[action*=Move]", ("Reason", "thêm bước"))).Status.ShouldBe(302);
        await web.Eventually("the migration ended", () => web.Db.One<bool>("select exists (select from flows.migration where definition = 'few' and ended_at is not null)"));
        (await web.Db.One<(int, int, int)>("select total, moved, stayed from flows.migration where definition = 'few'")).ShouldBe((150, 150, 0));
        // Decided, a hundred, the rest.
        (await web.Db.One<int>("select count(*)::int from data.event e join flows.migration m on e.body ->> 'migration' = m.id::text where e.name = 'flows.migration-moved' and m.definition = 'few'")).ShouldBe(3);
        (await owner.Get("/quy-trinh/few/chuyen?From=2&To=1")).Document.GetElementById("migrating")!.TextContent.Trim().ShouldBeEmpty();
    }

    private Task Publish(string id, string sketch, int version) => web.AsOwner(
        $"insert into flows.definition (id, version, xml, labels, published_at) values ('{id}', {version}, '{DeployTests.Xml(sketch, id, false).Replace("'", "''", StringComparison.Ordinal)}', '{"{}"}', now())");

    // One is begun by the program, the others are its copies; five stand at the second step.
    private async Task Fill(string process = "many", int count = Many)
    {
        await using (var work = await web.Db.Begin(Actor.Part("test"), default))
        {
            await web.AsOwner($"update flows.definition set version = -version where id = '{process}' and version = 2");
            await web.Services.GetRequiredService<Processes>().Start(work, process, new("test", process), "Việc thử", "H01", null, [], default);
            work.Audit("test.start", new("test", process));
            await work.Commit();
            await web.AsOwner($"update flows.definition set version = -version where id = '{process}' and version = -2");
        }
        await web.AsOwner($"""
            insert into flows.instance (id, definition, version, subject_kind, subject_id, title, unit_path, state, started_at)
            select gen_random_uuid(), definition, version, subject_kind, subject_id, title || ' ' || n, unit_path,
              case when n <= 5 and definition = 'many' then replace(state::text, '"at": "a"', '"at": "b"')::jsonb else state end || jsonb_build_object('variables', jsonb_build_object('n', n)), started_at
            from flows.instance, generate_series(1, {count - 1}) n where definition = '{process}'
            """);
    }
}
