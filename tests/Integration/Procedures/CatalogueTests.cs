using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;
using Sen.Procedures;

namespace Sen.Tests.Procedures;

public sealed class CatalogueTests(Web web) : IClassFixture<Web>, IAsyncLifetime
{
    private static readonly NationalProcedure[] List =
    [
        new() { Code = "1.111111", Name = "Đăng ký khai sinh thử nghiệm", Field = "Hộ tịch", LevelsText = "Cấp xã", Agency = "Ủy ban nhân dân xã", Steps = "Bước 1\nBước 2", Decision = "1/QĐ-X",
            Address = "https://dichvucong.gov.vn/x", Channels = [new() { Channel = "Trực tiếp", Time = "1 Ngày làm việc" }] },
        new() { Code = "1.222222", Name = "Cấp giấy phép nuôi cá tra <script>", Field = "Thủy sản", LevelsText = "Cấp tỉnh, Cấp xã", Agency = "Chi cục", Address = "javascript:alert(1)" },
        new() { Code = Web.Copy, Name = "Bản của danh mục quốc gia", Field = "Hộ tịch", LevelsText = "Cấp xã" },
    ];

    public Task InitializeAsync() => Import(List);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("khai sinh thử nghiệm", "1.111111")]
    [InlineData("dang ky khai sihn thu nghiem", "1.111111")]
    [InlineData("nuoi ca tra", "1.222222")]
    [InlineData("trích lục hộ tịch", Web.Copy)]
    [InlineData("civil status extract", Web.Copy)]
    [InlineData("2.000635", Web.Copy)]
    public async Task Search_AnySpellingOrLanguage_FindsFirst(string text, string code)
    {
        var page = await web.Visitor().Get("/thu-tuc?q=" + Uri.EscapeDataString(text));
        page.Status.ShouldBe(200);
        page.Document.QuerySelector("main h2 a")!.GetAttribute("href").ShouldBe("/thu-tuc/" + code);
    }

    [Fact]
    public async Task Search_MarksWhatMatched() =>
        (await web.Visitor().Get("/thu-tuc?q=khai%20sinh%20thu%20nghiem")).Document.QuerySelector("main h2 a mark")!.TextContent.ShouldBe("khai sinh thử nghiệm");

    [Fact]
    public async Task Search_Slip_IsToldToTheReader() =>
        (await web.Visitor().Get("/thu-tuc?q=khai%20sihn")).Document.QuerySelector("main [role=status]")!.TextContent.ShouldContain("sinh");

    [Fact]
    public async Task Browse_OfferedFirst_ThenTheNationalListSaidToBeNotOffered()
    {
        var page = await web.Visitor().Get("/thu-tuc");
        page.Document.QuerySelectorAll("main h2 a").Select(a => a.GetAttribute("href")).ShouldBe(["/thu-tuc/" + Web.Copy, "/thu-tuc/1.111111", "/thu-tuc/1.222222"]);
        page.Text.ShouldContain("Chưa nộp trực tuyến tại đây");
        page = await web.Visitor().Get("/thu-tuc?nop=true");
        page.Document.QuerySelectorAll("main h2 a").Length.ShouldBe(1);
        page = await web.Visitor().Get("/thu-tuc?nop=true&q=khai%20sinh");
        page.Document.QuerySelectorAll("main h2 a").Select(a => a.GetAttribute("href")).ShouldNotContain("/thu-tuc/1.111111");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    [InlineData("/ar")]
    public async Task Show_NationalProcedure_OffersNoApplication(string prefix)
    {
        var page = await web.Visitor().Get(prefix + "/thu-tuc/1.111111");
        page.Status.ShouldBe(200);
        page.Document.QuerySelector("h1")!.TextContent.ShouldBe("Đăng ký khai sinh thử nghiệm");
        page.Document.QuerySelector("a[href*='nop-ho-so']").ShouldBeNull();
        page.Document.QuerySelector("a[href='https://dichvucong.gov.vn/x']").ShouldNotBeNull();
        (await web.Visitor().Get("/nop-ho-so/1.111111")).Status.ShouldBeOneOf(302, 404);
    }

    [Fact]
    public async Task Show_HostileRecord_IsOnlyText()
    {
        var page = await web.Visitor().Get("/thu-tuc/1.222222");
        page.Document.QuerySelector("h1")!.TextContent.ShouldContain("<script>");
        page.Document.QuerySelector("a[href^='javascript']").ShouldBeNull();
        (await web.Visitor().Get("/thu-tuc?q=%3Cscript%3E")).Document.QuerySelector("main script").ShouldBeNull();
    }

    [Fact]
    public async Task Import_TwiceChangesNothing_AndWhatIsGoneLeavesTheSearch()
    {
        (await Import(List)).ShouldBe((3, 0, 0, 3, false));
        var extra = new NationalProcedure { Code = "1.333333", Name = "Thủ tục sẽ bị bỏ", LevelsText = "Cấp xã" };
        (await Import([.. List, extra], dryRun: true)).ShouldBe((4, 1, 0, 3, false));
        (await web.Visitor().Get("/thu-tuc/1.333333")).Status.ShouldBe(404);
        (await Import([.. List, extra])).ShouldBe((4, 1, 0, 3, true));
        (await Import(List)).ShouldBe((3, 0, 0, 3, true));
        (await web.Visitor().Get("/thu-tuc/1.333333")).Status.ShouldBe(200);
        await web.Eventually("the search has lost it", async () =>
            !(await web.Visitor().Get("/thu-tuc?q=" + Uri.EscapeDataString("thủ tục sẽ bị bỏ"))).Text.Contains("1.333333", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_WrongRows_AreNamed_AndKeepEverythingOut()
    {
        var report = await Run("{\"ma_thu_tuc\":\"1.444444\",\"ten_thu_tuc\":\"Đúng\"}\nnot json\n{\"ma_thu_tuc\":\"x\",\"ten_thu_tuc\":\"Sai\"}\n{\"ma_thu_tuc\":\"1.555555\"}", dryRun: false);
        report.Written.ShouldBeFalse();
        report.Errors.Select(e => (e.Row, e.Problem.Code)).ShouldBe([(2, "procedures.import.json"), (3, "procedures.import.code"), (4, "procedures.import.name")]);
        (await web.Visitor().Get("/thu-tuc/1.444444")).Status.ShouldBe(404);
    }

    private async Task<(int, int, int, int, bool)> Import(NationalProcedure[] list, bool dryRun = false)
    {
        var report = await Run(string.Join('\n', list.Select(p => JsonSerializer.Serialize(p))), dryRun);
        report.Errors.ShouldBeEmpty();
        return (report.Rows, report.Added, report.Changed, report.Same, report.Written);
    }

    /// <summary>As the command does it, gzipped.</summary>
    private async Task<ImportReport> Run(string lines, bool dryRun)
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(lines));
        packed.Position = 0;
        return await web.Services.GetServices<Importer>().Single(i => i.Name == "procedures")
            .Run(new ImportRequest(packed, "list.jsonl.gz", dryRun, false, null, Actor.Part("test")), web.Services, default);
    }
}
