using Sen.Procedures;

namespace Sen.Tests.Procedures;

/// <summary>The one-stop desk: acceptance with its due time, supplement, refusal; and only by whom it may be.</summary>
public sealed class DeskTests(Web web) : IClassFixture<Web>
{
    private const string Officer = "motcua.longxuyen";

    [Theory]
    [InlineData(8, 30, "17:00 20/11/2026")]
    [InlineData(14, 59, "17:00 20/11/2026")]
    [InlineData(15, 1, "17:00 23/11/2026")]
    public async Task Accept_ByTheHour_IsDueTheSameOrTheNextWorkingDay(int hour, int minute, string due)
    {
        web.Clock.Set(new DateTimeOffset(2026, 11, 20, hour, minute, 0, TimeSpan.FromHours(7)).ToUniversalTime());
        var citizen = await web.Citizen();
        var officer = await web.Staff(Officer);
        var number = await citizen.Lodge();
        (await officer.Accept(number)).Status.ShouldBe(302);
        (await citizen.Get("/ho-so/" + number)).Text.ShouldContain($"Tiếp nhận hồ sơ, hẹn trả lúc {due}");
        web.Clock.Set(Web.Morning);
    }

    [Fact]
    public async Task Accept_PrintsTheReceiptForCitizenAndDesk()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff(Officer);
        var number = await citizen.Lodge();
        await officer.Accept(number);
        Sheet page = null!;
        await web.Eventually("receipt", async () => (page = await citizen.Get("/ho-so/" + number)).Text.Contains("Tải giấy tiếp nhận", StringComparison.Ordinal));
        var receipt = page.Document.QuerySelectorAll("a").First(a => a.TextContent.Contains("Tải giấy tiếp nhận", StringComparison.Ordinal)).GetAttribute("href")!;
        (await citizen.Download(receipt)).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        (await officer.Get(receipt)).Status.ShouldBe(200);
        (await (await web.Citizen(2)).Get(receipt)).Status.ShouldBe(404);
        (await (await web.Staff("motcua.myhoahung")).Get(receipt)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Accept_WithoutSayingHowTheFeeIsPaid_IsAskedFor()
    {
        var number = await (await web.Citizen()).Lodge();
        var officer = await web.Staff(Officer);
        var page = await officer.Accept(number, null);
        page.ErrorAt("FeeHow").ShouldNotBeNull().ShouldContain("cách thu phí");
        (await Status(number)).ShouldBe(1);
    }

    [Fact]
    public async Task Accept_Twice_IsRefusedWithTheState()
    {
        var number = await (await web.Citizen()).Lodge();
        var officer = await web.Staff(Officer);
        var page = await officer.Get("/mot-cua/" + number);
        (string, string?) cash = ("FeeHow", "cash");
        (await officer.Post(page, "form[action*='handler=Accept']", cash)).Status.ShouldBe(302);
        (await officer.Post(page, "form[action*='handler=Accept']", cash)).Text.ShouldContain("tình trạng khác");
        (await web.Db.One<long>("select count(*) from flows.instance where subject_id = (select id::text from procedures.dossier where number = @number)", new { number })).ShouldBe(1);
    }

    [Fact]
    public async Task Desk_OfficerOfAnotherCommune_NeitherSeesNorDecides()
    {
        var number = await (await web.Citizen()).Lodge();
        var (mine, other) = (await web.Staff(Officer), await web.Staff("motcua.myhoahung"));
        (await mine.Get("/mot-cua?tt=0&q=" + number)).Document.QuerySelector($"tbody a[href$='{number}']").ShouldNotBeNull();
        (await other.Get("/mot-cua?tt=0&q=" + number)).Document.QuerySelector($"tbody a[href$='{number}']").ShouldBeNull();
        var refusal = await other.Get("/mot-cua/" + number);
        refusal.Status.ShouldBe(403);
        refusal.Text.ShouldContain("nhưng ở đơn vị khác");
        refusal.Text.ShouldNotContain("Mẫu Đơn");
        var token = (await other.Get("/dang-xuat")).Value("__RequestVerificationToken")!;
        foreach (var handler in new[] { "Accept", "Supplement", "Refuse" })
            (await other.Post($"/mot-cua/{number}?handler={handler}",
                [("FeeHow", "cash"), ("Reason", "một lý do đủ dài"), ("__RequestVerificationToken", token)], [])).Status.ShouldBeOneOf(403, 404);
        (await Status(number)).ShouldBe(1);
    }

    [Fact]
    public async Task Desk_StaffWithoutTheRight_IsToldWhich()
    {
        var page = await (await web.Staff("hotich.longxuyen")).Get("/mot-cua");
        page.Status.ShouldBe(403);
        page.Text.ShouldContain("Tiếp nhận hồ sơ");
        page.Text.ShouldContain("dossier.accept");
        page.Text.ShouldContain("one-stop-officer");
    }

    [Fact]
    public async Task Supplement_ThenAnsweredWithAPaper_ComesBackToTheDesk()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff(Officer);
        var number = await citizen.Lodge();
        var asked = await officer.Post(await officer.Get("/mot-cua/" + number), "form[action*='handler=Supplement']", ("Reason", "Bổ sung bản chụp giấy khai sinh cũ"));
        asked.Status.ShouldBe(302);
        var page = await citizen.Get("/ho-so/" + number);
        page.Text.ShouldContain("Bổ sung bản chụp giấy khai sinh cũ");
        page = await citizen.Upload(page, "form[action*='handler=Supplement']", [new("support", "cu.pdf", Journey.Paper)]);
        page.Status.ShouldBe(302);
        (await officer.Get("/mot-cua/" + number)).Text.ShouldContain("cu.pdf");
        (await officer.Accept(number)).Status.ShouldBe(302);
        (await Status(number)).ShouldBe((int)DossierStatus.Accepted);
    }

    [Fact]
    public async Task Supplement_FileOfAWrongType_IsRefusedAtItsField()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff(Officer);
        var number = await citizen.Lodge();
        await officer.Post(await officer.Get("/mot-cua/" + number), "form[action*='handler=Supplement']", ("Reason", "Bổ sung bản chụp giấy khai sinh cũ"));
        var page = await citizen.Upload(await citizen.Get("/ho-so/" + number), "form[action*='handler=Supplement']", [new("support", "cu.pdf", "MZ"u8.ToArray())]);
        page.ErrorAt("support").ShouldNotBeNull().ShouldContain("PDF");
        (await Status(number)).ShouldBe((int)DossierStatus.SupplementRequested);
    }

    [Fact]
    public async Task Refuse_ReasonTooShort_IsRefusedAndKept()
    {
        var officer = await web.Staff(Officer);
        var number = await (await web.Citizen()).Lodge();
        var page = await Refuse(officer, number, "không");
        page.ErrorAt("Reason").ShouldNotBeNull().ShouldContain("10");
        page.Value("Reason").ShouldBe("không");
        (await Status(number)).ShouldBe(1);
    }

    [Fact]
    public async Task Refuse_WithItsReason_TellsTheCitizenWordForWord()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff(Officer);
        var number = await citizen.Lodge();
        (await Refuse(officer, number, "Hộ tịch đã đăng ký tại tỉnh khác <b>")).Status.ShouldBe(302);
        var page = await citizen.Get("/ho-so/" + number);
        page.Text.ShouldContain("Hộ tịch đã đăng ký tại tỉnh khác <b>");
        page.Text.ShouldContain("Không được tiếp nhận");
        (await officer.Get("/mot-cua/" + number)).Document.QuerySelector("main form").ShouldBeNull();
    }

    private static async Task<Sheet> Refuse(Visitor officer, string number, string reason)
    {
        var page = await officer.Get("/mot-cua/" + number);
        var token = page.Value("__RequestVerificationToken")!;
        // The button's formaction.
        return await officer.Post($"/mot-cua/{number}?handler=Refuse", [("Reason", reason), ("__RequestVerificationToken", token)], []);
    }

    private Task<int> Status(string number) => web.Db.One<int>("select status from procedures.dossier where number = @number", new { number });
}
