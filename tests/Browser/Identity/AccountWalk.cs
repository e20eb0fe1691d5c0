using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Identity;

/// <summary>The pages of accounts, clients, data and representation, each looked at in three manners.</summary>
[Collection(InstallationCollection.Name)]
public sealed class AccountWalk(Installation house)
{
    private static readonly string[] OfStaff =
    [
        "/tai-khoan", "/tai-khoan/bao-mat", "/tai-khoan/bao-mat/ung-dung", "/tai-khoan/bao-mat/khoa", "/tai-khoan/mat-khau", "/hop-thu",
        "/du-lieu-cua-toi", "/du-lieu-cua-toi/ai-da-xem", "/du-lieu-cua-toi/yeu-cau", "/yeu-cau-du-lieu", "/he-thong-ket-noi",
    ];

    private static readonly string[] OfCitizens =
    [
        "/tai-khoan", "/hop-thu", "/dai-dien", "/dai-dien/uy-quyen", "/du-lieu-cua-toi", "/du-lieu-cua-toi/ai-da-xem", "/du-lieu-cua-toi/dong-y",
        "/du-lieu-cua-toi/yeu-cau", "/du-lieu-cua-toi/lien-he", "/nang-muc?muc=3", "/xac-nhan?viec=Security",
    ];

    [Theory]
    [InlineData("vi", true)]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Pages_OfStaff_HaveNoFinding(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        await me.Go("/dang-nhap/khoi-phuc", "recovery");
        await me.Press("identity.recover.go");
        await me.Look("recovery, empty");
        await new Official(me, house.Account("quantri")).SignIn();
        foreach (var path in OfStaff)
            await me.Go(path, path);
        await me.Go("/khoi-phuc-tai-khoan", "step-up");
        await me.Fill("Password", house.Account("quantri").Password);
        await me.Press("identity.confirm.go");
        await me.Look("recovery desk");
        await Client(me, $"{language}-{(script ? "co" : "khong")}");
        findings.ShouldBeNone();
    }

    [Theory]
    [InlineData("vi", false)]
    [InlineData("en", true)]
    [InlineData("ar", false)]
    public async Task Pages_OfCitizens_HaveNoFinding(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        await me.Page.GotoAsync(me.Manner.Prefix + "/dang-nhap/vneid?muc=2&tiep=" + Uri.EscapeDataString(me.Manner.Prefix + "/ho-so"));
        await me.Choose("citizen", "demo-citizen-2");
        await me.Choose("level", "2");
        await me.Leave(() => me.Page.Locator("button[type=submit]").First.ClickAsync());
        foreach (var path in OfCitizens)
            await me.Go(path, path);
        findings.ShouldBeNone();
    }

    private static async Task Client(Visitor me, string id)
    {
        await me.Go("/he-thong-ket-noi/moi", "new client");
        await me.Press("identity.clients.new-go");
        await me.Look("new client, empty");
        foreach (var (field, value) in new[] { ("Id", "thu-" + id), ("Name", "Hệ thống thử"), ("UnitCode", "H01.TP"), ("Purpose", "Thử nghiệm"), ("Contact", "0900 000 009") })
            await me.Fill(field, value);
        await me.Press("identity.clients.new-go");
        await me.Look("client without keys");
        await me.Press("identity.clients.add-key");
        await me.Look("client with its first key");
        await me.Go("/he-thong-ket-noi", "clients");
    }
}
