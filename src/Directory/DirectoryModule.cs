using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory.Edit;
using Sen.Directory.Import;
using Sen.Directory.Packs;
using Sen.Directory.Succeed;
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
        services.AddSingleton<SaveUnitHandler>().AddSingleton<DetailsHandler>().AddSingleton<CodesHandler>().AddSingleton<DaysHandler>();
        services.AddSingleton<Shares>().AddSingleton<MakeSuccessionHandler>().AddSingleton<CancelSuccessionHandler>().AddSingleton<CarryOut>().AddSingleton<CarryMoveHandler>();
        services.AddJobHandler<CarrySuccession>((job, context, ct) => context.Services.GetRequiredService<CarryOut>().Run(job, ct));
        services.AddJobHandler<CarryMove>((job, context, ct) => context.Services.GetRequiredService<CarryMoveHandler>().Run(job, ct));
        services.AddSingleton<ImportUnits>();
        services.AddSingleton(new Importer("units", "CSV with code, full_name, name_en, unit_type; with province_code the rows are communes. Provinces first.",
            (request, s, ct) => s.GetRequiredService<ImportUnits>().Run(request, ct)));
        services.AddSingleton(new MenuEntry("public", 40, "directory.offices.menu", "/noi-tiep-nhan"));
        services.AddSingleton(new MenuEntry("staff", 80, "directory.units.menu", "/danh-ba"));
        services.AddSingleton(new MenuEntry("staff", 82, "directory.days.title", "/ngay-nghi"));
        return services;
    }
}
