using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>The interface for the province's other systems; described by <c>/api/ky-so/openapi.json</c>.</summary>
internal static class ApiEndpoints
{
    private const long MostToSign = ApiSigning.MostBytes + (1 << 20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ky-so/openapi.json", Describe).WithMetadata(new OpenToAttribute(Audience.Everyone));
        routes.MapPost("/api/ky-so/{unit}/ky", Sign).RequireClient(ApiScopes.Sign).DisableAntiforgery();
        routes.MapPost("/api/ky-so/gia-han", Extend).RequireClient(ApiScopes.Extend).DisableAntiforgery();
        routes.MapPost("/api/ky-so/xac-thuc", Validate).RequireClient(ApiScopes.Validate).DisableAntiforgery();
    }

    private static async Task<IResult> Sign(string unit, HttpContext http, ApiSigning signing, CancellationToken ct)
    {
        Bound(http, MostToSign);
        var read = await Upload.Read(http.Request, ct);
        if (!read.Ok)
            return read.Problem.ToHttp();
        await using var upload = read.Value;
        return Answer(await signing.Sign(upload, unit, http.Actor(), ct));
    }

    private static async Task<IResult> Extend(HttpContext http, ApiSigning signing, CancellationToken ct)
    {
        Bound(http, MostToSign);
        var read = await Upload.Read(http.Request, ct);
        if (!read.Ok)
            return read.Problem.ToHttp();
        await using var upload = read.Value;
        return Answer(await signing.Extend(upload, http.Actor(), ct));
    }

    private static async Task<IResult> Validate(HttpContext http, Checker checker, Texts texts, Words words, Database db, CancellationToken ct)
    {
        Bound(http, Upload.MostBytes + 100_000);
        var read = await Upload.Read(http.Request, ct);
        if (!read.Ok)
            return read.Problem.ToHttp();
        await using var upload = read.Value;
        var judged = await upload.Judge(checker, ct);
        if (!judged.Ok)
            return judged.Problem.ToHttp();
        var report = new ReportDocument(judged.Value, upload.Files[0].Name, await Upload.Sha256(upload.Files[0].Content, ct), db.Now, texts, words.Language);
        return http.Request.Headers.Accept.ToString().Contains("application/xml", StringComparison.OrdinalIgnoreCase)
            ? Results.Bytes(report.Xml(), "application/xml; charset=utf-8")
            : Results.Bytes(report.Json(), "application/json; charset=utf-8");
    }

    private static IResult Describe()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sen.Signing.openapi.json")!;
        using var reader = new StreamReader(stream);
        return Results.Text(reader.ReadToEnd(), "application/json", Encoding.UTF8);
    }

    private static void Bound(HttpContext http, long most)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
    }

    private static IResult Answer(Result<ApiFile> made) => made.Ok ? Results.File(made.Value.Content, made.Value.Type, made.Value.Name) : made.Problem.ToHttp();
}
