using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>Registers the file store.</summary>
public static class FilesModule
{
    /// <summary>
    /// Adds <see cref="FileStore"/>. Reads <c>Sen:DataFolder</c>, <c>Sen:FileKey</c> (32 bytes, base64), <c>Sen:OldFileKeys</c>
    /// (a list, read only), <c>Sen:Clamd</c>, <c>Sen:StoreUnscanned</c> (true takes files while the scanner is away). The
    /// same key seals the data-protection keys.
    /// </summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TextSource(typeof(FilesModule).Assembly));
        services.AddSingleton(_ =>
        {
            string[] old = configuration.GetSection("Sen:OldFileKeys").Get<string[]>() ?? [];
            return new FileKeys(configuration["Sen:FileKey"] is { Length: > 0 } key ? [key, .. old] : []);
        });
        services.AddOptions<KeyManagementOptions>().Configure<FileKeys>((options, keys) => options.XmlEncryptor = new KeyXmlSeal(keys));
        return services.AddSingleton(provider =>
        {
            var sen = configuration.GetSection("Sen");
            var folder = sen["DataFolder"] ?? throw new InvalidOperationException("Sen:DataFolder is not set: files have no place to lie");
            var clamd = sen["Clamd"] is { Length: > 0 } address ? new Clamd(address, TimeSpan.FromSeconds(60)) : null;
            var vault = new FileVault(Path.Combine(folder, "files"), provider.GetRequiredService<FileKeys>(), clamd, sen.GetValue("StoreUnscanned", false),
                provider.GetRequiredService<ILogger<FileVault>>());
            // No upload lasts a day.
            vault.Sweep(provider.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-1));
            return new FileStore(provider.GetRequiredService<Database>(), vault);
        });
    }
}
