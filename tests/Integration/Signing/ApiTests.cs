using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Signing;

/// <summary>Other systems of the province seal, extend and validate; each only what its scopes and its unit allow.</summary>
public sealed class ApiTests(Web web) : IClassFixture<Web>
{
    private static readonly HttpClient Http = new();
    private static readonly byte[] Xml = Encoding.UTF8.GetBytes("<don><nguoi>Nguyễn Thị Mẫu</nguoi></don>");

    [Fact]
    public async Task Sign_EachFormat_IsValidAndInTheLedger()
    {
        var key = await Client("he-thong-ky", "H01", "signing.sign", "signing.validate", "signing.extend");
        foreach (var (format, content, level) in new[] { ("pdf", Samples.Pdf(false), "B-LTA"), ("xml", Xml, "B-LT"), ("asic", Xml, "B-LTA"), ("asic-cades", Xml, "B-LTA"), ("cades", Xml, "B-LTA") })
        {
            var signed = await Post(key, $"/api/ky-so/{Signers.Committee}/ky", [("file", "a." + format, content)], ("format", format), ("level", level));
            signed.StatusCode.ShouldBe(HttpStatusCode.OK, await signed.Content.ReadAsStringAsync());
            var bytes = await signed.Content.ReadAsByteArrayAsync();
            List<(string, string, byte[])> files = [("file", "a", bytes)];
            if (format == "cades")
                files.Add(("content", "a.xml", Xml));
            var report = await Json(await Post(key, "/api/ky-so/xac-thuc", files));
            ((string)report["verdict"]!).ShouldBe("valid", report.ToJsonString());
            ((string)report["signatures"]![0]!["level"]!).ShouldBe(level, format);
        }
        (await web.Db.One<long>("select count(*) from data.ledger where act = 'signing.api-sign' and actor_id = 'he-thong-ky' and subject_id = @Committee", new { Signers.Committee })).ShouldBe(5);
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Extend_BriefPdf_BecomesLasting()
    {
        var key = await Client("he-thong-luu-tru", "H01", "signing.sign", "signing.validate", "signing.extend");
        var brief = await (await Post(key, $"/api/ky-so/{Signers.Committee}/ky", [("file", "a.pdf", Samples.Pdf(true))], ("level", "B-B"))).Content.ReadAsByteArrayAsync();
        var lasting = await (await Post(key, "/api/ky-so/gia-han", [("file", "a.pdf", brief)])).Content.ReadAsByteArrayAsync();
        lasting.AsSpan(0, brief.Length).SequenceEqual(brief).ShouldBeTrue();
        var report = await Json(await Post(key, "/api/ky-so/xac-thuc", [("file", "a.pdf", lasting)]));
        ((string)report["signatures"]![0]!["level"]!).ShouldBe("B-LTA");
        (await Post(key, "/api/ky-so/gia-han", [("file", "a.txt", "không"u8.ToArray())])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Extend_BriefCmsAndContainer_BecomeLasting()
    {
        var key = await Client("he-thong-luu-tru-2", "H01", "signing.sign", "signing.validate", "signing.extend");
        foreach (var format in new[] { "cades", "asic", "asic-cades" })
        {
            var brief = await (await Post(key, $"/api/ky-so/{Signers.Committee}/ky", [("file", "a.xml", Xml)], ("format", format), ("level", "B-B"))).Content.ReadAsByteArrayAsync();
            List<(string, string, byte[])> files = [("file", "a", brief)];
            if (format == "cades")
            {
                (await Post(key, "/api/ky-so/gia-han", files)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
                files.Add(("content", "a.xml", Xml));
            }
            var answer = await Post(key, "/api/ky-so/gia-han", files);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, format);
            files[0] = ("file", "a", await answer.Content.ReadAsByteArrayAsync());
            var report = await Json(await Post(key, "/api/ky-so/xac-thuc", files));
            ((string)report["signatures"]![0]!["level"]!).ShouldBe("B-LTA", format);
            ((string)report["verdict"]!).ShouldBe("valid", format);
        }
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_BeyondScopeOrUnit_AreRefused()
    {
        var elsewhere = await Client("he-thong-noi-khac", "H01.30313", "signing.sign");
        var refused = await Post(elsewhere, $"/api/ky-so/{Signers.Committee}/ky", [("file", "a.pdf", Samples.Pdf(false))]);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await Post(elsewhere, "/api/ky-so/xac-thuc", [("file", "a.pdf", Samples.Pdf(false))])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Post(null, "/api/ky-so/xac-thuc", [("file", "a.pdf", Samples.Pdf(false))])).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(elsewhere, "/api/ky-so/H01.30313.UB/ky", [("file", "a.pdf", Samples.Pdf(false))], ("level", "B-X"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Post(elsewhere, "/api/ky-so/H01.30313.UB/ky", [("file", "a.pdf", "%PDF-1.7 hỏng"u8.ToArray())])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Post(elsewhere, "/api/ky-so/H01.30313.UB/ky", [])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task OpenApi_DescribesWhatThereIs()
    {
        var description = await Json(await Http.GetAsync(web.App.Urls.Single() + "/api/ky-so/openapi.json"));
        var paths = description["paths"]!.AsObject();
        var schemas = description["components"]!["schemas"]!;
        Values(schemas["Report"]!["properties"]!["verdict"]!).ShouldBe(Sen.Signatures.CitizenSentence.Codes);
        Values(schemas["SignRequest"]!["properties"]!["format"]!).ShouldBe(Sen.Signing.ApiWish.Formats);
        Values(schemas["SignRequest"]!["properties"]!["level"]!).ShouldBe(Sen.Signing.ApiWish.Levels);
        static IEnumerable<string> Values(JsonNode schema) => schema["enum"]!.AsArray().Select(v => (string)v!);
        var routes = web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Where(p => p.StartsWith("/api/ky-so/", StringComparison.Ordinal));
        routes.Where(r => !r.EndsWith("openapi.json", StringComparison.Ordinal)).Order().ShouldBe(paths.Select(p => p.Key).Order());
    }

    private async Task<string> Client(string id, string unit, params string[] scopes)
    {
        var admin = await web.Staff("quantri");
        await web.Confirm(admin, "quantri");
        var form = await admin.Get("/he-thong-ket-noi/moi");
        List<(string, string?)> fields =
            [("Id", id), ("Name", "Hệ thống " + id), ("UnitCode", unit), ("Purpose", "Ký số thử nghiệm"), ("Contact", "0900 000 009"), ("PerMinute", "600"), .. scopes.Select(s => ("Chosen", (string?)s))];
        var page = await admin.Follow(await admin.Post(form, "form:has([name=Id])", [.. fields]));
        page = await admin.Post(page, "form:has([name=Days])", ("Days", "30"));
        return page.Document.QuerySelector("section strong.x-code").ShouldNotBeNull(page.Text).TextContent;
    }

    private async Task<HttpResponseMessage> Post(string? key, string path, IReadOnlyList<(string Field, string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, web.App.Urls.Single() + path);
        request.Headers.Accept.ParseAdd("application/json");
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            body.Add(new StringContent(value), name);
        foreach (var (field, name, content) in files)
            body.Add(new ByteArrayContent(content), field, name);
        request.Content = body;
        return await Http.SendAsync(request);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
