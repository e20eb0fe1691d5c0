using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sen.Data;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>The file of a request, to those who may see it.</summary>
internal static class Downloads
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/ky-so/{id:guid}/tep", Get).WithMetadata(new OpenToAttribute(Audience.Staff));

    private static async Task<IResult> Get(Guid id, HttpContext http, RequestQuery requests, FileStore files, CancellationToken ct)
    {
        if (await requests.Find(id, ct) is not { } request || !RequestQuery.MaySee(request, await requests.Steps(id, ct), http.Actor()))
            return Results.NotFound();
        if (await files.Find(request.File, ct) is not { } stored || await files.Open(request.File, ct) is not { } content)
            return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, stored.Type, stored.Name, enableRangeProcessing: true);
    }
}
