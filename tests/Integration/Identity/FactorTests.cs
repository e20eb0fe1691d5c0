using OtpNet;

namespace Sen.Tests.Identity;

/// <summary>Second factors of staff, through the pages: an app for codes, recovery codes, passkeys.</summary>
public sealed class FactorTests(Web web) : IClassFixture<Web>
{
    private const string SecondForm = "form:has([name=Code])", PasswordForm = "form:has([name=Password])", PasskeyForm = "form[data-passkey]";

    [Fact]
    public async Task Totp_SetUp_IsAskedForOnceEachAndConfirms()
    {
        var staff = await web.Staff("hotich.longxuyen");
        var page = await staff.Get("/tai-khoan/bao-mat/ung-dung");
        (await staff.Post(page, SecondForm, ("Code", "000000"), ("Password", web.Password("hotich.longxuyen")))).ErrorAt("Code").ShouldNotBeNull();
        page = await staff.Post(page, SecondForm, ("Code", Code(page)), ("Password", "sai"));
        page.ErrorAt("Password").ShouldNotBeNull();
        var app = new Totp(Base32Encoding.ToBytes(Secret(page)));
        web.Clock.Pass(TimeSpan.FromSeconds(31));
        page = await staff.Post(page, SecondForm, ("Code", Now(app)), ("Password", web.Password("hotich.longxuyen")));
        var recovery = page.Document.QuerySelectorAll("li.x-code").Select(c => c.TextContent).ToArray();
        recovery.Length.ShouldBe(10);

        // The password alone opens nothing any more.
        var (other, second) = await Password("hotich.longxuyen");
        (await other.Get("/tai-khoan")).Status.ShouldBe(302);
        (await other.Post(second, SecondForm, ("Code", Now(app)))).ErrorAt("Code").ShouldNotBeNull("the code of the set-up was used already");
        web.Clock.Pass(TimeSpan.FromSeconds(31));
        (await other.Post(second, SecondForm, ("Code", Now(app)))).Location.ShouldBe("/tai-khoan");
        (await other.Get("/tai-khoan")).Text.ShouldContain("Mức 2");

        // A recovery code serves once.
        (other, second) = await Password("hotich.longxuyen");
        (await other.Post(second, SecondForm, ("Code", recovery[3].ToLowerInvariant()))).Location.ShouldBe("/tai-khoan");
        (other, second) = await Password("hotich.longxuyen");
        (await other.Post(second, SecondForm, ("Code", recovery[3]))).ErrorAt("Code").ShouldNotBeNull();

        // The step-up asks for the code, no longer for the password.
        web.Clock.Pass(TimeSpan.FromMinutes(20));
        var confirm = await staff.Get("/xac-nhan?viec=Signing&tiep=%2Fviec");
        confirm.Document.QuerySelector("[name=Password]").ShouldBeNull();
        (await staff.Post(confirm, SecondForm, ("Code", Now(app)))).Location.ShouldBe("/viec");
        // Taking the app away asks for a fresh confirmation, which is there.
        page = await staff.Get("/tai-khoan/bao-mat");
        (await staff.Post(page, "form:has([value=totp])", ("which", "totp"))).Location.ShouldBe("/tai-khoan/bao-mat");
    }

    [Fact]
    public async Task SecondStep_WithoutPasswordBefore_LeadsBack()
    {
        (await web.Visitor().Get("/dang-nhap/xac-thuc")).Location.ShouldBe("/dang-nhap/can-bo");
        var (half, _) = await WithTotp("vanthu.myhoahung");
        web.Clock.Pass(TimeSpan.FromMinutes(1));
        (await half.Get("/dang-nhap/xac-thuc")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Codes_Guessed_AreSlowed()
    {
        var (visitor, second) = await WithTotp("vanthu.longxuyen");
        for (var i = 0; i < 5; i++)
            (await visitor.Post(second, SecondForm, ("Code", $"10000{i}"))).ErrorAt("Code").ShouldNotBeNull();
        (await visitor.Post(second, SecondForm, ("Code", "100009"))).Text.ShouldContain("Đã thử quá nhiều lần");
    }

    [Fact]
    public async Task Passkey_Made_SignsInWithoutPasswordAndConfirms()
    {
        var key = new Authenticator(web.Address);
        var staff = await web.Staff("chutich.myhoahung");
        await Add(staff, key, "chutich.myhoahung");

        var visitor = web.Visitor();
        var page = await visitor.Get("/dang-nhap/can-bo?tiep=%2Ftai-khoan");
        (await visitor.Post(page, PasskeyForm, ("credential", key.Get(Options(page))))).Location.ShouldBe("/tai-khoan");
        var account = (await visitor.Get("/tai-khoan")).Text;
        account.ShouldContain("Lý Thanh Cù Lao");
        account.ShouldContain("Mức 2");

        web.Clock.Pass(TimeSpan.FromMinutes(20));
        page = await visitor.Get("/xac-nhan?viec=Signing&tiep=%2Fviec");
        (await visitor.Post(page, PasskeyForm, ("credential", key.Get(Options(page))))).Location.ShouldBe("/viec");
        (await visitor.Get("/tai-khoan/bao-mat")).Text.ShouldContain("Khóa thử");
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("origin")]
    [InlineData("unverified")]
    [InlineData("counter")]
    [InlineData("stranger")]
    public async Task Passkey_AnswerThatLies_IsRefused(string lie)
    {
        const string account = "hotich.myhoahung";
        var key = new Authenticator(web.Address);
        await web.AsOwner("delete from identity.passkey where staff_id = 'demo-staff-mh-2'");
        await Add(await web.Staff(account), key, account);
        var visitor = web.Visitor();
        var page = await visitor.Get("/dang-nhap/can-bo?tiep=%2Ftai-khoan");
        var good = key.Get(Options(page));
        (await visitor.Post(page, PasskeyForm, ("credential", good))).Location.ShouldBe("/tai-khoan");

        var thief = web.Visitor();
        if (lie != "replay")
            page = await thief.Get("/dang-nhap/can-bo?tiep=%2Ftai-khoan");
        var token = (await thief.Get("/dang-nhap/can-bo")).Value("__RequestVerificationToken");
        switch (lie)
        {
            case "origin": key.Origin = "https://sen.example"; break;
            case "unverified": key.Verifies = false; break;
            case "counter": key.Counter = 0; break;
            case "stranger": key = new Authenticator(web.Address); break;
        }
        var answer = await thief.Post(page, PasskeyForm, ("credential", lie == "replay" ? good : key.Get(Options(page))), ("__RequestVerificationToken", token));
        answer.Status.ShouldBe(200);
        answer.Text.ShouldContain("Khóa truy cập không được chấp nhận");
        (await thief.Get("/tai-khoan")).Status.ShouldBe(302);
    }

    private async Task Add(Visitor staff, Authenticator key, string account)
    {
        var page = await staff.Get("/tai-khoan/bao-mat/khoa");
        page = await staff.Post(page, PasskeyForm, ("credential", key.Create(Options(page))), ("Name", "Khóa thử"), ("Password", web.Password(account)));
        page.Text.ShouldContain("Đã thêm khóa truy cập");
    }

    /// <summary>The account has an app; a visitor who has given the password, and the page that asks for more.</summary>
    private async Task<(Visitor Visitor, Sheet Second)> WithTotp(string account)
    {
        var staff = await web.Staff(account);
        var page = await staff.Get("/tai-khoan/bao-mat/ung-dung");
        (await staff.Post(page, SecondForm, ("Code", Code(page)), ("Password", web.Password(account)))).Text.ShouldContain("Đã thiết lập");
        return await Password(account);
    }

    private async Task<(Visitor Visitor, Sheet Second)> Password(string account)
    {
        var visitor = web.Visitor();
        var page = await visitor.Get("/dang-nhap/can-bo?tiep=%2Ftai-khoan");
        var answer = await visitor.Post(page, PasswordForm, ("UserName", account), ("Password", web.Password(account)));
        answer.Location.ShouldBe("/dang-nhap/xac-thuc?tiep=%2Ftai-khoan");
        return (visitor, await visitor.Follow(answer));
    }

    private static string Options(Sheet page) => page.Document.QuerySelector(PasskeyForm).ShouldNotBeNull().GetAttribute("data-options")!;

    private static string Secret(Sheet page) => page.Document.QuerySelector("strong.x-code").ShouldNotBeNull(page.Text).TextContent.Replace(" ", "");

    private string Code(Sheet page) => Now(new Totp(Base32Encoding.ToBytes(Secret(page))));

    private string Now(Totp app) => app.ComputeTotp(web.Clock.GetUtcNow().UtcDateTime);
}
