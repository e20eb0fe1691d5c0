using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;

namespace Sen.Tests.Operations;

/// <summary>What the program writes of sign-ins: every outcome, nothing that it should not, and the rules of the pack on it.</summary>
public sealed class SignInDetectionTests(Web web) : IClassFixture<Web>
{
    private StaffSignInHandler SignIn => web.Services.GetRequiredService<StaffSignInHandler>();

    private async Task<string?> Try(string name, string password, string address) =>
        (await SignIn.Handle(new StaffSignIn(name, password, new Origin(address, "test")), default)).Problem?.Code;

    private Task<IReadOnlyList<string>> Lines(long after) => web.Db.Query<string>("select body from identity.v_sign_in_event where id > @after order by id", new { after });

    private Task<long> Last() => web.Db.One<long>("select coalesce(max(id), 0) from identity.v_sign_in_event");

    private async Task<string[]> Fired(long after) => Detecting.Fired("authentication", "sign-in", await Lines(after), web.Clock.GetUtcNow());

    [Fact]
    public async Task GuessedAccount_ThenSignedIn_FiresTheCriticalRule()
    {
        var from = await Last();
        for (var i = 0; i < 12; i++)
        {
            (await Try("chutich.longxuyen", "doan sai " + i, $"203.0.113.{i}")).ShouldBe("identity.wrong-password");
            web.Clock.Pass(TimeSpan.FromSeconds(20));
        }
        (await Fired(from)).ShouldBe(["sen_sign_in_failed", "sen_brute_force"], ignoreOrder: true);
        (await Try("chutich.longxuyen", web.Password("chutich.longxuyen"), "203.0.113.99")).ShouldBeNull();
        (await Fired(from)).ShouldBe(["sen_sign_in_failed", "sen_brute_force", "sen_sign_in_succeeded", "sen_guessed"], ignoreOrder: true);
    }

    [Fact]
    public async Task OnePasswordAtManyNames_AndNamesThatAreCode_FireTheirRulesWithoutTheNames()
    {
        var from = await Last();
        for (var i = 0; i < 12; i++)
            (await Try($"mật khẩu bí mật của tôi {i}", "Matkhau@123", "203.0.113.200")).ShouldBe("identity.wrong-password");
        (await Try("root", "x", "203.0.113.201")).ShouldBe("identity.wrong-password");
        (await Try("a' or '1'='1", "x", "203.0.113.202")).ShouldBe("identity.wrong-password");
        (await Fired(from)).ShouldBe(["sen_sign_in_failed", "sen_spraying", "sen_default_names", "sen_sign_in_injection"], ignoreOrder: true);
        // What was typed into the wrong box is not kept.
        var text = string.Join('\n', await Lines(from));
        text.ShouldNotContain("bí mật");
        text.ShouldNotContain("1'='1");
        text.ShouldNotContain("Matkhau");
    }

    [Fact]
    public async Task Throttled_IsOneEventAMinuteForAnAccountAndPlace()
    {
        var from = await Last();
        for (var i = 0; i < 30; i++)
            await Try("vanthu.myhoahung", "sai " + i, "203.0.113.210");
        Reasons(await Lines(from)).ShouldBe(["wrong-password", "wrong-password", "wrong-password", "wrong-password", "wrong-password", "too-many-tries"]);
        web.Clock.Pass(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 5; i++)
            await Try("vanthu.myhoahung", "sai " + i, "203.0.113.210");
        Reasons(await Lines(from)).Count(r => r == "too-many-tries").ShouldBe(2);
    }

    [Fact]
    public async Task StepUpRecoveryAndPasswordPage_WriteWhatHappened()
    {
        var from = await Last();
        var staff = await web.Staff("hotich.myhoahung");
        var form = await staff.Get("/xac-nhan?viec=Signing&tiep=%2Fviec");
        (await staff.Post(form, "form:has([name=Password])", ("Password", "sai"))).Status.ShouldBe(200);
        (await staff.Post(form, "form:has([name=Password])", ("Password", web.Password("hotich.myhoahung")))).Location.ShouldBe("/viec");
        var visitor = web.Visitor();
        await visitor.Post(await visitor.Get("/dang-nhap/khoi-phuc"), "form:has([name=First])", ("UserName", "hotich.myhoahung"), ("First", "AAAA"), ("Second", "BBBB"), ("New", "x"), ("Again", "x"));
        var events = (await Lines(from)).Select(l => JsonNode.Parse(l)!).ToArray();
        events.Select(e => $"{e["event"]!["action"]} {e["event"]!["outcome"]} {e["event"]!["reason"]} {e["sen"]!["factor"]}".Trim()).ShouldBe(
            ["sign-in success  password", "confirm failure wrong-password password", "confirm success  password", "recovery failure wrong-code recovery"]);
        events.ShouldAllBe(e => (string?)e["event"]!["dataset"] == "sen.sign-in" && (string?)e["source"]!["ip"] == "127.0.0.1");
        events.Take(3).ShouldAllBe(e => (string?)e["user"]!["name"] == "hotich.myhoahung" && (string?)e["actor"]!["kind"] == "Staff");
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("signature")]
    public async Task VNeIDAnswerThatLies_FiresTheRule(string what)
    {
        var from = await Last();
        web.VNeID.Person = new() { ["sub"] = "x", ["personal_id"] = "089190990001", ["name"] = "Nguyễn Thị Mẫu Đơn" };
        web.VNeID.ForeignKey = what == "signature";
        web.VNeID.Lie = token => _ = what switch
        {
            "nonce" => token.Claims["nonce"] = "another",
            "audience" => token.Audience = "another",
            "issuer" => token.Issuer = "https://another.example",
            _ => null,
        };
        try
        {
            var visitor = web.Visitor();
            var page = await visitor.Get("/dang-nhap/vneid");
            for (var hop = 0; hop < 2; hop++)
                page = await visitor.Get(page.Location!);
            page.Location.ShouldBe("/dang-nhap?loi=khong-thanh");
        }
        finally
        {
            (web.VNeID.Lie, web.VNeID.ForeignKey) = (null, false);
        }
        (await Fired(from)).ShouldBe(["sen_vneid_forged"]);
        Reasons(await Lines(from)).ShouldBe([what]);
    }

    [Fact]
    public async Task CitizenSignsIn_IsWrittenWithoutNameAndPersonalNumber()
    {
        var from = await Last();
        await web.Citizen(2);
        var line = (await Lines(from)).ShouldHaveSingleItem();
        (await Fired(from)).ShouldBeEmpty();
        JsonNode.Parse(line)!["user"]!["id"]!.GetValue<string>().ShouldBe("demo-citizen-2");
        var person = await web.Db.One<(string Name, string Number)>("select name, personal_id from identity.person where id = 'demo-citizen-2'");
        line.ShouldNotContain(person.Name);
        line.ShouldNotContain(person.Number);
    }

    private static string?[] Reasons(IEnumerable<string> lines) => [.. lines.Select(l => (string?)JsonNode.Parse(l)!["event"]!["reason"])];
}
