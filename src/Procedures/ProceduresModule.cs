using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The one-stop mechanism: catalogue of procedures, applications, desk, settlement, results, ratings.</summary>
public static class ProceduresModule
{
    /// <summary>Adds the module; reads <c>Sen:PublicUrl</c>.</summary>
    public static IServiceCollection AddProcedures(this IServiceCollection services, IConfiguration configuration)
    {
        var here = Assembly.GetExecutingAssembly();
        services.AddSingleton(new TextSource(here));
        services.AddSingleton(new MigrationSource("procedures", here));
        services.AddSingleton(new PackPart("procedures.catalogue", 400, ApplyProcedures.Run));
        services.AddSingleton(new RuleSource(ProcedureRules.Read));
        services.AddSingleton(new PublicAddress(configuration["Sen:PublicUrl"] ?? "http://localhost:8080"));

        services.AddSingleton<ProcedureCatalogue>();
        services.AddSingleton<ProcedureSearch>();
        services.AddSingleton(new WarmIndex("procedures", (s, ct) => s.GetRequiredService<ProcedureSearch>().Warm(ct)));
        services.AddSingleton<ImportProcedures>();
        services.AddSingleton(new Importer("procedures", "the national list of procedures, one JSON record a line, plain or gzip; the whole list each time.",
            (request, s, ct) => s.GetRequiredService<ImportProcedures>().Run(request, ct)));
        services.AddSingleton<Drafts>();
        services.AddSingleton<Dossiers>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<PrintJobs>();
        services.AddSingleton<SubmitDossierHandler>();
        services.AddSingleton<AcceptDossierHandler>();
        services.AddSingleton<DecideIntakeHandler>();
        services.AddSingleton<AnswerDossierHandler>();
        services.AddSingleton<DraftResultHandler>();
        services.AddSingleton<SignResultHandler>();
        services.AddSingleton<SealResultHandler>();
        services.AddSingleton<HandOverHandler>();
        services.AddSingleton<RateDossierHandler>();

        services.AddSingleton<FollowUnit>();
        services.AddSubscriber<UnitSucceeded>("procedures.follow-unit", (moved, context, ct) => context.Services.GetRequiredService<FollowUnit>().Handle(moved, ct));
        services.AddSingleton(new SharedWork("procedures.shared-work", (paths, s, ct) => s.GetRequiredService<FollowUnit>().Portions(paths, ct),
            (number, paths, s, ct) => s.GetRequiredService<FollowUnit>().Single(number, paths, ct)));
        services.AddSingleton(new OpenWork("procedures.open-work", (of, s, ct) => s.GetRequiredService<FollowUnit>().Count(of, ct)));

        services.AddJobHandler<PrintReceipt>((job, context, ct) => context.Services.GetRequiredService<PrintJobs>().Receipt(job, ct));
        services.AddJobHandler<PrintResult>((job, context, ct) => context.Services.GetRequiredService<PrintJobs>().Result(job, ct));
        foreach (var page in SettlePages.All)
            services.AddSingleton(page);
        services.AddSingleton(new Routes(Downloads.Map));
        foreach (var name in new[] { "dossier-submitted", "dossier-accepted", "dossier-moved", "dossier-printed", "dossier-rated" })
            services.AddSingleton(new PublicEvent("procedures." + name));

        services.AddSingleton(new MenuEntry("public", 10, "procedures.menu.catalogue", "/thu-tuc"));
        services.AddSingleton(new MenuEntry("public", 20, "procedures.menu.lookup", "/tra-cuu"));
        services.AddSingleton(new MenuEntry("citizen", 10, "procedures.menu.mine", "/ho-so"));
        services.AddSingleton(new MenuEntry("staff", 10, "procedures.menu.desk", "/mot-cua", Permissions.DossierAccept));
        services.AddSingleton(new PersonalDataSource(100, OwnDossiers.Read));
        services.AddSingleton(new Panel("home.public", 10, "PopularProcedures"));
        services.AddSingleton(new Panel("home.staff", 20, "DeskToday", Permissions.DossierAccept));
        services.AddSingleton(new Panel("home.citizen", 10, "MyDossiers"));
        return services;
    }
}
