using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Operations;

/// <summary>What those who run the installation see and do: health with reasons, jobs, subscriptions, the ledger.</summary>
public static class OperationsModule
{
    /// <summary>Registers the pages' words and their menu entry; everything they do lies in Data.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton(new TextSource(typeof(OperationsModule).Assembly))
        .AddSingleton(new MenuEntry("staff", 800, "operations.rules.title", "/quy-tac"))
        .AddSingleton(new MenuEntry("staff", 900, "operations.title", "/van-hanh", Operator.View));
}
