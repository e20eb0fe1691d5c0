using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Tests.Identity;

/// <summary>Two administrators let somebody back in; neither can take the account alone.</summary>
public sealed class RecoveryTests(Web web) : IClassFixture<Web>
{
    private const string Fresh = "vịt giời lội ngược kênh";

    [Fact]
    public async Task Recover_TwoAdministrators_PersonSetsNewPasswordAndOldSessionsEnd()
    {
        var lost = await web.Staff("motcua.longxuyen");
        var (first, second) = await Halves("motcua.longxuyen");
        var (anybody, page) = await Form();
        (await Use(anybody, page, "motcua.longxuyen", first, first)).ErrorAt("First").ShouldNotBeNull();
        (await Use(anybody, page, "motcua.longxuyen", first, second, "matkhau123456")).ErrorAt("New").ShouldNotBeNull();
        // The halves in whatever order, typed with or without the dash.
        (await Use(anybody, page, "motcua.longxuyen", second, first.Replace("-", "").ToLowerInvariant())).Text.ShouldContain("Đã khôi phục tài khoản");
        (await Use(anybody, page, "motcua.longxuyen", first, second)).ErrorAt("First").ShouldNotBeNull();
        (await lost.Get("/tai-khoan")).Status.ShouldBe(302);
        var form = await lost.Get("/dang-nhap/can-bo");
        (await lost.Post(form, "form:has([name=Password])", ("UserName", "motcua.longxuyen"), ("Password", web.Password("motcua.longxuyen")))).Status.ShouldBe(200);
        (await lost.Post(form, "form:has([name=Password])", ("UserName", "motcua.longxuyen"), ("Password", Fresh))).Status.ShouldBe(302);
        (await lost.Get("/hop-thu")).Text.ShouldContain("Yêu cầu khôi phục tài khoản của bạn đã được duyệt");
    }

    [Fact]
    public async Task Recover_SameAdministratorTwice_IsRefused()
    {
        var (admin, desk) = await Desk("quantri");
        var asked = await Ask(admin, desk, "chutich.longxuyen");
        asked.Document.QuerySelectorAll("form:has([name=id]) button").Select(b => b.TextContent.Trim()).ShouldNotContain(b => b.StartsWith("Duyệt", StringComparison.Ordinal));
        var id = asked.Document.QuerySelector("[name=id]").ShouldNotBeNull().GetAttribute("value")!;
        var token = asked.Value("__RequestVerificationToken")!;
        (await admin.Post("/khoi-phuc-tai-khoan?handler=Approve", [("id", id), ("__RequestVerificationToken", token)], [])).Text
            .ShouldContain("cần một quản trị viên thứ hai");
        (await Ask(admin, asked, "quantri")).Text.ShouldContain("Không ai được tự khôi phục");
        (await Ask(admin, asked, "khong.co.ai")).ErrorAt("UserName").ShouldNotBeNull();
    }

    [Fact]
    public async Task Recover_AfterADay_HoldsNoLonger()
    {
        var (first, second) = await Halves("giamdoc.sotuphap");
        web.Clock.Pass(TimeSpan.FromHours(25));
        var (anybody, page) = await Form();
        (await Use(anybody, page, "giamdoc.sotuphap", first, second)).ErrorAt("First").ShouldNotBeNull();
    }

    [Fact]
    public async Task Recover_ManyAdministratorsAtOnce_OneAsksAndOneApproves()
    {
        var recovery = web.Services.GetRequiredService<Recovery>();
        string[] staff = ["ag-1", "ag-2", "ag-3", "lx-1", "lx-2", "lx-3", "lx-4", "mh-1"];
        Actor Admin(int i) => new(ActorKind.Staff, "demo-staff-" + staff[i], "Quản trị " + i) { Grants = [new("account.recover", "H01", "administrator")], ConfirmedAt = web.Db.Now };
        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => recovery.Ask("vanthu.myhoahung", "Mất điện thoại, đã gặp trực tiếp", Admin(i), default)));
        var id = asked.Single(a => a.Ok).Value.Request;
        asked.Where(a => !a.Ok).ShouldAllBe(a => a.Problem!.Code == "identity.recover-open");
        var who = Array.FindIndex(asked, a => a.Ok);
        var approved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => recovery.Approve(id, Admin(i), default)));
        approved[who].Problem!.Code.ShouldBe("identity.recover-two");
        approved.Count(a => a.Ok).ShouldBe(1);
        approved.Where((a, i) => !a.Ok && i != who).ShouldAllBe(a => a.Problem!.Code == "identity.recover-gone");
        // Neither half alone opens anything, nor one half twice.
        var use = web.Services.GetRequiredService<UseRecoveryHandler>();
        var (first, second) = (asked[who].Value.Code, approved.Single(a => a.Ok).Value.Code);
        foreach (var (a, b) in new[] { (first, first), (second, second), (first, "AAAAAAAA") })
            (await use.Handle(new UseRecovery("vanthu.myhoahung", a, b, Fresh, Fresh, new Origin("192.0.2.50", "test")), default)).Problem!.Code.ShouldBe("identity.recover-wrong");
        (await use.Handle(new UseRecovery("vanthu.myhoahung", first, second, Fresh, Fresh, new Origin("192.0.2.50", "test")), default)).Ok.ShouldBeTrue();
    }

    private async Task<(string First, string Second)> Halves(string account)
    {
        var (one, desk) = await Desk("quantri");
        var first = Half(await Ask(one, desk, account));
        var (two, list) = await Desk("quantri.hai");
        var row = list.Document.QuerySelectorAll("tbody tr").First(r => r.TextContent.Contains(account));
        var form = row.QuerySelector("form")!;
        var answer = await two.Post("/khoi-phuc-tai-khoan?handler=Approve",
            form.QuerySelectorAll("input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!)), []);
        return (first, Half(answer));
    }

    private async Task<(Visitor, Sheet)> Desk(string account)
    {
        var admin = await web.Staff(account);
        (await admin.Get("/khoi-phuc-tai-khoan")).Location.ShouldNotBeNull().ShouldStartWith("/xac-nhan?viec=Security");
        await web.Confirm(admin, account);
        return (admin, await admin.Get("/khoi-phuc-tai-khoan"));
    }

    private static Task<Sheet> Ask(Visitor admin, Sheet desk, string account) =>
        admin.Post(desk, "form:has([name=Reason])", ("UserName", account), ("Reason", "Mất điện thoại, đã gặp trực tiếp"));

    private static string Half(Sheet page) => page.Document.QuerySelector("section strong.x-code").ShouldNotBeNull(page.Text).TextContent;

    private async Task<(Visitor, Sheet)> Form()
    {
        var visitor = web.Visitor();
        return (visitor, await visitor.Get("/dang-nhap/khoi-phuc"));
    }

    private static Task<Sheet> Use(Visitor visitor, Sheet page, string account, string first, string second, string password = Fresh) =>
        visitor.Post(page, "form:has([name=First])", ("UserName", account), ("First", first), ("Second", second), ("New", password), ("Again", password));
}
