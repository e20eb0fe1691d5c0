using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Assistant;

/// <summary>The legal library from the command to the page, with texts made up for it.</summary>
public sealed class LawsTests(Web web) : IClassFixture<Web>, IAsyncLifetime
{
    private const string Note = "Luật số 1/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021, có nội dung được sửa đổi bởi Điều 2 Luật số 9/2023/QH15 có hiệu lực thi hành kể từ ngày 01/07/2023";

    private static readonly object[] Lines =
    [
        new { doc = "1/2020/QH14", article = "1", title = "Đăng ký sen", text = "1. Người trồng sen đăng ký đầm sen tại Ủy ban nhân dân cấp xã.\n2. Thời hạn đăng ký đầm sen là 15 ngày, trừ trường hợp tại khoản 1 Điều 2 Luật này.", effective = "01/01/2021", source = Note, pd = "1.1.LQ.1", doc_title = "Trồng sen" },
        new { doc = "1/2020/QH14", article = "2", title = "Lệ phí", text = "1. Lệ phí đăng ký đầm sen là 20.000 đồng.", effective = "01/01/2021", source = "Luật số 1/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021", pd = "1.1.LQ.2", doc_title = "Trồng sen" },
        new { doc = "5/2010/NĐ-CP", article = "1", title = "Hạt sen", text = "Hạt sen khô được đóng gói trong bao giấy.", effective = "01/01/2011", source = "Nghị định số 5/2010/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/01/2011", pd = "", doc_title = "Hạt sen" },
        new { doc = "7/2022/NĐ-CP", article = "9", title = "Hiệu lực thi hành", text = "Nghị định này thay thế Nghị định số 5/2010/NĐ-CP ngày 1 tháng 1 năm 2010 của Chính phủ.", effective = "01/03/2022", source = "", pd = "", doc_title = "" },
    ];

    public async Task InitializeAsync() => (await Import(Lines)).Errors.ShouldBeEmpty();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("Thời hạn đăng ký đầm sen là bao lâu?")]
    [InlineData("thoi han dang ky dam sen la bao lau")]
    public async Task Ask_GetsTheArticleVerbatimWithItsSource(string question)
    {
        var page = await web.Visitor().Get("/hoi-phap-luat?q=" + Uri.EscapeDataString(question));
        page.Document.QuerySelector("h2 a")!.TextContent.ShouldBe("Điều 1 Luật Trồng sen (1/2020/QH14)");
        page.Document.QuerySelector("blockquote")!.TextContent.ShouldContain("2. Thời hạn đăng ký đầm sen là 15 ngày");
        page.Document.QuerySelectorAll("blockquote mark").Length.ShouldBeGreaterThan(0);
        page.Text.ShouldContain("Có hiệu lực từ 01/01/2021");
        var article = await web.Visitor().Get(page.Document.QuerySelector("h2 a")!.GetAttribute("href")!);
        article.Status.ShouldBe(200);
        article.Text.ShouldContain("9/2023/QH15");
        article.Document.QuerySelectorAll("main p a").Select(a => a.TextContent).ShouldContain("khoản 1 Điều 2 Luật này");
    }

    [Fact]
    public async Task Ask_NothingNear_IsSilent()
    {
        var page = await web.Visitor().Get("/hoi-phap-luat?q=" + Uri.EscapeDataString("Đội nào vô địch bóng đá thế giới?"));
        page.Status.ShouldBe(200);
        page.Document.QuerySelector("blockquote").ShouldBeNull();
        page.Text.ShouldContain("Không tìm thấy điều luật nào đủ gần");
    }

    [Fact]
    public async Task Ask_EndedLaw_OnlyWhenAskedFor()
    {
        const string question = "/hoi-phap-luat?q=h%E1%BA%A1t%20sen%20kh%C3%B4%20%C4%91%C3%B3ng%20g%C3%B3i%20bao%20gi%E1%BA%A5y";
        (await web.Visitor().Get(question)).Document.QuerySelector("blockquote").ShouldBeNull();
        var page = await web.Visitor().Get(question + "&moi=true");
        page.Document.QuerySelector("blockquote")!.TextContent.ShouldContain("Hạt sen khô");
        page.Text.ShouldContain("Hết hiệu lực từ 01/03/2022 theo 7/2022/NĐ-CP");
    }

    [Fact]
    public async Task Import_ReportsWhatItFound_AndTwiceChangesNothing()
    {
        var report = await Import(Lines, dryRun: true);
        (report.Rows, report.Added, report.Changed, report.Same, report.Written).ShouldBe((4, 0, 0, 4, false));
        var texts = web.Services.GetRequiredService<Texts>();
        var notes = report.Notes.Select(n => texts.Get("en", n)).ToArray();
        notes.ShouldContain("Documents: 3, without a name: 1");
        notes.ShouldContain("References: 1, to documents of the file: 1");
        notes.ShouldContain("Documents ended by others: 1. 5/2010/NĐ-CP ← 7/2022/NĐ-CP");
    }

    [Fact]
    public async Task Import_WrongRows_AreNamed()
    {
        var report = await Run("{}\nx\n" + JsonSerializer.Serialize(Lines[1]) + "\n" + JsonSerializer.Serialize(Lines[1]), dryRun: false);
        report.Errors.Select(e => (e.Row, e.Problem.Code)).ShouldBe([(1, "assistant.import.empty"), (2, "assistant.import.json"), (4, "assistant.import.twice")]);
        report.Written.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/phap-luat/dieu")]
    [InlineData("/phap-luat/dieu?so=1/2020/QH14&dieu=99")]
    public async Task Get_NoSuchArticle_Is404(string path) => (await web.Visitor().Get(path)).Status.ShouldBe(404);

    private Task<ImportReport> Import(object[] lines, bool dryRun = false) => Run(string.Join('\n', lines.Select(l => JsonSerializer.Serialize(l))), dryRun);

    private Task<ImportReport> Run(string lines, bool dryRun) => web.Services.GetServices<Importer>().Single(i => i.Name == "laws")
        .Run(new ImportRequest(new MemoryStream(Encoding.UTF8.GetBytes(lines)), "laws.jsonl", dryRun, false, null, Actor.Part("test")), web.Services, default);
}
