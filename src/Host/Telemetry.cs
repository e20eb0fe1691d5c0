using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sen.Host;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector
/// (gRPC, or HTTP with <c>OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf</c>). The framework's and
/// Npgsql's own sources are used; statements carry parameters only as placeholders.
/// </summary>
internal static class Telemetry
{
    public static void Configure(WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
            return;
        var overHttp = builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf";
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe).AddSource("Microsoft.AspNetCore", "Npgsql", "Sen", "Sen.*").SetSampler(new ParentBasedSampler(new Beginnings())).AddOtlpExporter(To("traces")).Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
                "System.Runtime", "Npgsql", "Sen", "Sen.*")
            .AddOtlpExporter(To("metrics")).Build());
        builder.Services.AddHostedService<Start>();
        builder.Logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(Described(ResourceBuilder.CreateDefault())).AddOtlpExporter(To("logs")));

        // Settings may stand in a file, too, which the exporter itself does not read. Over HTTP each signal has its address.
        Action<OtlpExporterOptions> To(string signal) => options =>
        {
            options.Protocol = overHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            options.Endpoint = new Uri(overHttp ? $"{endpoint.TrimEnd('/')}/v1/{signal}" : endpoint);
        };
    }

    /// <summary>Names the trace of a request by its route, as the semantic conventions for HTTP ask; never by what was asked for.</summary>
    public static void NameTraces(this WebApplication app) => app.Use(async (http, next) =>
    {
        await next();
        if (Activity.Current is not { IsAllDataRequested: true } trace)
            return;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        trace.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
        trace.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
    });

    /// <summary>A trace begins with a request or with something of our own; the polling of the loops, ten times a second, begins none.</summary>
    private sealed class Beginnings : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters parameters) =>
            new(parameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
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
