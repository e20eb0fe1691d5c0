using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;

namespace Sen.Tests.Identity;

public sealed class StaffSignInTests(Province province) : IClassFixture<Province>
{
    [Fact]
    public async Task Post_GoodPassword_OpensThePageAskedFor()
    {
        var browser = province.Browser();
        var asked = await browser.GetAsync("/en/tai-khoan");
        asked.Headers.Location!.OriginalString.ShouldBe("/en/dang-nhap?tiep=%2Fen%2Ftai-khoan");
        var answer = await Province.SignIn(browser, "chutich.longxuyen", await province.Password("chutich.longxuyen"), "?tiep=%2Fen%2Ftai-khoan");
        answer.Headers.Location!.OriginalString.ShouldBe("/en/tai-khoan");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("sen=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/;");
        var page = (await Province.Page(await browser.GetAsync("/en/tai-khoan"))).Body!.TextContent;
        page.ShouldContain("Leader who signs");
        page.ShouldContain("Phường Long Xuyên");
    }

    [Theory]
    [InlineData("hotich.longxuyen")]
    [InlineData("khong.co.ai")]
    public async Task Post_WrongPassword_SaysTheSameAndGivesNoCookie(string userName)
    {
        var answer = await Province.SignIn(province.Browser(), userName, "sai mật khẩu");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Tên đăng nhập hoặc mật khẩu không đúng.");
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(c => c.StartsWith("sen=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handle_ManyWrongTries_SlowsThatAddressAndNotTheVictim()
    {
        var signIn = province.Services.GetRequiredService<StaffSignInHandler>();
        var password = await province.Password("vanthu.longxuyen");
        var attacker = new Origin("203.0.113.9", "test");
        // At once: none may slip past the count.
        var tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => signIn.Handle(new StaffSignIn("vanthu.longxuyen", "guess " + i, attacker), default)));
        tries.Count(t => t.Problem!.Code == "identity.wrong-password").ShouldBe(Throttle.FreeTries);
        tries.Count(t => t.Problem!.Code == "identity.too-many-tries").ShouldBe(12 - Throttle.FreeTries);
        (await signIn.Handle(new StaffSignIn("vanthu.longxuyen", password, attacker), default)).Problem!.Code.ShouldBe("identity.too-many-tries");
        (await signIn.Handle(new StaffSignIn("VANTHU.longxuyen ", password, new Origin("198.51.100.2", "test")), default)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task End_Session_SignsThatBrowserOut()
    {
        var browser = await province.SignedIn("motcua.longxuyen");
        var page = await Province.Page(await browser.GetAsync("/tai-khoan"));
        var other = await province.SignedIn("motcua.longxuyen");
        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["session"] = page.QuerySelector("input[name=session]")!.GetAttribute("value")!,
            ["__RequestVerificationToken"] = (await Token(other))!,
        });
        (await other.PostAsync("/tai-khoan", form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task End_SessionOfAnother_Stays()
    {
        var victim = await province.SignedIn("hotich.myhoahung");
        var page = await Province.Page(await victim.GetAsync("/tai-khoan"));
        var other = await province.SignedIn("motcua.myhoahung");
        await other.PostAsync("/tai-khoan", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["session"] = page.QuerySelector("input[name=session]")!.GetAttribute("value")!,
            ["__RequestVerificationToken"] = (await Token(other))!,
        }));
        (await victim.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_SignOutOfTheHeader_EndsTheSession()
    {
        var browser = await province.SignedIn("chutich.myhoahung");
        var page = await Province.Page(await browser.GetAsync("/en/tai-khoan"));
        var form = page.QuerySelector("form[action$='/dang-xuat']").ShouldNotBeNull(page.DocumentElement.OuterHtml);
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        var answer = await browser.PostAsync(form.GetAttribute("action"),
            new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }));
        answer.Headers.Location?.OriginalString.ShouldBe("/en/");
        (await browser.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void DemoAccounts_File_IsReadableByTheOwnerAlone() =>
        File.GetUnixFileMode(Path.Combine(province.DataFolder, "demo-accounts.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static async Task<string?> Token(HttpClient browser) =>
        (await Province.Page(await browser.GetAsync("/tai-khoan"))).QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value");
}
