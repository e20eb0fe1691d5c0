using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory.Packs;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory;

/// <summary>Who and where: units, contact points, opening hours, holidays.</summary>
public static class DirectoryModule
{
    /// <summary>Registers the module.</summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.AddSingleton(new TextSource(typeof(DirectoryModule).Assembly));
        services.AddSingleton(new MigrationSource("directory", typeof(DirectoryModule).Assembly));
        services.AddSingleton<Units>().AddSingleton<OfficeCalendars>();
        services.AddSingleton<Offices.OfficesQuery>().AddSingleton<Browse.UnitQuery>();
        services.AddSingleton<UnitsPart>().AddSingleton<HolidaysPart>();
        services.AddSingleton(new PackPart("directory.holidays", 90, (s, pack, ct) => s.GetRequiredService<HolidaysPart>().Apply(pack, ct)));
        services.AddSingleton(new PackPart("directory.units", 100, (s, pack, ct) => s.GetRequiredService<UnitsPart>().Apply(pack, ct)));
        services.AddSingleton(new MenuEntry("public", 40, "directory.offices.menu", "/noi-tiep-nhan"));
        services.AddSingleton(new MenuEntry("staff", 80, "directory.units.menu", "/danh-ba"));
        return services;
    }
}
