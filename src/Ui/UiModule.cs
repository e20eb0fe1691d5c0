using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>Layout, tag helpers, words, error pages and the rules of every answer.</summary>
public static class UiModule
{
    /// <summary>Registers what pages need; the host adds each module's assembly as an application part by referencing it.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddSingleton(new TextSource(typeof(UiModule).Assembly));
        services.TryAddSingleton<Texts>();
        services.AddHttpContextAccessor();
        services.AddSingleton<Words>().AddSingleton<Slots>().AddSingleton<RazorText>().AddSingleton<ErrorPages>().AddSingleton<Assets>();
        services.AddSingleton<HtmlEncoder>(Markup.Encoder);

        services.AddOptions<UiOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            configuration.GetSection("Sen:Ui").Bind(options);
            options.Demo |= configuration.GetValue<bool>("Sen:Demo");
        });

        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            pages.Conventions.ConfigureFilter(new HandlerNeeded());
        }).ConfigureApplicationPartManager(parts =>
        {
            parts.FeatureProviders.Add(new InternalComponents());
            // A host that references us has the part already; a test host has not.
            var us = typeof(UiModule).Assembly;
            if (parts.ApplicationParts.All(part => part.Name != us.GetName().Name))
                foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(us).GetApplicationParts(us))
                    parts.ApplicationParts.Add(part);
        }).AddDataAnnotationsLocalization();
        services.ConfigureOptions<FormWords>();

        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure(options =>
        {
            options.Cookie.Name = "sen-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddSingleton<IResponseCompressionProvider, PublicCompression>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, LimitsSetup>();
        return services;
    }

    /// <summary>
    /// The outer half of the pipeline, before sign-in: request id, headers, language, error pages, limits, routing. Then
    /// comes the sign-in, which sets the <see cref="Actor"/>, then <see cref="MapUi"/>.
    /// </summary>
    public static WebApplication UseUi(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<ErrorPages>();
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<Headers>();
        app.UseResponseCompression();
        app.UseMiddleware<LanguagePath>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = pages.Failed,
            AllowStatusCode404Response = true,
            // An edit that came too late is no failure of the program.
            SuppressDiagnosticsCallback = context => pages.Expects(context.Exception),
        });
        app.UseStatusCodePages(pages.Status);
        app.UseRouting();
        app.UseMiddleware<Maintenance>();
        app.UseRateLimiter();
        return app;
    }

    /// <summary>The inner half, after sign-in: the gate before every page, then pages, static files and the modules' own routes.</summary>
    public static WebApplication MapUi(this WebApplication app)
    {
        app.UseMiddleware<Gate>();
        // Run from the build folder, the framework would read each file anew and send it large; only development wants that.
        if (!app.Environment.IsDevelopment())
            app.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        app.MapStaticAssets();
        app.MapRazorPages();
        foreach (var routes in app.Services.GetServices<Routes>())
            routes.Map(app);
        app.Services.GetRequiredService<Assets>().Learn(app);
        return app;
    }
}
