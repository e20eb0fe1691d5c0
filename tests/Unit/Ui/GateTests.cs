using System.Net;
using System.Text.Json;

namespace Sen.Tests.Unit.Ui;

public sealed class GateTests(UiHost host) : IClassFixture<UiHost>
{
    [Fact]
    public async Task Get_NotSignedIn_IsSentToSignInAndBack()
    {
        var answer = await host.Get("/en/ky-so?so=5&a=b");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/en/dang-nhap?tiep=%2Fen%2Fky-so%3Fso%3D5%26a%3Db");
    }

    [Fact]
    public async Task Get_NotSignedInMachine_Gets401() =>
        ((int)(await host.Get("/ky-so", "application/json")).StatusCode).ShouldBe(401);

    [Fact]
    public async Task Get_WithPermission_Passes() =>
        (await (await host.Get("/ky-so", actor: "Staff", grant: "dossier.sign")).Content.ReadAsStringAsync()).ShouldBe("signed");

    [Fact]
    public async Task Get_WithoutPermission_ExplainsWhichAndWho()
    {
        var answer = await host.Get("/ky-so", actor: "Staff", grant: "dossier.accept");
        ((int)answer.StatusCode).ShouldBe(403);
        var text = (await UiHost.Read(answer)).QuerySelector("main")!.TextContent;
        text.ShouldContain("dossier.sign");
        text.ShouldContain("leader");
    }

    [Theory]
    [InlineData("/ky-so", "Citizen", 403)]
    [InlineData("/cua-toi", "Staff", 403)]
    [InlineData("/cua-toi", "Citizen", 200)]
    [InlineData("/quen", "Staff", 500)]
    public async Task Get_OtherAudience_IsRefused(string path, string actor, int status) =>
        ((int)(await host.Get(path, actor: actor)).StatusCode).ShouldBe(status);

    [Theory]
    [InlineData("/khong-co", 404, "Không tìm thấy trang")]
    [InlineData("/en/khong-co", 404, "Page not found")]
    [InlineData("/ar/khong-co", 404, "الصفحة غير موجودة")]
    [InlineData("/hong", 500, "Hệ thống gặp lỗi")]
    [InlineData("/cu", 409, "Nội dung đã thay đổi")]
    [InlineData("/sai", 422, "Chưa thực hiện được")]
    public async Task Get_Trouble_IsAPageWithRequestId(string path, int status, string title)
    {
        var answer = await host.Get(path);
        ((int)answer.StatusCode).ShouldBe(status);
        var page = await UiHost.Read(answer);
        page.QuerySelector("h1")!.TextContent.ShouldBe(title);
        var id = answer.Headers.GetValues("X-Request-Id").Single();
        id.Length.ShouldBe(10);
        page.QuerySelector("main")!.TextContent.ShouldContain(id);
        page.Body!.TextContent.ShouldNotContain("secret detail");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_ProblemAsMachine_IsRfc9457()
    {
        var answer = await host.Get("/en/sai", "application/json");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        body.GetProperty("status").GetInt32().ShouldBe(422);
        body.GetProperty("type").GetString().ShouldBe("urn:sen:problem:ui.date");
        body.GetProperty("title").GetString()!.ShouldStartWith("Enter a date");
        body.GetProperty("field").GetString().ShouldBe("Born");
        body.GetProperty("rule").GetString().ShouldBe("Nghị định 30/2020/NĐ-CP");
    }

    [Fact]
    public async Task Post_TooManyTries_Gets429WithWait()
    {
        HttpResponseMessage answer = null!;
        for (var attempt = 0; attempt < 3; attempt++)
            answer = await host.Browser.PostAsync("/thu", null);
        ((int)answer.StatusCode).ShouldBe(429);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Get_Headers_AllowFormsToTheIdentityProviderOnly()
    {
        var policy = (await host.Get("/phong-cach")).Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("form-action 'self' https://vneid.example");
        policy.ShouldNotContain("unsafe");
    }

    [Theory]
    [InlineData(null, "gzip")]
    [InlineData("Staff", null)]
    public async Task Get_Compressed_OnlyWhereNobodyIsSignedIn(string? actor, string? encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/phong-cach");
        request.Headers.Add("Accept-Encoding", "gzip");
        if (actor is not null) request.Headers.Add("X-Actor", actor);
        (await host.Browser.SendAsync(request)).Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
    }

    [Fact]
    public async Task Get_MenuEntry_IsShownToWhoMayUseIt()
    {
        (await UiHost.Read(await host.Get("/phong-cach?khu=staff", actor: "Staff", grant: "dossier.sign"))).QuerySelectorAll(".x-nav li").ShouldHaveSingleItem();
        (await UiHost.Read(await host.Get("/phong-cach?khu=staff", actor: "Staff"))).QuerySelector(".x-nav").ShouldBeNull();
    }
}
