using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Portal;

/// <summary>The homes: of the public, of the signed-in citizen, of the staff; and the pages every site must have.</summary>
public static class PortalModule
{
    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddSingleton(new TextSource(Assembly.GetExecutingAssembly()));
        services.AddSingleton(new MenuEntry("staff", 1, "portal.menu.work", "/can-bo"));
        services.AddSingleton(new MenuEntry("citizen", 1, "portal.menu.mine", "/cua-toi"));
        services.AddSingleton(new MenuEntry("public", 50, "portal.menu.help", "/tro-giup"));
        services.AddSingleton(new MenuEntry("foot", 1, "portal.menu.help", "/tro-giup"));
        services.AddSingleton(new MenuEntry("foot", 2, "portal.access.title", "/kha-nang-tiep-can"));
        services.AddSingleton(new MenuEntry("foot", 3, "portal.privacy.title", "/du-lieu-ca-nhan"));
        return services;
    }
}
