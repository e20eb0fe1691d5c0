using System.Text;

namespace Sen.Tests.Procedures;

/// <summary>A citizen fills, attaches, checks and lodges, and what goes wrong on the way.</summary>
public sealed class SubmitTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Post_WholeForm_GivesANumberOfTheOfficeAndDay()
    {
        var citizen = await web.Citizen();
        var number = await citizen.Lodge();
        number.ShouldMatch($"^{Web.LongXuyen}-261120-[0-9]{{4}}$");
        var page = await citizen.Get($"/ho-so/{number}?moi=1");
        page.Text.ShouldContain("Đã nộp hồ sơ");
        page.Text.ShouldContain("16.000");
        page.Text.ShouldContain("Mới đăng ký");
    }

    [Fact]
    public async Task Post_WrongAnswers_AreSaidBesideTheirFieldsAndKept()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        var page = await citizen.Post(await citizen.Get(draft + "/request"), Journey.Form, ("record", "other"), ("copies", "99"));
        page.Status.ShouldBe(200);
        page.ErrorAt("copies").ShouldNotBeNull().ShouldContain("từ 1 đến 20");
        page.ErrorAt("otherRecord").ShouldNotBeNull();
        page.ErrorAt("record").ShouldBeNull();
        page.Value("copies").ShouldBe("99");
        page.Value("record").ShouldBe("other");
        // Kept on the server, too, and never lodged as it is.
        (await citizen.Get(draft + "/request")).Value("copies").ShouldBe("99");
        (await citizen.Get(draft + "/kiem-tra")).Location.ShouldBe(draft + "/request");

        page = await citizen.Post(await citizen.Get(draft + "/person"), Journey.Form, ("recordBirth", "31/02/1990"), ("recordPersonalId", "12"));
        page.ErrorAt("recordBirth").ShouldNotBeNull().ShouldContain("ngày/tháng/năm");
        page.ErrorAt("recordPersonalId").ShouldNotBeNull();
        page.Value("recordBirth").ShouldBe("31/02/1990");
        page.Document.QuerySelectorAll("main [role=alert] a, main .ds-error-summary a, main .x-errors a").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Post_AuthorisedWithoutItsPaper_IsSentBackToThePaper()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft("authorised");
        var page = await citizen.Post(await citizen.Get(draft + "/giay-to"), "#papers", ("act", "continue"));
        page.ErrorAt("authorisation").ShouldNotBeNull().ShouldContain("Văn bản ủy quyền");
        // Past the page of papers the rule holds just as well.
        page = await citizen.Submit(draft);
        page.Status.ShouldBe(200);
        page.Text.ShouldContain("Cần tải lên: Văn bản ủy quyền");

        page = await citizen.Upload(await citizen.Get(draft + "/giay-to"), "#papers", [new("authorisation", "uy-quyen.pdf", Journey.Paper)], ("act", "continue"));
        page.Location.ShouldBe(draft + "/kiem-tra");
        (await citizen.Submit(draft)).Location.ShouldNotBeNull().ShouldStartWith("/ho-so/");
    }

    [Fact]
    public async Task Post_FeeThatTheRuleDoesNotGive_IsNotFreeOfCharge()
    {
        await web.AsOwner($$"""
            insert into procedures.procedure (code, version, body, name, field, search, valid_from, valid_to)
            select code, 99, jsonb_set(jsonb_set(body, '{fee,feel}', '"if copies > 5 then copies * 8000 else null"'), '{version}', '99'), name, field, search, valid_from, valid_to
            from procedures.procedure where code = '{{Web.Copy}}' and version < 99 order by version desc limit 1
            """);
        try
        {
            var citizen = await web.Citizen();
            var draft = await citizen.Draft(copies: 2);
            (await citizen.Get(draft + "/kiem-tra")).Text.ShouldContain("Chưa tính được");
            var page = await citizen.Submit(draft);
            page.Location.ShouldBeNull();
            page.Text.ShouldContain($"Chưa tính được phí của thủ tục {Web.Copy}");
            // Nothing is lost: with other answers the rule has a fee, and the same draft is lodged.
            (await citizen.Post(await citizen.Get(draft + "/request"), Journey.Form, ("copies", "6"))).Status.ShouldBe(302);
            (await citizen.Submit(draft)).Location.ShouldNotBeNull().ShouldStartWith("/ho-so/");
        }
        finally
        {
            await web.AsOwner("update procedures.procedure set valid_to = '2025-01-01', valid_from = '2025-01-01' where version = 99");
        }
    }

    [Fact]
    public async Task Post_StaleTab_IsRefusedAndOverwritesNothing()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        var (first, second) = (await citizen.Get(draft + "/request"), await citizen.Get(draft + "/request"));
        (await citizen.Post(first, Journey.Form, ("copies", "3"))).Status.ShouldBe(302);
        var stale = await citizen.Post(second, Journey.Form, ("copies", "9"));
        stale.Status.ShouldBe(409);
        (await citizen.Get(draft + "/request")).Value("copies").ShouldBe("3");
    }

    [Fact]
    public async Task Post_SubmitTwice_LodgesOneDossier()
    {
        var citizen = await web.Citizen(4);
        var draft = await citizen.Draft();
        var page = await citizen.Get(draft + "/kiem-tra");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => citizen.Post(page, Journey.Form, ("Confirmed", "true"))));
        answers.Count(a => a.Location?.StartsWith("/ho-so/", StringComparison.Ordinal) == true).ShouldBe(1);
        answers.ShouldAllBe(a => a.Status < 500);
        (await web.Db.One<long>("select count(*) from procedures.dossier where person_id = 'demo-citizen-4'")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_NotConfirmed_IsAskedFor()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        var page = await citizen.Post(await citizen.Get(draft + "/kiem-tra"), Journey.Form);
        page.ErrorAt("Confirmed").ShouldNotBeNull();
    }

    [Fact]
    public async Task Post_SignedInTooLow_IsRefusedWithTheWayUp()
    {
        var citizen = await web.Citizen(1, level: 1);
        var page = await citizen.Get("/nop-ho-so/" + Web.Copy);
        page.Document.QuerySelector("a[href*='/dang-nhap/vneid?muc=2']").ShouldNotBeNull();
        page = await citizen.Post(page, Journey.Form, ("Office", Web.LongXuyen));
        page.Status.ShouldBe(200);
        page.Text.ShouldContain("mức độ xác thực từ 2");
    }

    [Fact]
    public async Task Post_OfficeThatDoesNotOfferIt_IsRefused()
    {
        var citizen = await web.Citizen();
        var page = await citizen.Post(await citizen.Get("/nop-ho-so/" + Web.Copy), Journey.Form, ("Office", "H01.TP"));
        page.ErrorAt("Office").ShouldNotBeNull();
    }

    [Fact]
    public async Task Post_AnotherCitizensDraft_IsNotFound()
    {
        var (owner, stranger) = (await web.Citizen(1), await web.Citizen(2));
        var draft = await owner.Draft();
        foreach (var page in new[] { "/request", "/giay-to", "/kiem-tra" })
            (await stranger.Get(draft + page)).Status.ShouldBe(404);
        // With a token of the stranger's own, as an attacker would.
        var token = (await stranger.Get("/nop-ho-so/" + Web.Copy)).Value("__RequestVerificationToken")!;
        foreach (var (page, value) in new[] { ("/request", ("copies", "1")), ("/giay-to", ("act", "upload")), ("/kiem-tra", ("Confirmed", "true")) })
            (await stranger.Post(draft + page, [value, ("__RequestVerificationToken", token)], [])).Status.ShouldBe(404);
        (await stranger.Post("/ho-so?handler=Discard", [("id", draft.Split('/')[3]), ("__RequestVerificationToken", token)], [])).Status.ShouldBe(302);
        (await owner.Get(draft + "/request")).Value("copies").ShouldBe("2");
    }

    [Fact]
    public async Task Post_WithoutAntiforgery_IsRefused()
    {
        var citizen = await web.Citizen();
        (await citizen.Post("/nop-ho-so/" + Web.Copy, [("Office", Web.LongXuyen)], [])).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("giay.pdf", "MZ not a paper", "PDF")]
    [InlineData("giay.png", "%PDF-1.4 named as a picture", null)]
    [InlineData("rong.pdf", "", null)]
    public async Task Post_File_IsJudgedByItsContent(string name, string content, string? says)
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        var page = await citizen.Upload(await citizen.Get(draft + "/giay-to"), "#papers",
            [new("support", name, Encoding.ASCII.GetBytes(content))], ("act", "upload"));
        if (says is null)
            page.Status.ShouldBe(302);
        else
            page.ErrorAt("support").ShouldNotBeNull().ShouldContain(says);
        (await web.Db.One<long>("select count(*) from procedures.draft_paper where draft_id = @id", new { id = Guid.Parse(draft.Split('/')[3]) }))
            .ShouldBe(says is null && content.Length > 0 ? 1 : 0);
    }

    [Fact]
    public async Task Post_FileTooLarge_IsRefusedAtItsFieldAndTheOtherKept()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        var large = new byte[21 << 20];
        Journey.Paper.CopyTo(large, 0);
        var page = await citizen.Upload(await citizen.Get(draft + "/giay-to"), "#papers",
            [new("authorisation", "nho.pdf", Journey.Paper), new("support", "to.pdf", large)], ("act", "continue"));
        page.ErrorAt("support").ShouldNotBeNull().ShouldContain("20");
        page.ErrorAt("authorisation").ShouldBeNull();
        page.Text.ShouldContain("nho.pdf");
    }

    [Fact]
    public async Task Post_TwentyAtOnce_NumbersAreUniqueAndConsecutive()
    {
        var office = "H01.30301.MC";
        var citizen = await web.Citizen(2);
        var drafts = new List<Sheet>();
        for (var i = 0; i < 20; i++)
            drafts.Add(await citizen.Get(await citizen.Draft(office: office) + "/kiem-tra"));
        var answers = await Task.WhenAll(drafts.Select(page => citizen.Post(page, Journey.Form, ("Confirmed", "true"))));
        answers.Select(a => a.Location.ShouldNotBeNull(a.Text).Split('/', '?')[2]).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(1, 20).Select(n => $"{office}-261120-{n:0000}"));
    }

    [Fact]
    public async Task Post_Submitted_LeavesEvidenceAndTellsNeighbours()
    {
        var number = await (await web.Citizen(3)).Lodge("H01.30316.MC");
        var id = await web.Db.One<Guid>("select id from procedures.dossier where number = @number", new { number });
        (await web.Db.One<string>("select act from data.v_ledger where subject_kind = 'dossier' and subject_id = @id", new { id = id.ToString() })).ShouldBe("dossier.submit");
        (await web.Db.One<string>("select name from data.event where body ->> 'dossier' = @id", new { id = id.ToString() })).ShouldBe("procedures.dossier-submitted");
        var mine = await (await web.Citizen(3)).Get("/ho-so");
        mine.Document.QuerySelector($"a[href='/ho-so/{number}']").ShouldNotBeNull();
    }
}
