using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Configuration;

namespace Sen.Ui;

/// <summary>On an endpoint: answers during maintenance, too, such as the health that machines watch.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenInMaintenanceAttribute : Attribute;

/// <summary>While <c>Sen:Maintenance</c> is true every page says when to come back.</summary>
internal sealed class Maintenance(RequestDelegate next, ErrorPages pages, IConfiguration configuration)
{
    public Task Invoke(HttpContext http)
    {
        if (!configuration.GetValue<bool>("Sen:Maintenance")
            || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || http.GetEndpoint()?.Metadata.GetMetadata<OpenInMaintenanceAttribute>() is not null)
            return next(http);
        http.Response.Headers.RetryAfter = "600";
        return pages.Write(http, StatusCodes.Status503ServiceUnavailable);
    }
}
