using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Sen.Data;
using Sen.Host;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Tests.Browser;

/// <summary>What everybody meets, and the pages of accounts, units, rules and processes, share one installation.</summary>
[CollectionDefinition(Name)]
public sealed class InstallationCollection : ICollectionFixture<Installation>
{
    public const string Name = "installation";
}

/// <summary>The long walks of papers share another, at the same time.</summary>
[CollectionDefinition(Name)]
public sealed class PapersCollection : ICollectionFixture<Installation>
{
    public const string Name = "papers";
}

/// <summary>
/// The demonstration province as <c>./run</c> makes it, for one collection of tests: a PostgreSQL of its own, both packs, the real
/// host with its loops on a real port, the VNeID stand-in, and Chromium. Nothing of it outlives the run.
/// </summary>
public sealed class Installation : IAsyncLifetime
{
    // The same browser without its own window costs a third less.
    private static readonly string[] Chromium = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    private readonly string _database = "b_" + Guid.NewGuid().ToString("n");
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sen-browser-").FullName;
    private Cluster _cluster = null!;
    private StandIn _vneid = null!;
    private WebApplication _app = null!;
    private IPlaywright _playwright = null!;
    private IReadOnlyList<DemoAccount> _accounts = [];

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Origin of the site.</summary>
    public string Address { get; } = $"http://localhost:{FreePort()}";

    /// <summary>Origin of the VNeID stand-in.</summary>
    public string VNeID { get; } = $"http://localhost:{FreePort()}";

    internal Troubles Troubles { get; } = new();

    public IServiceProvider Services => _app.Services;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The words of the interface: what a person looks for on the screen.</summary>
    public string Say(string language, string key, params object?[] args) => Services.GetRequiredService<Texts>().Get(language, key, args);

    /// <summary>An invented member of the staff.</summary>
    public DemoAccount Account(string userName) => _accounts.Single(a => a.UserName == userName);

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.Get();
        await _cluster.Create(_database);
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var vneid = StandIn.Start(new Uri(VNeID).Port, secret, Address);
        // The environment of the process: the builder's own reaches the web host alone.
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
        _app = WebApp.Build([], builder => Configure(builder, secret));
        Services.GetRequiredService<ILoggerFactory>().AddProvider(Troubles);
        await ApplyPacks();
        await _app.StartAsync();
        _accounts = await Services.GetRequiredService<DemoAccounts>().All(default);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.First(File.Exists),
            Headless = true,
            // Pages and axe run for moments: what the optimising compilers would gain they cost.
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--no-opt,--no-maglev"],
        });
        _vneid = await vneid;
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _vneid?.Dispose();
        await _cluster.Drop(_database);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private void Configure(WebApplicationBuilder builder, string secret)
    {
        builder.WebHost.UseUrls(Address);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
            ["Sen:Database"] = _cluster.App(_database),
            ["Sen:RunLoops"] = "true",
            ["Sen:DataFolder"] = _folder,
            ["Sen:FileKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Sen:PublicUrl"] = Address,
            ["Sen:Demo"] = "true",
            ["Sen:StandIns"] = "true",
            ["Sen:Tsa"] = Address + "/mo-phong/tsa",
            ["Sen:VNeID:Authority"] = VNeID,
            ["Sen:VNeID:ClientId"] = "sen",
            ["Sen:VNeID:ClientSecret"] = secret,
            ["Sen:Ui:ProvinceName:vi"] = "Tỉnh An Giang",
            ["Sen:Ui:ProvinceName:en"] = "An Giang Province",
            ["Sen:Ui:ProvinceName:ar"] = "محافظة آن جيانغ",
            // Several people share one address here, and none of them waits.
            ["Sen:Ui:RequestsPerMinute"] = "100000",
            ["Sen:Ui:SignInsPerFiveMinutes"] = "1000",
            ["Sen:Ui:UploadsPerMinute"] = "1000",
            ["Sen:Ui:SearchesPerMinute"] = "1000",
            // As published: files compressed and kept for good.
            ["ReloadStaticAssetsAtRuntime"] = "false",
        });
    }

    private async Task ApplyPacks()
    {
        await using var scope = Services.CreateAsyncScope();
        foreach (var name in new[] { "vietnam", "an-giang" })
        {
            var pack = new Pack(Path.Combine(Repository, "packs", name));
            foreach (var part in Services.GetServices<PackPart>().OrderBy(p => p.Order))
                await part.Apply(scope.ServiceProvider, pack, default);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sen.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
