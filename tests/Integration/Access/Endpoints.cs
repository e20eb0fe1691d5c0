using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Sen.Ui;

namespace Sen.Tests.Access;

/// <summary>One endpoint of the program and for whom it is, as a line of <c>endpoints.txt</c> says it.</summary>
internal sealed record Door(string Method, string Path, Audience Audience, string? Permission)
{
    public override string ToString() => $"{Method} {Path} {Audience} {Permission ?? "-"}";

    /// <summary>An address that reaches it; what it names is nowhere.</summary>
    public string Address => System.Text.RegularExpressions.Regex.Replace(Path, @"\{(\w+)(:\w+)?\??\}",
        m => m.Groups[2].Value == ":guid" ? "00000000-0000-0000-0000-000000000001" : m.Groups[2].Value is ":long" or ":int" ? "999999" : "khong-co");

    /// <summary>The doors of a running program, without static files. A page answers GET, and POST when a handler takes it.</summary>
    public static IReadOnlyList<Door> Of(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(e => Methods(e).Select(method =>
            {
                var open = e.Metadata.GetMetadata<OpenToAttribute>() ?? throw new InvalidOperationException($"{e.RoutePattern.RawText} does not say for whom it is");
                return new Door(method, "/" + e.RoutePattern.RawText!.TrimStart('/'), open.Audience, open.Permission);
            }))
            .Distinct().OrderBy(d => d.Path, StringComparer.Ordinal).ThenBy(d => d.Method, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Methods(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            return endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        var model = (page as CompiledPageActionDescriptor)?.HandlerMethods.Select(h => h.HttpMethod.ToUpperInvariant()).Where(m => m is "GET" or "POST" or "PUT" or "DELETE") ?? [];
        return model.Append("GET").Distinct();
    }
}
