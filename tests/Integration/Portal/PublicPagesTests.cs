using System.Net.Http.Json;
using System.Text.Json;

namespace Sen.Tests.Portal;

/// <summary>What everybody sees: in three languages, without a cookie, with the strict headers; and what errors say.</summary>
public sealed class PublicPagesTests(Web web) : IClassFixture<Web>
{
    private static readonly string[] Pages = ["/", "/thu-tuc", "/thu-tuc/" + Web.Copy, "/tra-cuu", "/xac-thuc"];

    public static TheoryData<string, string, string> Languages => new() { { "", "vi", "ltr" }, { "/en", "en", "ltr" }, { "/ar", "ar", "rtl" } };

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Get_PublicPage_SaysItsLanguageAndSetsNoCookie(string prefix, string language, string direction)
    {
        foreach (var path in Pages)
        {
            var page = await web.Visitor().Get(prefix + path is "" or "/en/" or "/ar/" ? prefix + "/" : prefix + path);
            page.Status.ShouldBe(200, prefix + path);
            page.Document.DocumentElement.GetAttribute("lang").ShouldBe(language);
            page.Document.DocumentElement.GetAttribute("dir").ShouldBe(direction);
            // A page with a form that posts needs its antiforgery cookie.
            if (page.Document.QuerySelector("form[method=post]") is null)
                page.Answer.Headers.Contains("Set-Cookie").ShouldBeFalse(prefix + path);
            page.Document.Title.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public async Task Get_EveryPage_HasTheStrictHeaders()
    {
        foreach (var path in Pages.Append("/khong-co"))
        {
            var headers = (await web.Visitor().Get(path)).Answer.Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("script-src 'self'");
            policy.ShouldNotContain("unsafe");
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Get_Unknown_ExplainsItselfWithARequestId(string prefix, string language, string direction)
    {
        var page = await web.Visitor().Get(prefix + "/khong-co-trang-nay");
        page.Status.ShouldBe(404);
        page.Document.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.Document.DocumentElement.GetAttribute("dir").ShouldBe(direction);
        page.Text.ShouldContain(page.Answer.Headers.GetValues("X-Request-Id").Single());
        page = await (await web.Staff("vanthu.longxuyen")).Get(prefix + "/mot-cua");
        page.Status.ShouldBe(403);
        page.Document.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.Text.ShouldContain("dossier.accept");
        page.Text.ShouldContain(page.Answer.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async Task Get_ByAMachine_AnswersWithProblemDetails()
    {
        foreach (var (visitor, path, status) in new[]
        {
            (web.Visitor(), "/khong-co", 404), (web.Visitor(), "/viec", 401), (await web.Staff("vanthu.longxuyen"), "/mot-cua", 403),
        })
        {
            var answer = (await visitor.GetJson(path)).Answer;
            ((int)answer.StatusCode).ShouldBe(status);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("status").GetInt32().ShouldBe(status);
            problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("instance").GetString().ShouldNotBeNull().ShouldContain(answer.Headers.GetValues("X-Request-Id").Single());
        }
    }

    [Fact]
    public async Task Health_LiveAndReady_SaySo()
    {
        (await (await web.Visitor().GetJson("/song")).Answer.Content.ReadAsStringAsync()).ShouldContain("live");
        await web.Eventually("ready", async () => (await web.Visitor().GetJson("/san-sang")).Status == 200);
    }
}
