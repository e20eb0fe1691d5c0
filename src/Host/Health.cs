using System.Net;
using Sen.Data;
using Sen.Host.Checks;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Host;

/// <summary>
/// <c>/song</c>: the process answers. <c>/san-sang</c>: it can serve, or 503 as RFC 9457 problem; the reasons are told to
/// this machine only, since they describe the inside.
/// </summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this WebApplication app)
    {
        var everyone = new OpenToAttribute(Audience.Everyone);
        var always = new OpenInMaintenanceAttribute();
        app.MapGet("/song", () => Results.Json(new { status = "live" })).WithMetadata(everyone, always).DisableRateLimiting();
        app.MapGet("/san-sang", Ready).WithMetadata(everyone, always).DisableRateLimiting();
    }

    private static async Task<IResult> Ready(HttpContext http, Readiness readiness, Texts texts, IConfiguration configuration)
    {
        http.Response.Headers.CacheControl = "no-store";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        List<string> reasons = [.. new FolderChecks(configuration).Essential().Where(d => d.Grade is Grade.Wrong).Select(d => $"{d.What}: {d.Says}")];
        try
        {
            reasons.AddRange((await readiness.Look(patience.Token)).Where(f => f.Blocks).Select(f => texts.Get("en", f.Problem)));
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            reasons.Add("The database does not answer in time.");
        }
        return reasons.Count == 0 ? Results.Json(new { status = "ready" }) : NotReady(http, reasons);
    }

    private static IResult NotReady(HttpContext http, List<string> reasons)
    {
        var isNear = http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
        return Results.Problem(
            type: "about:blank",
            title: "Not ready to serve",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: isNear ? new Dictionary<string, object?> { ["reasons"] = reasons } : null);
    }
}
