using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.DependencyInjection;
using Sen.Ui;

namespace Sen.Tests.Unit.Ui;

public sealed class PureTests
{
    [Theory]
    [InlineData("/ho-so?x=1", "/ho-so?x=1")]
    [InlineData("/en/ho-so", "/en/ho-so")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/ho-so\r\nX: y", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("ho-so", "/")]
    public void ReturnUrl_Local_NeverLeavesTheProgram(string? asked, string given) => ReturnUrl.Local(asked).ShouldBe(given);

    [Theory]
    [InlineData("02/09/1990")]
    [InlineData(" 2/9/1990 ")]
    [InlineData("02-09-1990")]
    [InlineData("2.9.1990")]
    [InlineData("02091990")]
    [InlineData("1990-09-02")]
    public void DateInput_WaysOfWriting_AreOneDay(string typed)
    {
        DateInput.TryRead(typed, out var on).ShouldBeTrue();
        on.ShouldBe(new DateOnly(1990, 9, 2));
    }

    [Theory]
    [InlineData("31/02/1990")]
    [InlineData("09/13/1990")]
    [InlineData("1990")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("02/09/90")]
    public void DateInput_NoDay_IsRefused(string? typed) => DateInput.TryRead(typed, out _).ShouldBeFalse();

    [Theory]
    [InlineData("/ho-so", "vi", "", "/ho-so")]
    [InlineData("/en/ho-so", "en", "/en", "/ho-so")]
    [InlineData("/ar", "ar", "/ar", "/")]
    [InlineData("/english", "vi", "", "/english")]
    [InlineData("/en/ar/x", "en", "/en", "/ar/x")]
    public async Task LanguagePath_FirstSegment_BecomesThePathBase(string asked, string language, string start, string path)
    {
        var http = new DefaultHttpContext { Request = { Path = asked } };
        await new LanguagePath(_ => Task.CompletedTask).Invoke(http);
        (http.Language(), http.Request.PathBase.Value, http.Request.Path.Value).ShouldBe((language, start, path));
    }

    [Theory]
    [InlineData("/ho-so", "/en/ho-so")]
    [InlineData("~/ho-so", "/en/ho-so")]
    [InlineData("/en/ho-so", "/en/ho-so")]
    [InlineData("/en", "/en")]
    [InlineData("/enterprise", "/en/enterprise")]
    [InlineData("#top", "#top")]
    [InlineData("//other.example", "//other.example")]
    [InlineData("/lib/app.css", "/lib/app.css")]
    public void Links_InLanguage_PutsTheLanguageInFrontOnce(string href, string expected)
    {
        var http = new DefaultHttpContext { Request = { PathBase = "/en" } };
        http.InLanguage(href).ShouldBe(expected);
    }

    [Fact]
    public void Markup_Holes_AreEncodedUnlessMarkup()
    {
        var inner = new HtmlString("<b>x</b>");
        Markup.Of($"<p title=\"{"\"Huệ\" & <i>"}\">{inner}{null}</p>{Markup.Attr("hidden", false)}{Markup.Attr("id", "a")}")
            .ToString().ShouldBe("<p title=\"&quot;Huệ&quot; &amp; &lt;i&gt;\"><b>x</b></p> id=\"a\"");
    }
}

public sealed class RazorTextTests(UiHost host) : IClassFixture<UiHost>
{
    [Theory]
    [InlineData("vi", "Không tìm thấy trang")]
    [InlineData("ar", "الصفحة غير موجودة")]
    public async Task Render_OutsideARequest_SpeaksTheLanguageAsked(string language, string title)
    {
        var html = await host.Services.GetRequiredService<RazorText>().Render("/Ui/Errors/Error.cshtml", new ErrorModel(404, null, "ABC"), language);
        html.ShouldContain(title);
        html.ShouldContain($"lang=\"{language}\"");
    }

    [Fact]
    public async Task Render_UnknownPath_Says() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => host.Services.GetRequiredService<RazorText>().Render("/Ui/No.cshtml", 1, "vi"))).Message.ShouldContain("/Ui/No.cshtml");
}
