using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Data;
using Sen.Identity.Clients;
using Sen.Identity.MyData;
using Sen.Identity.Packs;
using Sen.Identity.Personnel;
using Sen.Identity.Represent;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Identity.VNeID;
using Sen.Identity.Why;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity;

/// <summary>Who one is, and why one may: sign-in, sessions, roles, access.</summary>
public static class IdentityModule
{
    /// <summary>Registers the module.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TextSource(typeof(IdentityModule).Assembly));
        services.AddSingleton(new MigrationSource("identity", typeof(IdentityModule).Assembly));
        services.AddMemoryCache();
        services.AddSingleton<People>().AddSingleton<Staff>().AddSingleton<RowFilter>()
            .AddSingleton(s => new DemoAccounts(s.GetRequiredService<Database>(), s.GetRequiredService<DemoPasswords>(), s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<ActorReader>().AddSingleton<SessionStore>().AddSingleton<DemoPasswords>();
        services.AddSingleton<CitizenSignInHandler>();
        services.AddStaffSignIn(configuration);
        services.AddClients(configuration);
        services.AddRepresent();
        services.AddMyData();
        services.AddSingleton<RoleNames>().AddSingleton<ExplainQuery>();
        services.AddSingleton<RolesPart>().AddSingleton<DemoStaffPart>().AddSingleton<DemoCitizensPart>();
        services.AddSingleton(new PackPart("identity.roles", 200, (s, pack, ct) => s.GetRequiredService<RolesPart>().Apply(pack, ct)));
        services.AddSingleton(new PackPart("identity.demo-staff", 900, (s, pack, ct) => s.GetRequiredService<DemoStaffPart>().Apply(pack, ct)));
        services.AddSingleton(new PackPart("identity.demo-citizens", 901, (s, pack, ct) => s.GetRequiredService<DemoCitizensPart>().Apply(pack, ct)));
        services.AddSingleton(new Routes(VNeIDRoutes.Map));
        services.AddSingleton(new MenuEntry("staff", 90, "identity.why.menu", "/quyen", Permissions.AccessExplain));
        services.AddSingleton(new MenuEntry("citizen", 80, "identity.inbox.menu", "/hop-thu"));
        services.AddSingleton(new MenuEntry("citizen", 90, "identity.account.menu", "/tai-khoan"));
        services.AddSingleton(new MenuEntry("staff", 95, "identity.inbox.menu", "/hop-thu"));
        services.AddSingleton(new MenuEntry("staff", 99, "identity.account.menu", "/tai-khoan"));
        services.AddSingleton(new PermissionRoles((permission, s, ct) => s.GetRequiredService<RoleNames>().Giving(permission, ct)));
        services.AddSingleton<AddresseeQuery>();
        services.AddSingleton<FindAddressee>(s => s.GetRequiredService<AddresseeQuery>().Find);
        services.AddDelivery(configuration);
        services.AddPeople();
        AddSignIn(services);
        return services;
    }

    /// <summary>Reads who acts: stands between <c>UseUi</c> and <c>MapUi</c>, whose gate decides by it.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(SessionCookie.SetActor);
        app.Use(ClientSignIn.Invoke);
        return app;
    }

    /// <summary>Takes the certificate of a system from a TLS proxy on this machine; stands before forwarded headers are read.</summary>
    public static IApplicationBuilder UseClientCertificates(this IApplicationBuilder app)
    {
        var clients = app.ApplicationServices.GetRequiredService<ClientSignIn>();
        app.Use(clients.Certificate);
        return app;
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddAuthentication(SessionCookie.Scheme)
            .AddCookie(SessionCookie.Scheme)
            .AddOAuth<VNeIDOptions, VNeIDHandler>(VNeIDOptions.Scheme, "VNeID", VNeIDFailure.Configure);
        services.AddOptions<CookieAuthenticationOptions>(SessionCookie.Scheme)
            .Configure<IHostEnvironment>(SessionCookie.Configure);
        services.AddOptions<VNeIDOptions>(VNeIDOptions.Scheme)
            .Configure<IConfiguration, IHostEnvironment>((options, configuration, environment) => options.Configure(configuration, environment));
    }
}
