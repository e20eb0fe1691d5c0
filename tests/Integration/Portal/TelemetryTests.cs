using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sen.Tests.Portal;

/// <summary>A collector gets what the program measures (OTLP 1.x over HTTP), and nothing that a person typed.</summary>
public sealed class TelemetryTests(TelemetryTests.Watched web) : IClassFixture<TelemetryTests.Watched>
{
    public sealed class Watched : Web
    {
        private readonly WebApplication _collector = Collector();

        /// <summary>What came, by path.</summary>
        public ConcurrentQueue<(string Path, string Body)> Came { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
            [new("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls.First()), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

        public override async Task InitializeAsync()
        {
            _collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                Came.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
            });
            await _collector.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await _collector.DisposeAsync();
        }

        private static WebApplication Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            return builder.Build();
        }
    }

    [Fact]
    public async Task Get_APage_ItsTraceReachesTheCollectorWithoutWhatWasTyped()
    {
        (await web.Visitor().Get("/thu-tuc?q=mat-khau-cua-toi")).Status.ShouldBe(200);
        await web.Eventually("a trace has come", () => Task.FromResult(web.Came.Any(c => c.Path == "/v1/traces" && c.Body.Contains("GET thu-tuc", StringComparison.Ordinal))));
        web.Came.ShouldNotContain(c => c.Body.Contains("mat-khau-cua-toi", StringComparison.Ordinal));
    }
}
