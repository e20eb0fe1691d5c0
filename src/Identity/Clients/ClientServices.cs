using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>Registers machine clients: their desk, their sign-in, and the interface that says who one is.</summary>
internal static class ClientServices
{
    public static void AddClients(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ClientReader>().AddSingleton<ClientSignIn>().AddSingleton<ClientDesk>().AddSingleton<ClientKeys>();
        services.AddSingleton(new MenuEntry("staff", 93, "identity.clients.menu", "/he-thong-ket-noi", Permissions.ClientsManage));
        services.AddSingleton(new Routes(Map));
        // Off unless asked for: a browser with certificates of its own would ask its person which to show.
        if (configuration.GetValue("Sen:ClientCertificates", false))
            services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                // Each certificate is registered by itself; the handshake has proved that the system holds its key.
                https.AllowAnyClientCertificate();
            }));
    }

    private static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/toi", Me).RequireClient(scope: null);

    /// <summary>Who the key is of, what it may, until when: what an integrator asks first.</summary>
    private static IResult Me(HttpContext http)
    {
        var client = (KnownClient)http.Items[typeof(KnownClient)]!;
        return Results.Json(new
        {
            client = client.Actor.Id,
            name = client.Actor.Name,
            unit = client.Actor.UnitPath,
            scopes = client.Actor.Grants.Select(g => g.Permission),
            key = client.KeyId,
            expiresAt = client.ExpiresAt,
            perMinute = client.PerMinute,
        });
    }
}
