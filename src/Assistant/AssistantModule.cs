using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Assistant;

/// <summary>The legal library, and answers that are quotations from it.</summary>
public static class AssistantModule
{
    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddAssistant(this IServiceCollection services)
    {
        services.AddSingleton(new TextSource(typeof(AssistantModule).Assembly));
        services.AddSingleton(new MigrationSource("assistant", typeof(AssistantModule).Assembly));
        services.AddSingleton<LawBooks>().AddSingleton<ImportLaws>();
        services.AddSingleton(new Importer("laws", "articles of legal documents, one JSON record a line, plain or gzip.",
            (request, s, ct) => s.GetRequiredService<ImportLaws>().Run(request, ct)));
        services.AddSingleton(new WarmIndex("assistant.laws", (s, ct) => s.GetRequiredService<LawBooks>().Warm(ct)));
        services.AddSingleton(new MenuEntry("public", 45, "assistant.menu", "/hoi-phap-luat"));
        return services;
    }
}
