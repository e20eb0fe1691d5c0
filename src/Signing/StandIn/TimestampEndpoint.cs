using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sen.Signatures;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>A time-stamping authority of our own that speaks RFC 3161 over HTTP; development only, labelled in its certificate.</summary>
internal static class TimestampEndpoint
{
    private const int MostBytes = 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<SigningOptions>().StandIns)
            routes.MapPost("/mo-phong/tsa", Answer).WithMetadata(new OpenToAttribute(Audience.Everyone)).DisableAntiforgery();
    }

    private static async Task<IResult> Answer(HttpRequest request, KeyStore keys, TimeProvider clock, CancellationToken ct)
    {
        if (request.ContentType != "application/timestamp-query" || request.ContentLength is null or > MostBytes)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (await keys.Find("timestamp", "development", ct) is not { } key)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var query = new byte[request.ContentLength.Value];
        await request.Body.ReadExactlyAsync(query, ct);
        return Results.Bytes(await new TimestampResponder(key.Key).Respond(query, clock.GetUtcNow(), ct), "application/timestamp-reply");
    }
}
