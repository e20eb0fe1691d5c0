using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Keys, signatures on documents, and their verification.</summary>
public static class SigningModule
{
    /// <summary>Adds the module; reads <c>Sen:FileKey</c>, <c>Sen:OldFileKeys</c> and <c>Sen:StandIns</c>.</summary>
    public static IServiceCollection AddSigning(this IServiceCollection services, IConfiguration configuration)
    {
        var here = Assembly.GetExecutingAssembly();
        services.AddSingleton(new TextSource(here));
        services.AddSingleton(new MigrationSource("signing", here));
        services.AddSingleton(s => SigningOptions.From(configuration, s.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton(_ => new KeySeal([
            configuration["Sen:FileKey"] ?? throw new InvalidOperationException("Sen:FileKey is not set: private keys cannot be sealed"),
            .. configuration.GetSection("Sen:OldFileKeys").Get<string[]>() ?? []]));
        services.AddSingleton(new Pkcs11Options(configuration["Sen:Signing:Pkcs11:Engine"] ?? "pkcs11", configuration["Sen:Signing:Pkcs11:PinFile"]));
        services.AddHttpClient("csc", client => client.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton(s => CscKeys.From(configuration, s.GetRequiredService<IHttpClientFactory>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHostEnvironment>().IsProduction()));
        services.AddSingleton<IKeyProvider, SoftwareKeys>();
        services.AddSingleton<IKeyProvider, Pkcs11Keys>();
        services.AddSingleton<IKeyProvider>(s => s.GetRequiredService<CscKeys>());
        services.AddSingleton<IKeyProvider, TokenKeys>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyDesk>();
        services.AddHostedService<ResealKeys>();
        services.AddHttpClient("trust", client => client.Timeout = TimeSpan.FromSeconds(10)).ConfigurePrimaryHttpMessageHandler(s =>
            OutsideOnly.Handler(s.GetRequiredService<SigningOptions>().Tsa is { } tsa ? [tsa.Host] : []));
        services.AddHttpClient("desk", client => client.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<TrustServices>();
        services.AddSingleton<Signer>();
        services.AddSingleton<Checker>();
        services.AddSingleton(s => new DocumentSigner(s.GetRequiredService<Signer>()));
        services.AddSingleton(s => new Verifier(s.GetRequiredService<Checker>()));
        services.AddSingleton<RequestQuery>();
        services.AddSingleton<CreateRequestHandler>();
        services.AddSingleton(s => new SignatureRequests(s.GetRequiredService<CreateRequestHandler>()));
        services.AddSingleton<SignStepHandler>();
        services.AddSingleton<CloseRequestHandler>();
        services.AddSingleton<FollowWork>();
        services.AddSingleton<FollowUnit>();
        services.AddSubscriber<UnitSucceeded>("signing.follow-unit", (moved, context, ct) => context.Services.GetRequiredService<FollowUnit>().Handle(moved, ct));
        services.AddSingleton(new OpenWork("signing.open-work", (of, s, ct) => s.GetRequiredService<FollowUnit>().Count(of, ct)));
        services.AddSubscriber<WorkHandedOver>("signing.follow-work", (given, context, ct) => context.Services.GetRequiredService<FollowWork>().Handle(given, ct));
        services.AddSingleton<SignBatchHandler>();
        services.AddSingleton<Tickets>();
        services.AddJobHandler<SignBatchJob>(SignBatchHandler.RunJob, new JobOptions { Lease = TimeSpan.FromMinutes(2) });
        services.AddSingleton(new PackPart("signing.keys", 950, DevelopmentKeys.Run));
        services.AddSingleton(new Routes(TimestampEndpoint.Map));
        services.AddSingleton(new Routes(TokenService.Map));
        services.AddSingleton(new Routes(DeskEndpoints.Map));
        services.AddSingleton(new Routes(Downloads.Map));
        services.AddSingleton<ApiSigning>();
        foreach (var scope in ApiScopes.All)
            services.AddSingleton(new ClientScope(scope));
        services.AddSingleton(new Routes(ApiEndpoints.Map));
        if (configuration.GetValue<bool>("Sen:StandIns"))
            services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, WebSocketsForStandIn>();
        services.AddSingleton(new PublicEvent("signing.request-closed"));
        services.AddSingleton(new MenuEntry("staff", 20, "signing.menu.requests", "/ky-so"));
        services.AddSingleton(new MenuEntry("staff", 890, "signing.keys.menu", "/ky-so/khoa", Permissions.SigningKeys));
        services.AddSingleton(new MenuEntry("public", 40, "signing.menu.verify", "/xac-thuc"));
        return services;
    }
}
