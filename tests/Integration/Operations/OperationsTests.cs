using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Kernel;
using Sen.Operations;
using Sen.Ui;

namespace Sen.Tests.Operations;

/// <summary>The operations pages in a real host on a real database; who visits is chosen by the test.</summary>
public sealed class OperationsTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime, IDisposable
{
    private static readonly Actor Root = At("H01");
    private static readonly Actor Commune = At("H01/H01.30307");

    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private Actor _visitor = Root;

    [Fact]
    public async Task Overview_NothingWrong_SaysSo() =>
        (await Get("/van-hanh")).Body!.TextContent.ShouldContain("Hệ thống hoạt động bình thường");

    [Fact]
    public async Task Overview_SubscriptionStuckAndJobDead_SaysWhy()
    {
        await postgres.AsOwner("""
            insert into data.subscription (name, position, stuck_reason, attempts, retry_at)
            values ('board.count', 7, 'TimeoutException: máy chủ không trả lời', 3, now() + interval '1 hour')
            """);
        await Insert("dead", "máy in hết giấy");
        var text = (await Get("/van-hanh")).Body!.TextContent;
        text.ShouldContain("Luồng nhận sự kiện board.count dừng sau vị trí 7. Lý do: TimeoutException: máy chủ không trả lời");
        text.ShouldContain("Số công việc: 1");
    }

    [Fact]
    public async Task Overview_PostNudge_TriesTheSubscriptionAgainNow()
    {
        await postgres.AsOwner("insert into data.subscription (name, stuck_reason, retry_at) values ('board.count', 'x', now() + interval '1 hour')");
        await Post(await Get("/van-hanh"), new() { ["Reason"] = "đã sửa máy chủ" }, "/van-hanh");
        (await Db.One<bool>("select retry_at <= now() from data.subscription")).ShouldBeTrue();
        (await Db.One<string>("select body from data.v_ledger where act = 'subscription.nudge'")).ShouldContain("đã sửa máy chủ");
    }

    [Fact]
    public async Task Get_AdministratorOfACommuneOnly_IsRefusedWithTheReason()
    {
        _visitor = Commune;
        foreach (var path in new[] { "/van-hanh", "/van-hanh/cong-viec", "/van-hanh/so-cai" })
        {
            var answer = await _client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("đơn vị gốc");
        }
    }

    [Fact]
    public async Task Jobs_ChosenState_ShowsThoseWithTheirReasonPageByPage()
    {
        for (var i = 0; i < 60; i++)
            await Insert("dead", "máy in hết giấy");
        await Insert("waiting");
        var first = await Get("/van-hanh/cong-viec?trang-thai=ket");
        var next = first.QuerySelector("a[rel=next]").ShouldNotBeNull().GetAttribute("href")!;
        var second = await Get(next);
        var numbers = first.QuerySelectorAll("tbody th").Concat(second.QuerySelectorAll("tbody th")).Select(c => c.TextContent.Trim()).ToArray();
        numbers.Length.ShouldBe(60);
        numbers.ShouldBeUnique();
        first.QuerySelector("tbody tr")!.TextContent.ShouldContain("máy in hết giấy");
        (await Get("/van-hanh/cong-viec?trang-thai=cho")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await Get("/van-hanh/cong-viec?trang-thai=xong")).Body!.TextContent.ShouldContain("Không có công việc nào");
    }

    [Fact]
    public async Task Job_PostRetry_RunsAgainAndTheLedgerKeepsTheReason()
    {
        var id = await Insert("dead", "máy in hết giấy");
        var answer = await Post(await Get($"/van-hanh/cong-viec/{id}"), new() { ["Reason"] = "đã thay giấy" }, $"/van-hanh/cong-viec/{id}?handler=Retry");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Db.One<string>("select state from data.job where id = @id", new { id })).ShouldBe("waiting");
        var ledger = await Get($"/van-hanh/so-cai?loai=job&ma={id}");
        ledger.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("Chạy lại công việc nền");
        var entry = await Get(ledger.QuerySelector("tbody th a")!.GetAttribute("href")!);
        entry.QuerySelector("pre")!.TextContent.ShouldContain("đã thay giấy");
    }

    [Fact]
    public async Task Job_PostWithoutReason_ShowsErrorAndChangesNothing()
    {
        var id = await Insert("dead");
        var answer = await Post(await Get($"/van-hanh/cong-viec/{id}"), new() { ["Reason"] = "" }, $"/van-hanh/cong-viec/{id}?handler=Retry");
        Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("[aria-invalid=true]").ShouldNotBeNull();
        (await Db.One<string>("select state from data.job where id = @id", new { id })).ShouldBe("dead");
    }

    [Fact]
    public async Task Job_PostByWhoMayOnlyView_IsRefused()
    {
        var id = await Insert("dead");
        _visitor = Root with { Grants = [new("operations.view", "H01", "board-viewer")] };
        var page = await Get($"/van-hanh/cong-viec/{id}");
        page.QuerySelector("[name=Reason]").ShouldBeNull();
        _visitor = Root;
        var form = await Get($"/van-hanh/cong-viec/{id}");
        _visitor = Root with { Grants = [new("operations.view", "H01", "board-viewer")] };
        var answer = await Post(form, new() { ["Reason"] = "x" }, $"/van-hanh/cong-viec/{id}?handler=Retry");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Db.One<string>("select state from data.job where id = @id", new { id })).ShouldBe("dead");
    }

    [Fact]
    public async Task Job_Unknown_IsNotFound() =>
        (await _client.GetAsync("/van-hanh/cong-viec/999999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Ledger_FilteredByActorAndDay_ShowsThose()
    {
        await Act("dossier.accept", Postgres.Official);
        await Act("dossier.sign", Root);
        (await Get("/van-hanh/so-cai?nguoi=staff-1")).QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("dossier.accept");
        (await Get("/van-hanh/so-cai?tu=01/01/2020&den=02/01/2020")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(7).Date).ToString("dd'/'MM'/'yyyy", null);
        (await Get($"/van-hanh/so-cai?tu={today}&den={today}")).QuerySelectorAll("tbody tr").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Ledger_VerifyNow_SaysProvenAndAfterTamperingWhere()
    {
        await Act("dossier.accept", Root);
        await _app.Services.GetRequiredService<Sealer>().Pass(default);
        (await Verify()).ShouldContain("Sổ cái nguyên vẹn");
        await postgres.AsOwner("update data.ledger set actor_id = 'another'");
        (await Verify()).ShouldContain("Khối 1 hoặc một bút toán trong khoảng");

        async Task<string> Verify()
        {
            var answer = await Post(await Get("/van-hanh/so-cai"), [], "/van-hanh/so-cai");
            return Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent;
        }
    }

    [Theory]
    [InlineData("en", "System operations")]
    [InlineData("ar", "تشغيل النظام")]
    public async Task Pages_OtherLanguages_AreComplete(string language, string title)
    {
        var id = await Insert("dead", "x");
        await Act("dossier.accept", Root);
        var entry = await Db.One<long>("select max(id) from data.ledger");
        (await Get($"/{language}/van-hanh")).QuerySelector("h1")!.TextContent.ShouldBe(title);
        foreach (var path in new[] { "", "/cong-viec", $"/cong-viec/{id}", "/so-cai", $"/so-cai/{entry}" })
            (await Get($"/{language}/van-hanh{path}")).Body!.TextContent.ShouldNotContain("operations.", Case.Sensitive, path);
    }

    public async Task InitializeAsync()
    {
        await postgres.AsOwner("""
            truncate data.job, data.event, data.subscription, data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp
            """);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(OperationsTests).Assembly.GetName().Name });
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["Sen:Database"] = postgres.App;
        builder.Services.AddUi().AddData(builder.Configuration).AddOperations();
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts =>
        {
            foreach (var part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(typeof(OperationsModule).Assembly))
                parts.ApplicationParts.Add(part);
            parts.ApplicationParts.Add(new AssemblyPart(typeof(OperationsModule).Assembly));
        });
        _app = builder.Build();
        _app.UseUi();
        _app.Use((http, next) =>
        {
            http.SetActor(_visitor);
            return next(http);
        });
        _app.MapUi();
        await _app.StartAsync();
        _client = new HttpClient(new CookieContainerHandler(new CookieContainer()) { InnerHandler = _app.GetTestServer().CreateHandler() }) { BaseAddress = new Uri("https://localhost") };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    private Database Db => _app.Services.GetRequiredService<Database>();

    private static Actor At(string unit) => new(ActorKind.Staff, "staff-root", "Trần Thị Thử")
    {
        UnitPath = unit,
        Grants = [new("operations.view", unit, "administrator"), new("operations.act", unit, "administrator")],
    };

    private async Task<IHtmlDocument> Get(string path)
    {
        var answer = await _client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return Parse(html);
    }

    // The last form that posts is the page's own.
    private Task<HttpResponseMessage> Post(IHtmlDocument page, Dictionary<string, string> fields, string action)
    {
        var element = page.QuerySelectorAll("main form").Last(f => f.QuerySelector("input[name=__RequestVerificationToken]") is not null);
        foreach (var input in element.QuerySelectorAll("input[type=hidden]"))
            fields.TryAdd(input.GetAttribute("name")!, input.GetAttribute("value") ?? "");
        return _client.PostAsync(action, new FormUrlEncodedContent(fields));
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private Task<long> Insert(string state, string? reason = null) => Db.One<long>(
        "insert into data.job (kind, payload, state, run_at, reason) values ('test.print', '{}', @state, now(), @reason) returning id", new { state, reason });

    private async Task Act(string act, Actor actor)
    {
        await using var work = await Db.Begin(actor, default);
        work.Audit(act, new Ref("dossier", "1"));
        await work.Commit();
    }
}
