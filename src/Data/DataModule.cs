using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>Settings of Data, from configuration section <c>Sen</c>.</summary>
public sealed record DataOptions
{
    /// <summary>Connection string of the program's role.</summary>
    public required string Database { get; init; }

    /// <summary>Runs sequencer, subscribers, jobs, sealer and stamper in this process: true for <c>sen serve</c> only.</summary>
    public bool RunLoops { get; init; }

    /// <summary>Most jobs that this copy of the program runs at a time.</summary>
    public int JobConcurrency { get; init; } = 4;

    /// <summary>Time-stamping authority (RFC 3161 over HTTP), or null for none.</summary>
    public Uri? Tsa { get; init; }

    /// <summary>Reads <c>Sen:Database</c>, <c>Sen:RunLoops</c>, <c>Sen:JobConcurrency</c> and <c>Sen:Tsa</c>.</summary>
    public static DataOptions From(IConfiguration configuration) => new()
    {
        Database = configuration["Sen:Database"] is { Length: > 0 } database
            ? database
            : throw new InvalidOperationException("Sen:Database is not set: the connection string of the program's database role"),
        RunLoops = configuration.GetValue("Sen:RunLoops", false),
        JobConcurrency = configuration.GetValue("Sen:JobConcurrency", 4),
        Tsa = configuration["Sen:Tsa"] is { Length: > 0 } tsa ? new Uri(tsa) : null,
    };
}

/// <summary>Everything that touches the database on behalf of all modules.</summary>
public static class DataModule
{
    /// <summary>Registers Data; modules add their subscribers, job handlers and migrations beside it.</summary>
    /// <exception cref="InvalidOperationException"><c>Sen:Database</c> is not set.</exception>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DataOptions.From(configuration);
        Sql.Ready();
        services.AddSingleton(options);
        services.AddSingleton(new TextSource(typeof(DataModule).Assembly));
        services.AddSingleton(new MigrationSource("data", typeof(DataModule).Assembly));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(p =>
        {
            var source = new NpgsqlDataSourceBuilder(options.Database);
            source.ConnectionStringBuilder.ApplicationName ??= "sen";
            // A command's statements are parsed and planned once a connection instead of each time: half of what the server does for one.
            // Not behind a pooler that shares sessions between transactions: there the connection string says "Max Auto Prepare=0".
            if (!new DbConnectionStringBuilder { ConnectionString = options.Database }.ContainsKey("Max Auto Prepare"))
                source.ConnectionStringBuilder.MaxAutoPrepare = 100;
            // Nothing here leaves a session changed: locks of sessions are given back by hand, settings are local to transactions.
            source.ConnectionStringBuilder.NoResetOnClose = true;
            return source.UseLoggerFactory(p.GetService<ILoggerFactory>()).Build();
        });
        services.AddSingleton<Database>().AddSingleton<Migrator>();
        services.AddSingleton(p => new LiveEvents(p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<ILogger<LiveEvents>>()));
        services.AddSingleton<JobDesk>().AddSingleton<SubscriptionDesk>().AddSingleton<LedgerVerifier>().AddSingleton<LedgerErasure>().AddSingleton<LedgerBook>().AddSingleton<Readiness>();
        services.AddSingleton<Sequencer>().AddSingleton<Dispatcher>().AddSingleton<JobQueue>().AddSingleton<JobRunner>();
        services.AddSingleton<Sealer>().AddSingleton<Stamper>();
        services.AddHttpClient("tsa").ConfigureHttpClient(c => c.Timeout = TimeSpan.FromSeconds(20));
        services.AddDataProtection().SetApplicationName("Sen");
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, stored) => options.XmlRepository = stored);
        services.AddHealthChecks()
            .AddCheck("live", () => HealthCheckResult.Healthy(), ["live"])
            .AddCheck<ReadyCheck>("ready", tags: ["ready"]);
        services.AddHostedService<WarmIndexes>();
        if (options.RunLoops)
            services.AddLoops();
        return services;
    }

    private static void AddLoops(this IServiceCollection services)
    {
        services.AddLoop("sequencer", TimeSpan.FromMilliseconds(100), p => p.GetRequiredService<Sequencer>().Pass);
        services.AddLoop("live events", TimeSpan.FromMilliseconds(100), p => p.GetRequiredService<LiveEvents>().Listen);
        services.AddLoop("sealer", TimeSpan.FromSeconds(1), p => p.GetRequiredService<Sealer>().Pass);
        services.AddLoop("stamper", TimeSpan.FromMinutes(1), p => p.GetRequiredService<Stamper>().Pass);
        services.AddHostedService(p => p.GetRequiredService<JobRunner>());
        services.AddHostedService<Subscribing>();
    }

    private static void AddLoop(
        this IServiceCollection services, string name, TimeSpan every, Func<IServiceProvider, Func<CancellationToken, Task<bool>>> pass) =>
        services.AddSingleton<IHostedService>(p => new Loop(name, every, pass(p), p.GetRequiredService<ILogger<Loop>>()));
}
