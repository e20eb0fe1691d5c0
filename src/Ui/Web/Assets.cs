using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Sen.Ui;

/// <summary>Addresses of static files with the fingerprint of their content, so that browsers keep them for good.</summary>
public sealed class Assets
{
    private FrozenDictionary<string, string> _addresses = FrozenDictionary<string, string>.Empty;

    /// <summary>Address of a file: <c>lib/app.css</c> gives <c>/lib/app.abc123.css</c>.</summary>
    public string this[string file] => "/" + _addresses.GetValueOrDefault(file, file);

    internal void Learn(IEndpointRouteBuilder routes) =>
        _addresses = routes.DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .Select(asset => (Label: asset.Properties.FirstOrDefault(p => p.Name == "label")?.Value, asset.Route))
            .Where(asset => asset.Label is not null)
            .GroupBy(asset => asset.Label!)
            .ToFrozenDictionary(group => group.Key, group => group.First().Route);
}
