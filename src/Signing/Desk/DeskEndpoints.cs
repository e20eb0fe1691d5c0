using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>
/// What the desktop service calls: it fetches the file and posts the signed one. Names of the fields are those that the
/// service is known to use; its published rules were not found.
/// </summary>
internal static class DeskEndpoints
{
    private const long MostBytes = 30 << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var everyone = new OpenToAttribute(Audience.Everyone);
        routes.MapGet("/ky-so/the/{ticket:guid}/{secret}", Lend).WithMetadata(everyone).RequireRateLimiting(Limits.Search);
        routes.MapPost("/ky-so/the/{ticket:guid}/{secret}", Take).WithMetadata(everyone).DisableAntiforgery().RequireRateLimiting(Limits.Upload);
        routes.MapGet("/ky-so/the/{ticket:guid}/trang-thai", State).WithMetadata(new OpenToAttribute(Audience.Staff));
    }

    private static async Task<IResult> Lend(Guid ticket, string secret, HttpContext http, Tickets tickets, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await tickets.Lend(ticket, secret, ct) is { } file ? Results.File(file.Content, "application/pdf", file.Name) : Results.NotFound();
    }

    private static async Task<IResult> Take(Guid ticket, string secret, HttpContext http, Tickets tickets, Words words, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostBytes;
        var read = await Upload.Read(http.Request, ct);
        if (!read.Ok)
            return Results.Json(new { Status = false, Message = words[read.Problem], FileName = "", FileServer = "" }, statusCode: StatusCodes.Status422UnprocessableEntity);
        await using var upload = read.Value;
        if (upload.Files is not [var (_, name, content), ..] || content.Length > MostBytes)
            return Results.Json(new { Status = false, Message = "", FileName = "", FileServer = "" }, statusCode: StatusCodes.Status422UnprocessableEntity);
        var bytes = new byte[content.Length];
        content.Position = 0;
        await content.ReadExactlyAsync(bytes, ct);
        var done = await tickets.Take(ticket, secret, bytes, ct);
        return Results.Json(new { Status = done.Ok, Message = done.Ok ? "" : words[done.Problem], FileName = name, FileServer = done.Ok ? done.Value.ToString() : "" },
            statusCode: done.Ok ? StatusCodes.Status200OK : done.Problem.Status());
    }

    private static async Task<IResult> State(Guid ticket, HttpContext http, Tickets tickets, Words words, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await tickets.State(ticket, http.Actor(), ct) is { } state
            ? Results.Json(new { state = state is "waiting" or "done" or "ended" ? state : "failed", text = state is "waiting" or "done" or "ended" ? words["signing.desk." + state] : words.Or("problem." + state, state) })
            : Results.NotFound();
    }
}
