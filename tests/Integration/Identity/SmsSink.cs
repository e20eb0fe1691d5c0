using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sen.Tests.Identity;

/// <summary>An SMS gateway that keeps what it gets.</summary>
internal sealed class SmsSink : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmsSink(WebApplication app) => _app = app;

    public sealed record Sms(Guid Id, string To, string Text);

    public ConcurrentQueue<(Sms Sms, string? Key, string? Idempotency)> Got { get; } = [];

    /// <summary>Status codes of the next answers; 202 when there is none.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    public string Url => _app.Urls.Single() + "/sms";

    public static async Task<SmsSink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var sink = new SmsSink(app);
        app.MapPost("/sms", async (HttpContext http) =>
        {
            var sms = await http.Request.ReadFromJsonAsync<Sms>();
            sink.Got.Enqueue((sms!, http.Request.Headers.Authorization, http.Request.Headers["Idempotency-Key"]));
            return Results.StatusCode(sink.Answers.TryDequeue(out var status) ? status : 202);
        });
        await app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
