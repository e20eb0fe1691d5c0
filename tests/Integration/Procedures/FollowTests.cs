namespace Sen.Tests.Procedures;

/// <summary>Where a dossier stands: for its applicant in full, for who holds its number and digits in short, for nobody else.</summary>
public sealed class FollowTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Get_AnotherCitizensDossier_IsAsUnknown()
    {
        var (owner, stranger) = (await web.Citizen(1), await web.Citizen(2));
        var number = await owner.Lodge();
        var id = await web.Db.One<Guid>("select id from procedures.dossier where number = @number", new { number });
        (await stranger.Get("/ho-so/" + number)).Status.ShouldBe(404);
        (await stranger.Get($"/ho-so/{id}")).Status.ShouldBe(404);
        var token = (await stranger.Get("/ho-so")).Value("__RequestVerificationToken") ?? (await stranger.Get("/nop-ho-so/" + Web.Copy)).Value("__RequestVerificationToken")!;
        foreach (var handler in new[] { "Withdraw", "Rate", "Supplement" })
            (await stranger.Post($"/ho-so/{number}?handler={handler}", [("Score", "1"), ("__RequestVerificationToken", token)], [])).Status.ShouldBe(404);
        (await owner.Get("/ho-so/" + number)).Text.ShouldContain("Mới đăng ký");
    }

    [Fact]
    public async Task Get_PaperOfADossier_OnlyForItsApplicantAndItsDesk()
    {
        var owner = await web.Citizen();
        var draft = await owner.Draft("authorised");
        await owner.Upload(await owner.Get(draft + "/giay-to"), "#papers", [new("authorisation", "uy-quyen.pdf", Journey.Paper)], ("act", "continue"));
        var page = await owner.Follow(await owner.Submit(draft));
        var file = page.Document.QuerySelector("a[href*='/tep/']")!.GetAttribute("href")!;
        var answer = await owner.Get(file);
        answer.Status.ShouldBe(200);
        (await answer.Answer.Content.ReadAsByteArrayAsync()).ShouldBe(Journey.Paper);
        answer.Answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("sandbox");
        answer.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await (await web.Citizen(2)).Get(file)).Status.ShouldBe(404);
        (await (await web.Staff("motcua.longxuyen")).Get(file)).Status.ShouldBe(200);
        (await (await web.Staff("motcua.myhoahung")).Get(file)).Status.ShouldBe(404);
        (await (await web.Staff("quantri")).Get(file)).Status.ShouldBe(404);
        (await web.Visitor().Get(file)).Location.ShouldNotBeNull().ShouldStartWith("/dang-nhap");
    }

    [Fact]
    public async Task Withdraw_BeforeAndAfterAcceptance_EndsItAndItsTasks()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff("motcua.longxuyen");
        var (fresh, accepted) = (await citizen.Lodge(), await citizen.Lodge());
        await officer.Accept(accepted);
        foreach (var number in new[] { fresh, accepted })
        {
            var page = await citizen.Get("/ho-so/" + number);
            (await citizen.Post(page, "form[action*='handler=Withdraw']")).Status.ShouldBe(302);
            (await citizen.Get("/ho-so/" + number)).Text.ShouldContain("Công dân yêu cầu rút hồ sơ");
            (await citizen.Post(page, "form[action*='handler=Withdraw']")).Text.ShouldContain("tình trạng khác");
        }
        (await (await web.Staff("hotich.longxuyen")).Get("/viec?q=" + accepted)).Document.QuerySelector("tbody tr").ShouldBeNull();
        (await web.Db.Query<string>("select what from flows.clock c join procedures.dossier d on d.id::text = c.subject_id where d.number = @accepted order by c.at, c.what", new { accepted }))
            .ShouldBe(["start", "stop"]);
    }

    [Fact]
    public async Task Lookup_WrongDigits_SaysTheSameAsUnknownNumber()
    {
        var number = await (await web.Citizen()).Lodge();
        var anybody = web.Visitor();
        var right = await anybody.Get($"/tra-cuu?so={number.ToLowerInvariant()}&cuoi=0001");
        right.Text.ShouldContain("Mới đăng ký");
        right.Text.ShouldNotContain("Mẫu Đơn");
        var wrong = await anybody.Get($"/tra-cuu?so={number}&cuoi=0002");
        var unknown = await anybody.Get("/tra-cuu?so=H01.30307.MC-261120-9999&cuoi=0001");
        wrong.ErrorAt("so").ShouldNotBeNull().ShouldBe(unknown.ErrorAt("so"));
        wrong.Text.ShouldNotContain("Mới đăng ký");
        (await anybody.Get($"/tra-cuu?so={number}&cuoi=")).Text.ShouldNotContain("Mới đăng ký");
        (await anybody.Get($"/tra-cuu?so={number}")).Text.ShouldNotContain("Mới đăng ký");
        // The page is nobody's secret, but no shared cache may keep a person's answer.
        right.Answer.Headers.CacheControl!.ToString().ShouldContain("no-store");
    }

    [Fact]
    public async Task Rate_TwiceOrWithoutScore_CountsOnce()
    {
        var citizen = await web.Citizen();
        var officer = await web.Staff("motcua.longxuyen");
        var number = await citizen.Lodge();
        (await citizen.Get("/ho-so/" + number)).Document.QuerySelector("form[action*='handler=Rate']").ShouldBeNull();
        var desk = await officer.Get("/mot-cua/" + number);
        await officer.Post($"/mot-cua/{number}?handler=Refuse", [("Reason", "Hồ sơ không thuộc thẩm quyền"), ("__RequestVerificationToken", desk.Value("__RequestVerificationToken")!)], []);
        var page = await citizen.Get("/ho-so/" + number);
        (await citizen.Post(page, "form[action*='handler=Rate']")).ErrorAt("Score").ShouldNotBeNull();
        (await citizen.Post(page, "form[action*='handler=Rate']", ("Score", "4"), ("Comment", "Nhanh <b>"))).Status.ShouldBe(302);
        (await citizen.Post(page, "form[action*='handler=Rate']", ("Score", "1"))).Text.ShouldContain("tình trạng khác");
        (await citizen.Get("/ho-so/" + number)).Text.ShouldContain("Cảm ơn bạn đã đánh giá: Hài lòng");
        (await web.Db.One<int>("select score from procedures.rating")).ShouldBe(4);
        (await (await web.Staff("chutich.longxuyen")).Get("/dieu-hanh")).Text.ShouldContain("4");
    }
}
