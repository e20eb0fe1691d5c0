using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Host;

/// <summary>The web application: settings, modules, pipeline.</summary>
internal static class WebApp
{
    /// <summary>The application as it is served; start it, or let a test host it.</summary>
    /// <param name="args">Settings as <c>--Sen:Name=value</c>; they win over files and environment.</param>
    /// <param name="configure">Last word on settings and the server, for tests; the modules come after it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var app = Compose(args, configure);
        if (app.Environment.IsProduction() && app.Configuration.GetValue<bool>("Sen:StandIns"))
            throw new StandInsInProductionException();
        Pipeline(app);
        return app;
    }

    /// <summary>Settings and services without a pipeline, for commands; nothing runs.</summary>
    public static WebApplication Compose(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // The program's own name, whatever process hosts it: parts and assets are found by it.
            ApplicationName = typeof(WebApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddSen(args);
        configure?.Invoke(builder);
        Logs.Configure(builder);
        Telemetry.Configure(builder);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.Configure<ForwardedHeadersOptions>(TrustLoopbackOnly);
        builder.Services.AddSingleton<Live>();
        Modules.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseClientCertificates();
        app.UseForwardedHeaders();
        app.UseUi();
        app.NameTraces();
        app.UseIdentity();
        app.MapHealth();
        app.MapLive();
        app.MapUi();
    }

    /// <summary>A proxy on this machine tells who asked; anybody else who says so is not believed.</summary>
    private static void TrustLoopbackOnly(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        options.KnownProxies.Add(IPAddress.Loopback);
        options.KnownProxies.Add(IPAddress.IPv6Loopback);
    }
}
