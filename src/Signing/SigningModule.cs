using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Keys, signatures on documents, and their verification.</summary>
public static class SigningModule
{
    /// <summary>Adds the module; reads <c>Sen:FileKey</c> and <c>Sen:StandIns</c>.</summary>
    public static IServiceCollection AddSigning(this IServiceCollection services, IConfiguration configuration)
    {
        var here = Assembly.GetExecutingAssembly();
        services.AddSingleton(new TextSource(here));
        services.AddSingleton(new MigrationSource("signing", here));
        services.AddSingleton(new SigningOptions(configuration.GetValue<bool>("Sen:StandIns")));
        services.AddSingleton(_ => new KeySeal(configuration["Sen:FileKey"]
            ?? throw new InvalidOperationException("Sen:FileKey is not set: private keys cannot be sealed")));
        services.AddSingleton(new Pkcs11Options(configuration["Sen:Signing:Pkcs11:Engine"] ?? "pkcs11", configuration["Sen:Signing:Pkcs11:PinFile"]));
        services.AddHttpClient("csc", client => client.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton(s => CscKeys.From(configuration, s.GetRequiredService<IHttpClientFactory>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHostEnvironment>().IsProduction()));
        services.AddSingleton<IKeyProvider, SoftwareKeys>();
        services.AddSingleton<IKeyProvider, Pkcs11Keys>();
        services.AddSingleton<IKeyProvider>(s => s.GetRequiredService<CscKeys>());
        services.AddSingleton<IKeyProvider, TokenKeys>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<Signer>();
        services.AddSingleton<Checker>();
        services.AddSingleton(s => new DocumentSigner(s.GetRequiredService<Signer>()));
        services.AddSingleton(s => new Verifier(s.GetRequiredService<Checker>()));
        services.AddSingleton(new PackPart("signing.keys", 950, DevelopmentKeys.Run));
        services.AddSingleton(new Routes(TimestampEndpoint.Map));
        services.AddSingleton(new MenuEntry("public", 40, "signing.menu.verify", "/xac-thuc"));
        return services;
    }
}
