using Microsoft.AspNetCore.Routing;

namespace Sen.Ui;

/// <summary>Endpoints of a module that are not pages (downloads, machine interfaces, live events); each carries <see cref="OpenToAttribute"/>.</summary>
public sealed record Routes(Action<IEndpointRouteBuilder> Map);
