using Sen.Assistant;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Flows;
using Sen.Indicators;
using Sen.Operations;
using Sen.Portal;
using Sen.Procedures;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Host;

/// <summary>The installation, one line a module, lower rows first: the order of migration, too.</summary>
internal static class Modules
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddData(configuration);
        services.AddFiles(configuration);
        services.AddPrinting(configuration);
        services.AddUi();
        services.AddSingleton(new ErrorPage(typeof(StaleEditException), StatusCodes.Status409Conflict, "data.stale"));
        services.AddDirectory();
        services.AddIdentity(configuration);
        services.AddFlows();
        services.AddSigning(configuration);
        services.AddProcedures(configuration);
        services.AddIndicators();
        services.AddOperations();
        services.AddAssistant();
        services.AddPortal();
    }
}
