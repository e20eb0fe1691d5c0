using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Signatures;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>
/// Stands in for the desktop service of a token, in development only: speaks its WebSocket messages, fetches the file from
/// this very program, signs it with a key of the development authority, and posts it back. Labelled in its certificate.
/// </summary>
internal static class TokenService
{
    private const int MostBytes = 64 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (services.GetRequiredService<SigningOptions>().StandIns && !services.GetRequiredService<IHostEnvironment>().IsProduction())
            routes.MapGet("/mo-phong/vgca/{function}", Serve).WithMetadata(new OpenToAttribute(Audience.Staff));
    }

    private static async Task<IResult> Serve(string function, HttpContext http, KeyStore keys, IHttpClientFactory clients, TimeProvider clock, CancellationToken ct)
    {
        if (!http.WebSockets.IsWebSocketRequest || function is not ("SignApproved" or "SignIssued"))
            return Results.BadRequest();
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[MostBytes];
        var received = await socket.ReceiveAsync(buffer, ct);
        var answer = await Answer(buffer.AsMemory(0, received.Count), http, keys, clients, clock, ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()), WebSocketMessageType.Text, true, ct);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        return Results.Empty;
    }

    private static async Task<JsonObject> Answer(ReadOnlyMemory<byte> message, HttpContext http, KeyStore keys, IHttpClientFactory clients, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var asked = JsonNode.Parse(message.Span)!.AsObject();
            var file = new Uri((string)asked["FileName"]!);
            // It serves this program alone, whatever a page says.
            if (file.Authority != http.Request.Host.Value || !file.AbsolutePath.StartsWith("/ky-so/the/", StringComparison.Ordinal))
                return Said(1, "file of another program");
            if (await keys.Find("stand-in", http.Actor().Id, ct) is not { } key)
                return Said(2, "no token");
            using var client = clients.CreateClient("desk");
            var pdf = await client.GetByteArrayAsync(file, ct);
            var signed = await PadesSigner.Sign(pdf, key.Key, new PadesOptions(clock.GetUtcNow()), ct);
            using var content = new MultipartFormDataContent();
            content.Add(new ByteArrayContent(signed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "uploadfile", "signed.pdf");
            using var posted = await client.PostAsync(new Uri((string)asked["FileUploadHandler"]!), content, ct);
            var said = JsonNode.Parse(await posted.Content.ReadAsStringAsync(ct))!;
            return Said(posted.IsSuccessStatusCode ? 0 : 3, (string?)said["Message"] ?? "");
        }
        catch (Exception e) when (e is JsonException or UriFormatException or HttpRequestException or InvalidOperationException or RefusedException)
        {
            return Said(4, e.GetType().Name);
        }
    }

    private static JsonObject Said(int status, string message) => new() { ["Status"] = status, ["Message"] = message, ["FileServer"] = "" };
}

/// <summary>WebSockets, for the stand-in alone.</summary>
internal sealed class WebSocketsForStandIn : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWebSockets();
        next(app);
    };
}
