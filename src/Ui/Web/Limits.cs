using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sen.Ui;

/// <summary>
/// Bounds on how much one address may ask: one for all pages, and named ones for what is dear or guessed at. A page
/// takes one with <c>[EnableRateLimiting(Limits.SignIn)]</c>.
/// </summary>
public static class Limits
{
    /// <summary>Tries to sign in.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Uploads.</summary>
    public const string Upload = "upload";

    /// <summary>Searches.</summary>
    public const string Search = "search";

    internal static void Set(RateLimiterOptions limits, UiOptions options)
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(Address(http), _ => new()
                {
                    TokenLimit = options.RequestsPerMinute,
                    TokensPerPeriod = Math.Max(1, options.RequestsPerMinute / 6),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(10),
                }));
        // Reading the form is free; only what it sends counts.
        limits.AddPolicy(SignIn, http => HttpMethods.IsGet(http.Request.Method)
            ? RateLimitPartition.GetNoLimiter("") : Window(http, options.SignInsPerFiveMinutes, TimeSpan.FromMinutes(5)));
        limits.AddPolicy(Upload, http => HttpMethods.IsGet(http.Request.Method)
            ? RateLimitPartition.GetNoLimiter("") : Window(http, options.UploadsPerMinute, TimeSpan.FromMinutes(1)));
        limits.AddPolicy(Search, http => Window(http, options.SearchesPerMinute, TimeSpan.FromMinutes(1)));
        limits.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(30);
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await context.HttpContext.RequestServices.GetRequiredService<ErrorPages>().Write(context.HttpContext, StatusCodes.Status429TooManyRequests);
        };
    }

    private static RateLimitPartition<string> Window(HttpContext http, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(Address(http), _ => new() { PermitLimit = permits, Window = window });

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}

internal sealed class LimitsSetup(IOptions<UiOptions> options) : IConfigureOptions<RateLimiterOptions>
{
    public void Configure(RateLimiterOptions limits) => Limits.Set(limits, options.Value);
}
