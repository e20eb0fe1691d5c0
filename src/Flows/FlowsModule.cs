using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sen.Bpmn;
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
        services.AddSingleton(new RuleSource(ProcessRules.Read));
        services.AddSingleton<Definitions>().AddSingleton<Runner>().AddSingleton<Starts>().AddSingleton<Mailroom>().AddSingleton<Services>();
        services.AddSingleton<MoveTokenHandler>().AddSingleton<PublishProcessHandler>().AddSingleton<ProcessChecker>().AddSingleton<ChooseActivityHandler>().AddSingleton<MigrateHandler>();
        services.AddSingleton(s => new Processes(s.GetRequiredService<Runner>()));
        services.AddSingleton<Worklist>().AddSingleton<LegalTimes>().AddSingleton<ProcessesQuery>();
        services.AddSingleton(new MenuEntry("staff", 890, "flows.menu.processes", "/quy-trinh", Identity.Permissions.OperationsView));
        services.AddSingleton(new MenuEntry("staff", 20, "flows.menu.worklist", "/viec"));
        services.AddSingleton(new PublicEvent("flows.task-opened"));
        services.AddSingleton(new PublicEvent("flows.migration-moved"));
        services.AddSingleton(new Panel("home.staff", 10, "Worklist"));
        services.AddSingleton<WorkMover>().AddSingleton<TakeTaskHandler>();
        services.AddSubscriber<UnitSucceeded>("flows.follow-unit", (moved, context, ct) => context.Services.GetRequiredService<WorkMover>().Handle(moved, ct));
        services.AddSubscriber<WorkHandedOver>("flows.hand-over", (given, context, ct) => context.Services.GetRequiredService<WorkMover>().Handle(given, ct));
        services.AddSingleton(new OpenWork("flows.open-work", (of, s, ct) => s.GetRequiredService<WorkMover>().Count(of, ct)));
        services.AddJobHandler<FireTimer>(async (timer, context, ct) =>
        {
            await using var work = await context.Services.GetRequiredService<Database>().BeginFollowUp(Actor.Part("timer"), ct);
            // A timer that is no longer awaited changes nothing, and is no act.
            if (await context.Services.GetRequiredService<Runner>().Step(work, timer.Instance, new TimerFired(timer.Timer), ct) is null)
                work.Audit("process.timer", new Ref("process", timer.Instance.ToString()), after: new { timer.Timer });
            await work.Commit(ct);
        });
        services.AddJobHandler<MatchMessages>((match, context, ct) => context.Services.GetRequiredService<Mailroom>().Match(match.Name, ct));
        services.AddJobHandler<RaiseSignal>((signal, context, ct) => context.Services.GetRequiredService<Mailroom>().Raise(signal, ct));
        services.AddJobHandler<AnswerCall>((answer, context, ct) => context.Services.GetRequiredService<Mailroom>().Answer(answer, ct));
        services.AddJobHandler<EndCalled>((ended, context, ct) => context.Services.GetRequiredService<Mailroom>().EndCalled(ended, ct));
        services.AddJobHandler<StartOnTime>((due, context, ct) => context.Services.GetRequiredService<Starts>().OnTime(due, ct));
        services.AddJobHandler<MigrateAll>((migration, context, ct) => context.Services.GetRequiredService<MigrateHandler>().Run(migration, ct));
        services.AddJobHandler<CallService>((call, context, ct) => context.Services.GetRequiredService<Services>().Call(call, context.Services, ct));
        return services;
    }
}
