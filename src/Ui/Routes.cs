using Microsoft.AspNetCore.Routing;

namespace Sen.Ui;

/// <summary>Endpoints of a module that are not pages (downloads, machine interfaces, live events); each carries <see cref="OpenToAttribute"/>.</summary>
public sealed record Routes(Action<IEndpointRouteBuilder> Map);

/// <summary>Name of an event of which anybody may know that it happened: live pages of visitors without sign-in follow it.</summary>
public sealed record PublicEvent(string Name);
