using Microsoft.AspNetCore.Builder;
using Sen.Ui;

namespace Sen.Identity;

/// <summary>
/// What a registered system may be allowed: <c>module.what</c>, with text <c>scope.NAME</c>. The module of the interface
/// registers it: <c>services.AddSingleton(new ClientScope("authority.read"))</c>.
/// </summary>
public sealed record ClientScope(string Name);

/// <summary>Opens endpoints to registered systems.</summary>
public static class ClientEndpoints
{
    /// <summary>
    /// Only a registered system with this scope may call: by <c>Authorization: Bearer</c> key or by client certificate. The
    /// actor is of kind Machine; its grants are its scopes at its unit, so <see cref="Access.Refuse"/> and lists by
    /// <see cref="Kernel.Actor.UnitsFor"/> hold for it as for staff. Over its limit a system gets 429, without key 401 (RFC 6750, RFC 9457).
    /// </summary>
    /// <param name="endpoint">As made by <c>MapGet</c> or <c>MapPost</c>.</param>
    /// <param name="scope">Name of a registered <see cref="ClientScope"/>; null opens it to every registered system.</param>
    public static T RequireClient<T>(this T endpoint, string? scope) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OpenToAttribute(Audience.Machine, scope));
}
