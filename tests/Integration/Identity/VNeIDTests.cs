using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Sen.Data;

namespace Sen.Tests.Identity;

public sealed class VNeIDTests(Province province) : IClassFixture<Province>, IDisposable
{
    private static Dictionary<string, object> Stranger => new()
    {
        ["sub"] = "stranger-7",
        ["personal_id"] = "089095990777",
        ["name"] = "Người Mới Đến",
        ["birthdate"] = "1995-05-05",
        ["gender"] = "male",
        ["email"] = "moi.den@example.vn",
    };

    [Theory]
    [InlineData("/dang-nhap/vneid?tiep=%2Ftai-khoan", "/tai-khoan", "Mức 2")]
    [InlineData("/en/dang-nhap/vneid?tiep=%2Fen%2Ftai-khoan&muc=3", "/en/tai-khoan", "Level 3")]
    public async Task SignIn_FirstTime_MakesThePersonAndComesBackInTheLanguage(string start, string back, string level)
    {
        province.VNeID.Person = Stranger;
        var browser = province.Browser();
        (await Through(browser, start)).ShouldBe(back);
        var page = (await Province.Page(await browser.GetAsync(back))).Body!.TextContent;
        page.ShouldContain("Người Mới Đến");
        page.ShouldContain("089095990777");
        page.ShouldContain(level);
        (await Count("089095990777")).ShouldBe(1);
    }

    [Fact]
    public async Task SignIn_KnownPersonalNumber_IsThatPerson()
    {
        province.VNeID.Person = Stranger;
        province.VNeID.Person["personal_id"] = "089190990001"; // a citizen of the pack
        province.VNeID.Person["sub"] = "demo-citizen-1";
        await Through(province.Browser(), "/dang-nhap/vneid");
        (await Count("089190990001")).ShouldBe(1);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/dang-nhap")]
    public async Task SignIn_ReturnElsewhere_GoesHome(string elsewhere)
    {
        province.VNeID.Person = Stranger;
        (await Through(province.Browser(), "/dang-nhap/vneid?tiep=" + Uri.EscapeDataString(elsewhere))).ShouldBe("/");
    }

    public static TheoryData<string> Lies => ["nonce", "audience", "issuer", "expired", "key", "no-number"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task SignIn_TokenThatLies_IsRefused(string lie)
    {
        province.VNeID.Person = Stranger;
        province.VNeID.ForeignKey = lie == "key";
        province.VNeID.Lie = token => Falsify(token, lie);
        var browser = province.Browser();
        (await Through(browser, "/dang-nhap/vneid")).ShouldBe("/dang-nhap?loi=khong-thanh");
        (await browser.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Return_InAnotherBrowser_IsRefused()
    {
        province.VNeID.Person = Stranger;
        var toProvider = (await province.Browser().GetAsync("/dang-nhap/vneid")).Headers.Location!;
        using var outside = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var back = (await outside.GetAsync(toProvider)).Headers.Location!;
        (await province.Browser().GetAsync(back)).Headers.Location!.OriginalString.ShouldBe("/dang-nhap?loi=khong-thanh");
    }

    public void Dispose() => (province.VNeID.Lie, province.VNeID.ForeignKey) = (null, false);

    private static void Falsify(SecurityTokenDescriptor token, string lie)
    {
        switch (lie)
        {
            case "nonce": token.Claims["nonce"] = "another"; break;
            case "audience": token.Audience = "another"; break;
            case "issuer": token.Issuer = "https://another.example"; break;
            case "expired": (token.NotBefore, token.IssuedAt, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1)); break;
            case "no-number": token.Claims.Remove("personal_id"); break;
        }
    }

    /// <summary>To the provider and back; where the program sends the browser in the end.</summary>
    private static async Task<string> Through(HttpClient browser, string start)
    {
        var answer = await browser.GetAsync(start);
        for (var hop = 0; hop < 2; hop++)
            answer = await browser.GetAsync(answer.Headers.Location);
        return answer.Headers.Location!.OriginalString;
    }

    private Task<int> Count(string personalId) => province.Services.GetRequiredService<Database>()
        .One<int>("select count(*)::int from identity.person where personal_id = @personalId and vneid_subject is not null", new { personalId });
}
