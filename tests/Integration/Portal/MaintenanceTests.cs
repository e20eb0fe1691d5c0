using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;

namespace Sen.Tests.Portal;

/// <summary>While the program is mended everybody is told so, in their language; machines that watch it still get an answer.</summary>
public sealed class MaintenanceTests(MaintenanceTests.Mended web) : IClassFixture<MaintenanceTests.Mended>
{
    public sealed class Mended : Web
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Sen:Maintenance", "true")];
    }

    [Theory]
    [InlineData("/", "vi")]
    [InlineData("/en/thu-tuc", "en")]
    [InlineData("/ar/dang-nhap/can-bo", "ar")]
    public async Task Get_AnyPage_SaysWhenToComeBack(string path, string language)
    {
        var page = await web.Visitor().Get(path);
        page.Status.ShouldBe(503);
        page.Answer.Headers.RetryAfter!.Delta!.Value.TotalMinutes.ShouldBe(10);
        page.Document.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.Document.QuerySelector("h1")!.TextContent.ShouldBe(web.Services.GetRequiredService<Texts>().Get(language, "ui.error.503.title"));
    }

    [Fact]
    public async Task Get_ByAMachine_AnswersWithProblemDetailsAndHealth()
    {
        var answer = (await web.Visitor().GetJson("/thu-tuc")).Answer;
        ((int)answer.StatusCode).ShouldBe(503);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32().ShouldBe(503);
        (await web.Visitor().GetJson("/song")).Status.ShouldBe(200);
        await web.Eventually("ready", async () => (await web.Visitor().GetJson("/san-sang")).Status == 200);
    }
}
