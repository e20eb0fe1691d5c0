using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>Processes, tasks of people and legal clocks.</summary>
public static class FlowsModule
{
    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddFlows(this IServiceCollection services)
    {
        var here = Assembly.GetExecutingAssembly();
        services.AddSingleton(new TextSource(here));
        services.AddSingleton(new MigrationSource("flows", here));
        services.AddSingleton(new PackPart("flows.processes", 300, ApplyProcesses.Run));
        services.AddSingleton(new Runner(new Definitions()));
        services.AddSingleton(s => new Processes(s.GetRequiredService<Runner>()));
        services.AddSingleton<Worklist>();
        services.AddSingleton(new MenuEntry("staff", 20, "flows.menu.worklist", "/viec"));
        services.AddSingleton(new PublicEvent("flows.task-opened"));
        services.AddSingleton(new Panel("home.staff", 10, "Worklist"));
        services.AddSingleton<WorkMover>().AddSingleton<TakeTaskHandler>();
        services.AddSubscriber<UnitSucceeded>("flows.follow-unit", (moved, context, ct) => context.Services.GetRequiredService<WorkMover>().Handle(moved, ct));
        services.AddSubscriber<WorkHandedOver>("flows.hand-over", (given, context, ct) => context.Services.GetRequiredService<WorkMover>().Handle(given, ct));
        services.AddSingleton(new OpenWork("flows.open-work", (of, s, ct) => s.GetRequiredService<WorkMover>().Count(of, ct)));
        services.AddJobHandler<FireTimer>(async (timer, context, ct) =>
        {
            await using var work = await context.Services.GetRequiredService<Database>().Begin(Actor.Part("timer"), ct);
            await context.Services.GetRequiredService<Runner>().Fire(work, timer.Instance, timer.Timer, ct);
            work.Audit("process.timer", new Ref("process", timer.Instance.ToString()), after: new { timer.Timer });
            await work.Commit(ct);
        });
        return services;
    }
}
