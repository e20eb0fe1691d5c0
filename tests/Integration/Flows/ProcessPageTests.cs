using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Tests.Flows;

/// <summary>What the pages of a process tell: where it waits long, where an instance is and was, and what an operator does about one that is stuck.</summary>
public sealed class ProcessPageTests(Web web) : IClassFixture<Web>
{
    private static readonly Actor Doer = new(ActorKind.Staff, "test", "Thử") { UnitPath = "H01", Grants = [new("operations.view", "", "tester")] };

    [Fact]
    public async Task Get_Process_HeatIsTheWaitingTimeOfEachStep_OnTheDrawingAndInTheTable()
    {
        await Publish("heat", "start s; user a operations.view; user b operations.view; user c operations.view; end e; s > a; a > b; b > c; c > e");
        var instance = await Start("heat");
        web.Clock.Pass(TimeSpan.FromHours(1));
        await Complete(instance, "a");
        web.Clock.Pass(TimeSpan.FromHours(5));
        await Complete(instance, "b");
        var operatorAt = await web.Staff("quantri");
        var page = await operatorAt.Get("/quy-trinh/heat");
        Marks(page).ShouldBe(new Dictionary<string, string> { ["a"] = "heat-1", ["b"] = "heat-5" }, ignoreOrder: true);
        var rows = page.Document.QuerySelectorAll("main table")[0].QuerySelectorAll("tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToArray();
        rows.Select(row => (row[0], row[1], row[4], row[5])).ShouldBe([("Name of a", "1", "1/5", "0"), ("Name of b", "1", "5/5", "0"), ("Name of c", "0", "", "1")]);
        (rows[0][2], rows[1][2]).ShouldBe(("60 phút", "5 giờ"));

        var run = await operatorAt.Get($"/quy-trinh/chay/{instance}");
        Marks(run).ShouldBe(new Dictionary<string, string> { ["s"] = "was", ["a"] = "was", ["b"] = "was", ["c"] = "here" }, ignoreOrder: true);
        run.Document.QuerySelectorAll("main table")[0].QuerySelector("tbody th")!.TextContent.ShouldBe("Name of c");
        run.Document.QuerySelectorAll("main table")[1].QuerySelectorAll("tbody th").Select(cell => cell.TextContent).ShouldBe(["Name of c", "Name of b", "Name of a", "Name of s"]);
        // In another language the names are marked as what they are.
        (await operatorAt.Get($"/en/quy-trinh/chay/{instance}")).Document.QuerySelectorAll("main table")[0].QuerySelector("tbody th")!.GetAttribute("lang").ShouldBe("vi");
    }

    [Fact]
    public async Task Post_MoveOfAStuckToken_NeedsAReason_AndTheLedgerKeepsIt()
    {
        await Publish("stuck", "start s; user a operations.view; xor g; user b operations.view; end e; s > a; a > g; g > b : n > 1; g > e : n < 1; b > e");
        var instance = await Start("stuck");
        await Complete(instance, "a", new() { ["n"] = 1 });
        var operatorAt = await web.Staff("quantri");
        (await operatorAt.Get("/quy-trinh/stuck?ket=true")).Document.QuerySelectorAll($"a[href='/quy-trinh/chay/{instance}']").Length.ShouldBe(1);
        var page = await operatorAt.Get($"/quy-trinh/chay/{instance}");
        Marks(page)["g"].ShouldBe("stuck");
        var token = page.Document.QuerySelectorAll("main table")[0].QuerySelector("tbody tr")!;
        token.QuerySelector("td:last-child")!.TextContent.ShouldNotBeEmpty("why it is stuck");
        var refused = await operatorAt.Post(page, "form[action*=Move]", ("To", "b"), ("Reason", ""));
        refused.Status.ShouldBe(200);
        refused.ErrorAt("Reason").ShouldNotBeNull();
        (await operatorAt.Post(page, "form[action*=Move]", ("To", "b"), ("Reason", "Kết quả nhập sai"))).Status.ShouldBe(302);
        (await web.Db.Query<string>("select element from flows.task where instance_id = @instance and state = 'open'", new { instance })).ShouldBe(["b"]);
        (await web.Db.One<int>("select count(*)::int from data.v_ledger where act = 'process.move' and subject_id = @id and body like '%Kết quả nhập sai%'", new { id = instance.ToString() })).ShouldBe(1);
        (await operatorAt.Get("/quy-trinh/stuck?ket=true")).Document.QuerySelectorAll($"a[href='/quy-trinh/chay/{instance}']").Length.ShouldBe(0);
    }

    private static Dictionary<string, string> Marks(Sheet page) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(page.Document.QuerySelector("[data-diagram]")!.GetAttribute("data-marks")!)!;

    private Task Publish(string id, string sketch) => web.AsOwner(
        $"insert into flows.definition (id, version, xml, labels, published_at) values ('{id}', 1, '{DeployTests.Xml(sketch, id, false).Replace("'", "''", StringComparison.Ordinal)}', '{"{}"}', now())");

    private async Task<Guid> Start(string process)
    {
        await using var work = await web.Db.Begin(Doer, default);
        var id = await web.Services.GetRequiredService<Processes>().Start(work, process, new("test", process), "Việc thử", "H01", null, [], default);
        work.Audit("test.start", new("test", process));
        await work.Commit();
        return id;
    }

    private async Task Complete(Guid instance, string element, JsonObject? outcome = null)
    {
        var task = await web.Db.One<Guid>("select id from flows.task where instance_id = @instance and element = @element and state = 'open'", new { instance, element });
        await using var work = await web.Db.Begin(Doer, default);
        (await web.Services.GetRequiredService<Processes>().Complete(work, task, outcome ?? [], default)).Ok.ShouldBeTrue();
        work.Audit("test.complete", new("task", task.ToString()));
        await work.Commit();
    }
}
