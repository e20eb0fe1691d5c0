using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Tests.Unit.Ui;

/// <summary>A program of Sen.Ui alone on a free port, with a few endpoints that refuse and fail in every way.</summary>
public sealed class UiHost : IAsyncLifetime
{
    internal sealed class StaleException : Exception;

    internal sealed class Greeting : ViewComponent
    {
        public IViewComponentResult Invoke(Ref? subject = null) => Content($"greeting {subject}");
    }

    private WebApplication _app = null!;
    public HttpClient Browser { get; private set; } = null!;
    public IServiceProvider Services => _app.Services;

    public async Task InitializeAsync()
    {
        // The manifest of static files belongs to the real host; here there are none.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Sen.Tests.Unit.staticwebassets.endpoints.json"),
            """{"Version":1,"ManifestType":"Build","Endpoints":[]}""");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Sen.Tests.Unit", EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sen:Demo"] = "true",
            ["Sen:Ui:ProvinceName:vi"] = "Tỉnh An Giang",
            ["Sen:Ui:SignInsPerFiveMinutes"] = "2",
            ["Sen:Ui:FormTargets:0"] = "https://vneid.example",
        });
        var services = builder.Services;
        services.AddUi();
        services.AddSingleton(new MenuEntry("public", 1, "ui.home", "/phong-cach"));
        services.AddSingleton(new MenuEntry("staff", 1, "ui.sign-in", "/ky-so", "dossier.sign"));
        services.AddSingleton(new Panel("style", 1, "Greeting"));
        services.AddSingleton(new ErrorPage(typeof(StaleException), 409, "ui.date"));
        services.AddSingleton(new PermissionRoles((_, _, _) => Task.FromResult<IReadOnlyList<string>>(["leader"])));
        var everyone = new OpenToAttribute(Audience.Everyone);
        services.AddSingleton(new Routes(routes =>
        {
            routes.MapGet("/hong", string () => throw new InvalidOperationException("secret detail")).WithMetadata(everyone);
            routes.MapGet("/cu", string () => throw new StaleException()).WithMetadata(everyone);
            routes.MapGet("/sai", () => (Problem.Invalid("ui.date", "Born") with { Rule = "Nghị định 30/2020/NĐ-CP" }).ToHttp()).WithMetadata(everyone);
            routes.MapGet("/ky-so", () => "signed").WithMetadata(new OpenToAttribute(Audience.Staff, "dossier.sign"));
            routes.MapGet("/cua-toi", () => "mine").WithMetadata(new OpenToAttribute(Audience.Citizen));
            routes.MapGet("/quen", () => "open to nobody");
            routes.MapPost("/thu", () => "tried").WithMetadata(everyone, new EnableRateLimitingAttribute(Limits.SignIn)).DisableAntiforgery();
        }));
        _app = builder.Build();
        _app.UseUi();
        _app.Use((http, next) =>
        {
            if (http.Request.Headers["X-Actor"].ToString() is { Length: > 0 } kind)
                http.SetActor(new Actor(Enum.Parse<ActorKind>(kind), "1", "Nguyễn Thị Mai")
                {
                    Grants = http.Request.Headers["X-Grant"].ToString() is { Length: > 0 } grant ? [new Grant(grant, "", "leader")] : [],
                });
            return next(http);
        });
        _app.MapUi();
        await _app.StartAsync();
        Browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(_app.Urls.Single()),
        };
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
    }

    public Task<HttpResponseMessage> Get(string path, string accept = "text/html", string? actor = null, string? grant = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        if (actor is not null) request.Headers.Add("X-Actor", actor);
        if (grant is not null) request.Headers.Add("X-Grant", grant);
        return Browser.SendAsync(request);
    }

    public static async Task<IHtmlDocument> Read(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));
    }

    public async Task<IHtmlDocument> Page(string path) => await Read(await Get(path));
}
