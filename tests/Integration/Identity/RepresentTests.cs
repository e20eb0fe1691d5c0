using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Kernel;
using Sen.Tests.Procedures;

namespace Sen.Tests.Identity;

/// <summary>Acting for an enterprise, a child, another person; and who may ask about it.</summary>
public sealed class RepresentTests(Web web) : IClassFixture<Web>
{
    private const string Choose = "form:has([name=who])", Give = "form:has([name=AgentNumber])";

    private Task<IReadOnlyList<Principal>> Principals(int citizen) => web.Services.GetRequiredService<Representation>().Of($"demo-citizen-{citizen}", default);

    [Fact]
    public async Task Choose_EnterpriseAndChild_AreSaidOnEachPageAndInTheLedger()
    {
        var citizen = await web.Citizen(2);
        var page = await citizen.Get("/dai-dien");
        page.Text.ShouldContain("Hợp tác xã Sen Mẫu (trình diễn)");
        page.Text.ShouldContain("Trần Minh Búp Sen");
        var enterprise = (await Principals(2)).Single(p => p.Kind == "enterprise");
        (await citizen.Post(page, Choose, ("who", enterprise.Who.ToString()))).Status.ShouldBe(302);
        page = await citizen.Get("/ho-so");
        page.Document.QuerySelector(".x-who")!.TextContent.ShouldContain("Hợp tác xã Sen Mẫu");
        // What is done now says for whom.
        (await citizen.Post(await citizen.Get("/dai-dien"), Choose, ("who", "person:demo-child-1"))).Status.ShouldBe(302);
        (await web.Db.One<string>("""
            select b.body::jsonb #>> '{actor,onBehalfOf}' from data.ledger l join data.ledger_body b on b.ledger_id = l.id
            where l.act = 'session.act-for' and l.actor_id = 'demo-citizen-2' order by l.id desc limit 1
            """)).ShouldBe(enterprise.Who.ToString());
        (await citizen.Post(await citizen.Get("/dai-dien"), Choose, ("who", ""))).Status.ShouldBe(302);
        (await citizen.Get("/ho-so")).Document.QuerySelector(".x-who")!.TextContent.ShouldNotContain("Búp Sen");
    }

    [Theory]
    [InlineData("enterprise:khong-co")]
    [InlineData("person:demo-child-1")]
    [InlineData("person:demo-citizen-2")]
    public async Task Choose_WhomOneMayNotActFor_IsRefused(string who)
    {
        var citizen = await web.Citizen(1);
        var page = await citizen.Post(await citizen.Get("/dai-dien"), Choose, ("who", who));
        page.Status.ShouldBe(200);
        page.Text.ShouldContain("không còn được thay mặt");
    }

    [Fact]
    public async Task Child_OfAge_IsNoLongerActedFor()
    {
        (await Principals(2)).ShouldContain(p => p.Basis == RepresentBasis.Guardian && p.Until == new DateOnly(2037, 9, 4));
        web.Clock.Set(new DateTimeOffset(2037, 9, 5, 1, 0, 0, TimeSpan.Zero));
        try
        {
            (await Principals(2)).ShouldNotContain(p => p.Basis == RepresentBasis.Guardian);
        }
        finally
        {
            web.Clock.Set(Web.Morning);
        }
    }

    [Fact]
    public async Task Give_ForOneProcedure_HoldsForItUntilRevoked()
    {
        var grantor = await web.Citizen(2);
        var form = await grantor.Get("/dai-dien/uy-quyen");
        var enterprise = (await Principals(2)).Single(p => p.Kind == "enterprise");
        (await grantor.Post(form, Give, ("Grantor", enterprise.Who.ToString()), ("AgentNumber", "089190990001"), ("AgentName", "Người Khác"), ("Until", "31/12/2099")))
            .ErrorAt("AgentName").ShouldNotBeNull();
        var done = await grantor.Post(form, Give, ("Grantor", enterprise.Who.ToString()), ("AgentNumber", "089190990001"), ("AgentName", "nguyen thi mau don"), ("Scope", "2.000635"));
        done.Location.ShouldBe("/dai-dien", done.Text);

        var agent = await web.Citizen(1);
        (await agent.Get("/hop-thu")).Text.ShouldContain("Hợp tác xã Sen Mẫu (trình diễn) ủy quyền cho bạn");
        (await agent.Post(await agent.Get("/dai-dien"), Choose, ("who", enterprise.Who.ToString()))).Status.ShouldBe(302);
        var representation = web.Services.GetRequiredService<Representation>();
        var actor = new Actor(ActorKind.Citizen, "demo-citizen-1", "Nguyễn Thị Mẫu Đơn") { OnBehalfOf = enterprise.Who, OnBehalfOfName = enterprise.Name };
        (await representation.Refuse(actor, "2.000635", default)).ShouldBeNull();
        (await representation.Refuse(actor, "1.001193", default))!.Code.ShouldBe("identity.not-for-procedure");
        // An agent hands nothing on.
        (await agent.Get("/dai-dien/uy-quyen")).Document.QuerySelectorAll("[name=Grantor]").Length.ShouldBe(1);

        var list = await grantor.Get("/dai-dien");
        (await grantor.Post(list, "form[action*=Revoke]", ("id", list.Document.QuerySelector("button[name=id]")!.GetAttribute("value")))).Status.ShouldBe(302);
        (await representation.Refuse(actor, "2.000635", default))!.Code.ShouldBe("identity.no-longer-for");
        await Task.Delay(TimeSpan.FromSeconds(5.2)); // what a copy of the program remembers of a session
        (await agent.Get("/ho-so")).Document.QuerySelector(".x-who")!.TextContent.ShouldNotContain("Hợp tác xã");
    }

    [Fact]
    public async Task Lodge_ForAnother_IsTiedToThemAndRefusedBeyondTheAuthority()
    {
        await web.AsOwner("""
            insert into identity.authority (id, grantor_kind, grantor_id, agent_id, scope, from_on, to_on, made_by, made_at)
            values (gen_random_uuid(), 'person', 'demo-citizen-4', 'demo-citizen-3', '{2.000635}', '2026-01-01', '2027-01-01', 'test', now())
            """);
        var agent = await web.Citizen(3);
        (await agent.Post(await agent.Get("/dai-dien"), Choose, ("who", "person:demo-citizen-4"))).Status.ShouldBe(302);
        var number = await agent.Lodge();
        (await web.Db.One<string>("""
            select l.to_kind || ':' || l.to_id from data.link l join procedures.dossier d on d.id::text = l.from_id
            where d.number = @number and l.kind = 'on-behalf-of'
            """, new { number })).ShouldBe("person:demo-citizen-4");
        await SaysWhoActsForWhom(agent, number);
        var draft = await agent.Draft();
        (await agent.Get(draft + "/kiem-tra")).Text.ShouldContain("Thay mặt cho");
        await web.AsOwner("update identity.authority set scope = '{1.001193}' where grantor_id = 'demo-citizen-4'");
        (await agent.Submit(draft)).Text.ShouldContain("không gồm thủ tục 2.000635");

        // Without the authority nothing more is done in the other's name.
        var page = await agent.Get("/ho-so/" + number);
        (await agent.Post(page, "form[action*='handler=Withdraw']")).Text.ShouldContain("không gồm thủ tục 2.000635");

        // One from before the name stood in the row gets it from the link, and the same rule.
        await web.AsOwner($"update procedures.dossier set on_behalf_of = null, on_behalf_name = null, on_behalf_basis = null where number = '{number}'");
        (await agent.Get("/ho-so/" + number)).Text.ShouldNotContain("Thay mặt cho");
        await web.AsOwner(await File.ReadAllTextAsync(Path.Combine(Web.Repository, "src", "Procedures", "migrations", "0006_on_behalf_before.sql")));
        page = await agent.Get("/ho-so/" + number);
        page.Text.ShouldContain("Châu Văn Thử Nghiệm");
        page.Text.ShouldContain("tư cách đại diện không ghi khi nộp");
        (await agent.Post(page, "form[action*='handler=Withdraw']")).Text.ShouldContain("không gồm thủ tục 2.000635");

        // The official who opens it leaves a trace for the one who lodged it, and for the one it is for.
        var looks = await agent.Get("/du-lieu-cua-toi/ai-da-xem");
        looks.Text.ShouldContain("Võ Thị Sen Hồng");
        looks.Text.ShouldContain("Giải quyết hồ sơ");
        (await agent.Get("/du-lieu-cua-toi")).Text.ShouldContain(number);
        var principal = await web.Citizen(4);
        (await principal.Get("/du-lieu-cua-toi/ai-da-xem")).Text.ShouldContain("Võ Thị Sen Hồng");
        (await principal.Get("/du-lieu-cua-toi")).Text.ShouldContain("Hồ sơ do người khác nộp thay bạn");
        (await principal.Get("/hop-thu")).Text.ShouldContain("đã nộp hồ sơ thay bạn");
    }

    /// <summary>The applicant's page and list, the desk's page, list and search, the worklist, the notice and the printed receipt.</summary>
    private async Task SaysWhoActsForWhom(Visitor agent, string number)
    {
        var names = await web.Db.One<(string Agent, string Principal)>("select (select name from identity.person where id = 'demo-citizen-3'), (select name from identity.person where id = 'demo-citizen-4')");
        var officer = await web.Staff("motcua.longxuyen");
        var pages = new List<(string What, string Text)>
        {
            ("applicant's page", (await agent.Get("/ho-so/" + number)).Text),
            ("desk's page", (await officer.Get("/mot-cua/" + number)).Text),
            ("desk's list, found by the one it is for", (await officer.Get("/mot-cua?q=" + Uri.EscapeDataString(Unaccented(names.Principal)))).Document.QuerySelector("tbody tr")!.TextContent),
        };
        (await officer.Accept(number)).Status.ShouldBe(302);
        pages.Add(("worklist", (await (await web.Staff("hotich.longxuyen")).Get("/viec?q=" + number)).Document.QuerySelector("tbody tr")!.TextContent));
        var id = await web.Db.One<Guid>("select id from procedures.dossier where number = @number", new { number });
        Guid? receipt = null;
        await web.Eventually("the receipt is printed", async () => (receipt = await web.Db.One<Guid?>("select receipt_file from procedures.dossier where id = @id", new { id })) is not null);
        pages.Add(("receipt", await PdfText.Of(await agent.Download($"/ho-so/{number}/tep/{receipt}"))));
        foreach (var (what, text) in pages)
        {
            text.ShouldContain(names.Agent, customMessage: what);
            text.ShouldContain(names.Principal, customMessage: what);
        }
        (await agent.Get("/ho-so")).Document.QuerySelector("tbody")!.TextContent.ShouldContain(names.Principal);
        (await agent.Get("/hop-thu")).Text.ShouldContain($"Hồ sơ {number} ({names.Principal}) được tiếp nhận");
    }

    private static string Unaccented(string name) => string.Concat(name.Normalize(System.Text.NormalizationForm.FormD)
        .Where(c => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)).Replace('đ', 'd').Replace('Đ', 'D');

    [Fact]
    public async Task Record_AtTheDesk_MakesRepresentativeAndAuthorityFromPapers()
    {
        var desk = await web.Staff("motcua.longxuyen");
        var page = await desk.Get("/ghi-nhan-dai-dien");
        (await desk.Post(page, "form:has([name=Certificate])", ("Code", "12"), ("Name", "X"), ("RepresentativeNumber", "000000000000"), ("Certificate", ""))).ErrorAt("RepresentativeNumber").ShouldNotBeNull();
        (await desk.Post(page, "form:has([name=Certificate])", ("Code", "0000000025"), ("Name", "Công ty Phù Sa (trình diễn)"), ("RepresentativeNumber", "091301990003"), ("Certificate", "Số 25, ngày 01/10/2026, Sở Tài chính")))
            .Text.ShouldContain("Đã ghi nhận");
        (await Principals(3)).ShouldContain(p => p.Code == "0000000025" && p.Basis == RepresentBasis.Representative);
        (await desk.Post(page, "form:has([name=Grantor])", ("Grantor", "0000000025"), ("AgentNumber", "089078990004"), ("AgentName", "Châu Văn Thử Nghiệm"), ("Paper", "Số 7, ngày 02/10/2026, Văn phòng công chứng")))
            .Text.ShouldContain("Đã ghi nhận");
        (await Principals(4)).ShouldContain(p => p.Code == "0000000025" && p.Basis == RepresentBasis.Authority && p.Until == new DateOnly(2027, 11, 20));
    }

    [Fact]
    public async Task VNeID_AccountOfAnOrganisation_ActsForIt()
    {
        web.VNeID.Person = new()
        {
            ["sub"] = "org-1",
            ["personal_id"] = "089095990778",
            ["name"] = "Giám Đốc Thử",
            ["organization_code"] = "0000000033",
            ["organization_name"] = "Công ty Bông Súng (trình diễn)",
        };
        var visitor = web.Visitor();
        var page = await visitor.Get("/dang-nhap/vneid?muc=2&tiep=%2Fho-so");
        for (var hop = 0; hop < 2; hop++)
            page = await visitor.Get(page.Location!);
        (await visitor.Get("/ho-so")).Document.QuerySelector(".x-who")!.TextContent.ShouldContain("Công ty Bông Súng");
    }

    [Fact]
    public async Task Api_WhoMayActForWhom_AnswersSystemsWithTheScope()
    {
        await web.AsOwner("""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by)
              values ('hoi', 'Hỏi', 'Thử', 'Thử', 'H01', '{authority.read}', 100, now(), 'test'), ('khong', 'Không', 'Thử', 'Thử', 'H01', '{}', 100, now(), 'test');
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at)
              values ('AAAAAAAAAAAA', 'hoi', 'key', sha256(repeat('a', 44)::bytea), '', now(), 'test', '2030-01-01'),
                     ('BBBBBBBBBBBB', 'khong', 'key', sha256(repeat('a', 44)::bytea), '', now(), 'test', '2030-01-01');
            """);
        const string path = "/api/quyen-dai-dien?nguoi=089085990002&thay=0000000017&thu-tuc=2.000635";
        (await Ask("AAAAAAAAAAAA", path)).ShouldBe((200, """{"may":true,"basis":"representative","until":null}"""));
        (await Ask("AAAAAAAAAAAA", path.Replace("089085990002", "089190990001"))).Text.ShouldStartWith("""{"may":false""");
        // The person sees who asked.
        (await (await web.Citizen(2)).Get("/du-lieu-cua-toi/ai-da-xem")).Text.ShouldContain("Hệ thống khác hỏi quyền đại diện");
        var refused = await Ask("BBBBBBBBBBBB", path);
        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("authority.read");
    }

    private async Task<(int Status, string Text)> Ask(string key, string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"sen_{key}_{new string('a', 44)}");
        var answer = await http.GetAsync(web.Address + path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
