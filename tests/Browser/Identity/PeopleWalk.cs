using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;
using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Identity;

/// <summary>The pages of units, people, days and rights, each opened by the administrator in two manners, and what a page says when a form is sent empty.</summary>
[Collection(InstallationCollection.Name)]
public sealed class PeopleWalk(Installation house)
{
    private const string Someone = "/nhan-su/demo-staff-lx-3", Unit = "/danh-ba/H01.30307.UB";

    private static readonly string[] Pages =
    [
        "/danh-ba", "/danh-ba?q=long+xuyen", Unit, Unit + "/sua", Unit + "/them", Unit + "/lien-he", Unit + "/gio-lam-viec", Unit + "/ma",
        "/danh-ba/sap-xep-don-vi", "/danh-ba/sap-xep-don-vi/moi", "/ngay-nghi", "/nhan-su", "/nhan-su?q=khong+co+ai", "/nhan-su/them", "/nhan-su/nhap",
        Someone, Someone + "/vai-tro", Someone + "/dieu-chuyen", Someone + "/uy-quyen", Someone + "/vang-mat", Someone + "/lich-su", "/quyen",
    ];

    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Pages_OfUnitsAndPeople_HaveNoFinding(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        var account = house.Account("quantri");
        await new Official(me, account).SignIn();
        await me.Page.GotoAsync($"{me.Manner.Prefix}/xac-nhan?viec=Security&tiep={Uri.EscapeDataString(me.Manner.Prefix + "/danh-ba")}");
        await me.Fill("Password", account.Password);
        await me.Press("identity.confirm.go");
        foreach (var path in Pages)
        {
            await me.Go(path, path);
            new Uri(me.Page.Url).PathAndQuery.ShouldBe(me.Manner.Prefix + path);
            (await me.Page.Locator("main h1").CountAsync()).ShouldBe(1, path);
        }
        await Empty(me, "/nhan-su/them");
        await Empty(me, Someone + "/dieu-chuyen");
        await Empty(me, Someone + "/vang-mat");
        await Empty(me, Unit + "/them");
        await Split(me);
        findings.ShouldBeNone();
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Task_InAColleaguesHands_IsTakenOverWithAReason(string language, bool script)
    {
        var task = await HeldByAnother();
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        await new Official(me, house.Account("hotich.longxuyen")).SignIn();
        await me.Go("/viec", "worklist with a task of a colleague");
        await me.ShouldSee("Bùi Thị Điên Điển");
        await me.Go($"/viec/{task}/nhan", "take a task over");
        await me.Press("flows.take.over-go");
        await me.Look("take a task over, without a reason");
        (await me.Page.Locator("main [aria-invalid=true]").CountAsync()).ShouldBe(1);
        await me.Fill("Reason", "Đồng nghiệp đi vắng");
        await me.Press("flows.take.over-go");
        await me.ShouldSeeKey("flows.take.mine");
        await me.Go($"/viec/{task}/nhan", "put a task back");
        await me.Press("flows.take.put-back-go");
        findings.ShouldBeNone();
    }

    /// <summary>A task at the ward that the clerk has taken.</summary>
    private async Task<Guid> HeldByAnother()
    {
        var db = house.Services.GetRequiredService<Database>();
        var subject = new Ref("dossier", Guid.NewGuid().ToString());
        await using var work = await db.Begin(Actor.Part("test"), default);
        await house.Services.GetRequiredService<Processes>().Start(work, await db.One<string>("select process from (select body ->> 'process' as process from procedures.procedure) p where process is not null limit 1"),
            subject, "Hồ sơ thử nhận việc", "H01/H01.30307/H01.30307.UB/H01.30307.MC", null, [], default);
        work.Add("update flows.task set assignee = 'demo-staff-lx-4', taken_at = @Now where instance_id in (select id from flows.instance where subject_id = @Id)", new { work.Now, subject.Id });
        work.Audit("test.start", subject);
        await work.Commit();
        return await db.One<Guid>("select t.id from flows.task t join flows.instance i on i.id = t.instance_id where i.subject_id = @Id", new { subject.Id });
    }

    /// <summary>A split as far as its preview, with what can be given to each follower.</summary>
    private static async Task Split(Visitor me)
    {
        await me.Page.GotoAsync(me.Manner.Prefix + "/danh-ba/sap-xep-don-vi/moi?tu=H01.30307");
        await me.Choose("Kind", "Split");
        foreach (var (field, value) in new[] { ("ToCode", "H01.30971"), ("ToName", "Phường Long Xuyên Đông"), ("More", "H01.30972 | Phường Long Xuyên Tây"), ("On", "01/03/2030"), ("Decision", "Nghị quyết") })
            await me.Fill(field, value);
        await me.Press("directory.succession.preview");
        await me.Look("split, shared out");
        (await me.Page.Locator("select[name^=ShareTo]").CountAsync()).ShouldBeGreaterThan(3);
        await me.Fill("Apart", "khong co | H01.30972");
        await me.Press("directory.succession.make");
        await me.Look("split, a line that is wrong");
        (await me.Page.Locator("main [aria-invalid=true]").CountAsync()).ShouldBe(1);
    }

    /// <summary>What is missing is said beside its field.</summary>
    private static async Task Empty(Visitor me, string path)
    {
        await me.Page.GotoAsync(me.Manner.Prefix + path);
        await me.Leave(() => me.Page.Locator("main form[method=post] button[type=submit]").Last.ClickAsync());
        await me.Look(path + ", sent empty");
        (await me.Page.Locator("main [aria-invalid=true]").CountAsync()).ShouldBeGreaterThan(0, path);
    }
}
