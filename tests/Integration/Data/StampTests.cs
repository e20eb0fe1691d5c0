using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Tests.Data;

/// <summary>The ledger's blocks under a real RFC 3161 authority over HTTP, with the engine's own responder as the remote party.</summary>
public sealed class StampTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    private readonly DevelopmentAuthority _authority = DevelopmentAuthority.Create(TimeProvider.System.GetUtcNow().AddMinutes(-5));
    private WebApplication _tsa = null!;
    private IServiceProvider _services = null!;

    [Fact]
    public async Task Pass_SealedBlock_IsStampedOnceAndTheStampProvesItsTime()
    {
        await SealOne();
        var stamper = _services.GetRequiredService<Stamper>();
        await stamper.Pass(default);
        await stamper.Pass(default);
        var report = await Verify();
        (report.Blocks, report.Stamps, report.Fault).ShouldBe((1, 1, null));
        (TimeProvider.System.GetUtcNow() - report.LastStamp!.Value).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Verify_TokenOfAnotherRoot_IsFound()
    {
        await SealOne();
        await _services.GetRequiredService<Stamper>().Pass(default);
        await SealOne();
        await _services.GetRequiredService<Stamper>().Pass(default);
        await postgres.AsOwner("""
            update data.ledger_stamp set token = (select token from data.ledger_stamp order by block limit 1)
            where block = (select max(block) from data.ledger_stamp)
            """);
        (await Verify()).Fault.ShouldNotBeNull();
    }

    public async Task InitializeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var responder = new TimestampResponder(_authority.Key(_authority.IssueTimestampUnit(now.AddMinutes(-5), now.AddDays(1))));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _tsa = builder.Build();
        _tsa.MapPost("/", async (HttpRequest request, CancellationToken ct) =>
        {
            using var query = new MemoryStream();
            await request.Body.CopyToAsync(query, ct);
            return Results.Bytes(await responder.Respond(query.ToArray(), TimeProvider.System.GetUtcNow(), ct), "application/timestamp-reply");
        });
        await _tsa.StartAsync();
        var address = _tsa.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _services = postgres.Services(tsa: address + "/");
        await postgres.AsOwner("truncate data.ledger, data.ledger_body, data.ledger_unsealed, data.ledger_seal, data.ledger_block, data.ledger_stamp");
    }

    public async Task DisposeAsync() => await _tsa.DisposeAsync();

    private async Task SealOne()
    {
        await using (var work = await _services.GetRequiredService<Database>().Begin(Postgres.Official, default))
        {
            work.Audit("test.act", new Ref("thing", "1"));
            await work.Commit();
        }
        await _services.GetRequiredService<Sealer>().Pass(default);
    }

    private Task<LedgerReport> Verify() => _services.GetRequiredService<LedgerVerifier>().Verify();
}
