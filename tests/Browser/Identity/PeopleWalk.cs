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
        findings.ShouldBeNone();
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
