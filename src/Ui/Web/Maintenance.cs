using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Configuration;

namespace Sen.Ui;

/// <summary>While <c>Sen:Maintenance</c> is true every page says when to come back; <c>/suc-khoe</c> still answers the machines that watch.</summary>
internal sealed class Maintenance(RequestDelegate next, ErrorPages pages, IConfiguration configuration)
{
    public Task Invoke(HttpContext http)
    {
        if (!configuration.GetValue<bool>("Sen:Maintenance")
            || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || http.Request.Path.StartsWithSegments("/suc-khoe"))
            return next(http);
        http.Response.Headers.RetryAfter = "600";
        return pages.Write(http, StatusCodes.Status503ServiceUnavailable);
    }
}
