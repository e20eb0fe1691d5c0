using System.Globalization;
using Sen.Data;
using Sen.Ui;

namespace Sen.Host;

/// <summary>
/// <c>GET /su-kien?names=a,b</c>: server-sent events for live pages. It tells that something of a public name has happened
/// and its position, no more; the page then asks again with its reader's own rights.
/// </summary>
internal sealed class Live(LiveEvents events, IEnumerable<PublicEvent> known, IHostApplicationLifetime lifetime)
{
    private const int MostReaders = 5_000;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private readonly HashSet<string> _known = [.. known.Select(k => k.Name)];
    private int _readers;

    public async Task Stream(HttpContext http, string names)
    {
        var wanted = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(_known.Contains).ToHashSet();
        if (wanted.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (Interlocked.Increment(ref _readers) > MostReaders)
        {
            Interlocked.Decrement(ref _readers);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Write(http.Response, wanted, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left or the program stops; the browser connects again by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private async Task Write(HttpResponse response, HashSet<string> wanted, CancellationToken ct)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // A proxy must not collect lines.
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 3000\n\n", ct);
        await response.Body.FlushAsync(ct);
        // Stopped from here also where writing fails, so that the enumerator always comes to rest before it is disposed.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var reader = events.Read(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(KeepAlive, ct)) != next)
                {
                    ct.ThrowIfCancellationRequested();
                    await response.WriteAsync(": still here\n\n", ct);
                }
                else if (await next)
                {
                    var happened = reader.Current;
                    if (wanted.Contains(happened.Name))
                        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Position}\nevent: {happened.Name}\ndata: {happened.Position}\n\n"), ct);
                    next = reader.MoveNextAsync().AsTask();
                }
                else
                    return;
                await response.Body.FlushAsync(ct);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}

internal static class LiveRoute
{
    public static void MapLive(this WebApplication app) =>
        app.MapGet("/su-kien", (HttpContext http, string? names, Live live) => live.Stream(http, names ?? ""))
            .WithMetadata(new OpenToAttribute(Audience.Everyone));
}
