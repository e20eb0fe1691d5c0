using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// Headers of every answer: nothing inline, nothing from elsewhere (OWASP ASVS 5.0 chapter 3). Pages of somebody
/// signed in are never stored; public pages may be, until the visitor's cookie changes.
/// </summary>
internal sealed class Headers(RequestDelegate next, IOptions<UiOptions> options, IWebHostEnvironment environment)
{
    private readonly string _policy = string.Join("; ",
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "frame-src 'self'", "frame-ancestors 'self'", "base-uri 'none'", "manifest-src 'self'",
        "form-action " + string.Join(' ', options.Value.FormTargets.Prepend("'self'")));

    public Task Invoke(HttpContext http)
    {
        // At the start of the answer: the page of a failure begins with cleared headers.
        http.Response.OnStarting(() =>
        {
            Set(http);
            Cache(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers["X-Request-Id"] = http.TraceIdentifier;
        // A file of a stranger brings a stricter one.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!environment.IsDevelopment() && http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }

    private static void Cache(HttpContext http)
    {
        // A font carries its version in its name. Asked anew at each page, it would come too late for the first letters.
        if (http.Request.Path.Value is { } path && path.EndsWith(".woff2", StringComparison.Ordinal) && http.Response.StatusCode == 200)
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (http.Response.Headers.CacheControl.Count > 0 || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return;
        var open = http.GetEndpoint()?.Metadata.GetMetadata<OpenToAttribute>()?.Audience == Audience.Everyone;
        if (open && http.Actor().Kind == ActorKind.Anonymous && http.Response.StatusCode == 200 && HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.CacheControl = "public, max-age=30";
            http.Response.Headers.Append("Vary", "Cookie");
        }
        else
            http.Response.Headers.CacheControl = "no-store";
    }
}
