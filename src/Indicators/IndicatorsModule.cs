using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Indicators;

/// <summary>Boards that leaders steer by; every figure is computed from records.</summary>
public static class IndicatorsModule
{
    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddIndicators(this IServiceCollection services)
    {
        services.AddSingleton(new TextSource(Assembly.GetExecutingAssembly()));
        services.AddSingleton<SettlementBoard>();
        services.AddMemoryCache();
        services.AddSingleton(new Panel("home.public", 50, "PublicFigures"));
        services.AddSingleton(new MenuEntry("staff", 30, "indicators.menu", "/dieu-hanh", Permissions.BoardView));
        return services;
    }
}
