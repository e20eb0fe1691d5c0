using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Ui;

namespace Sen.Tests.Identity;

/// <summary>An Giang with its packs and demonstration people, served on a free port, and a VNeID to sign in with.</summary>
public sealed class Province : IAsyncLifetime
{
    private readonly Postgres _postgres = new();
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sen-province");
    private WebApplication _app = null!;

    internal TinyProvider VNeID { get; } = new();
    public IServiceProvider Services => _app.Services;
    public string DataFolder => _folder.FullName;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await VNeID.Start();
        var self = typeof(Province).Assembly.GetName().Name!;
        var manifest = Path.Combine(AppContext.BaseDirectory, self + ".staticwebassets.endpoints.json");
        if (!File.Exists(manifest))
            await File.WriteAllTextAsync(manifest, """{"Version":1,"ManifestType":"Build","Endpoints":[]}""");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = self, EnvironmentName = "Testing" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sen:Database"] = _postgres.App,
            ["Sen:DataFolder"] = DataFolder,
            ["Sen:Demo"] = "true",
            ["Sen:Ui:SignInsPerFiveMinutes"] = "1000",
            ["Sen:VNeID:Authority"] = VNeID.Address,
            ["Sen:VNeID:ClientId"] = TinyProvider.ClientId,
            ["Sen:VNeID:ClientSecret"] = TinyProvider.ClientSecret,
        });
        builder.Services.AddData(builder.Configuration);
        builder.Services.AddUi().AddDirectory().AddIdentity(builder.Configuration);
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts =>
        {
            foreach (var assembly in new[] { typeof(DirectoryModule).Assembly, typeof(IdentityModule).Assembly })
                if (parts.ApplicationParts.All(part => part.Name != assembly.GetName().Name))
                    foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
                        parts.ApplicationParts.Add(part);
        });
        _app = builder.Build();
        _app.UseUi();
        _app.UseIdentity();
        _app.MapUi();
        await ApplyPacks();
        await _app.StartAsync();
    }

    /// <summary>Applies both packs in order, as <c>sen pack apply</c> does; the lines of the report.</summary>
    public async Task<IReadOnlyList<string>> ApplyPacks()
    {
        var lines = new List<string>();
        foreach (var name in new[] { "vietnam", "an-giang" })
            foreach (var part in Services.GetServices<PackPart>().OrderBy(p => p.Order))
                if (await part.Apply(Services, new Pack(Path.Combine(Repository(), "packs", name)), default) is { Length: > 0 } line)
                    lines.Add(line);
        return lines;
    }

    /// <summary>A browser with its own cookies, which shows redirects instead of following them.</summary>
    public HttpClient Browser()
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_app.Urls.Single()) };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    /// <summary>Posts the staff form with the antiforgery token of its page.</summary>
    public static async Task<HttpResponseMessage> SignIn(HttpClient browser, string userName, string password, string query = "")
    {
        var page = await Page(await browser.GetAsync("/dang-nhap/can-bo" + query));
        return await browser.PostAsync("/dang-nhap/can-bo" + query, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["UserName"] = userName,
            ["Password"] = password,
            ["__RequestVerificationToken"] = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
        }));
    }

    /// <summary>A browser in which the demonstration's account is signed in.</summary>
    public async Task<HttpClient> SignedIn(string userName)
    {
        var browser = Browser();
        (await SignIn(browser, userName, await Password(userName))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return browser;
    }

    public async Task<string> Password(string userName) =>
        (await Services.GetRequiredService<DemoAccounts>().All(default)).Single(a => a.UserName == userName).Password;

    public static async Task<IDocument> Page(HttpResponseMessage answer) =>
        await Read(await answer.Content.ReadAsStringAsync());

    private static Task<IDocument> Read(string html) => BrowsingContext.New().OpenAsync(request => request.Content(html));

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await VNeID.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sen.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
