using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sen.Host;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector. The framework's and
/// Npgsql's own sources are used; statements carry parameters only as placeholders.
/// </summary>
internal static class Telemetry
{
    public static void Configure(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe).AddSource("Microsoft.AspNetCore", "Npgsql", "Sen", "Sen.*").AddOtlpExporter().Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
                "System.Runtime", "Npgsql", "Sen", "Sen.*")
            .AddOtlpExporter().Build());
        builder.Services.AddHostedService<Start>();
        builder.Logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(Described(ResourceBuilder.CreateDefault())).AddOtlpExporter());
    }

    private static void Describe(ResourceBuilder resource) => Described(resource);

    private static ResourceBuilder Described(ResourceBuilder resource) =>
        resource.AddService("sen", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3));

    /// <summary>The providers listen once they exist; disposal with the host flushes them.</summary>
    private sealed class Start(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken ct)
        {
            services.GetRequiredService<TracerProvider>();
            services.GetRequiredService<MeterProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    }
}
