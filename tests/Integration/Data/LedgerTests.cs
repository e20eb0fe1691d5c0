using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Data;

public sealed class LedgerTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    private readonly IServiceProvider _services = postgres.Services();

    private Database Db => _services.GetRequiredService<Database>();

    [Fact]
    public async Task Verify_Untouched_ProvesAllBlocksAndReportsTheTail()
    {
        await ThreeBlocks();
        await Act(2);
        var report = await Verify();
        (report.Entries, report.Blocks, report.Unsealed, report.Fault).ShouldBe((9, 3, 2, null));
        report.NewestRoot!.Length.ShouldBe(64);
        (await _services.GetRequiredService<LedgerVerifier>().Verify(fromBlock: 3)).Entries.ShouldBe(3);
    }

    [Theory]
    [InlineData("update data.ledger_body set body = replace(body, 'lý do', 'lý do khác') where ledger_id = @Fifth", "data.ledger-body-changed")]
    [InlineData("update data.ledger set actor_id = 'somebody else' where id = @Fifth", "data.ledger-block-changed")]
    [InlineData("update data.ledger set at = at - interval '1 day' where id = @Fifth", "data.ledger-block-changed")]
    [InlineData("update data.ledger set act = 'x' where id = @Fifth", "data.ledger-block-changed")]
    [InlineData("update data.ledger_block set root = decode(repeat('00', 32), 'hex') where number = 2", "data.ledger-block-changed")]
    [InlineData("update data.ledger_block set sealed_at = sealed_at - interval '1 day' where number = 2", "data.ledger-block-changed")]
    [InlineData("update data.ledger_block set previous_root = decode(repeat('00', 32), 'hex') where number = 2", "data.ledger-chain-broken")]
    [InlineData("delete from data.ledger_seal where block = 2; delete from data.ledger_block where number = 2", "data.ledger-block-missing")]
    [InlineData("delete from data.ledger_seal where ledger_id = @Fifth", "data.ledger-entry-missing")]
    [InlineData("delete from data.ledger_body where ledger_id = @Fifth", "data.ledger-body-gone")]
    [InlineData("delete from data.ledger_seal where ledger_id = @Fifth; delete from data.ledger_body where ledger_id = @Fifth; delete from data.ledger where id = @Fifth", "data.ledger-entry-missing")]
    public async Task Verify_TamperedByTheOwner_FindsThePlace(string tampering, string fault)
    {
        await ThreeBlocks();
        await postgres.AsOwner(tampering, new { Fifth = await Fifth() });
        var report = await Verify();
        report.Fault!.Code.ShouldBe(fault);
        report.Fault.Args[0].ShouldBe(2L);
    }

    [Fact]
    public async Task Verify_TamperedBody_NamesTheEntry()
    {
        await ThreeBlocks();
        var fifth = await Fifth();
        await postgres.AsOwner("update data.ledger_body set body = body || ' ' where ledger_id = @fifth", new { fifth });
        (await Verify()).Fault!.Args.ShouldBe([2L, fifth]);
    }

    [Fact]
    public async Task Verify_UnsealedEntryTakenFromTheQueue_IsFound()
    {
        await ThreeBlocks();
        await Act(1);
        await postgres.AsOwner("delete from data.ledger_unsealed");
        (await Verify()).Fault!.Code.ShouldBe("data.ledger-entry-unaccounted");
    }

    [Theory]
    [InlineData("update data.ledger set act = 'x'")]
    [InlineData("delete from data.ledger")]
    [InlineData("truncate data.ledger cascade")]
    [InlineData("update data.ledger_body set body = 'x'")]
    [InlineData("update data.ledger_seal set seq = seq + 1")]
    [InlineData("delete from data.ledger_seal")]
    [InlineData("delete from data.ledger_block")]
    [InlineData("update data.ledger_block set entries = 0")]
    [InlineData("delete from data.ledger_stamp")]
    public async Task Ledger_ProgramsRole_MayOnlyInsert(string forbidden)
    {
        await ThreeBlocks();
        await using var app = NpgsqlDataSource.Create(postgres.App);
        await using var command = app.CreateCommand(forbidden);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Seal_TwoCopiesWhileActsGoOn_SealEachEntryOnce()
    {
        var sealers = new[] { postgres.Services(), postgres.Services() }.Select(s => s.GetRequiredService<Sealer>());
        using var stop = new CancellationTokenSource();
        var sealing = sealers.Select(sealer => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await sealer.Pass(default);
        })).ToArray();
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await Act(1));
        await stop.CancelAsync();
        await Task.WhenAll(sealing);
        await Seal();
        var report = await Verify();
        (report.Entries, report.Unsealed, report.Fault).ShouldBe((200, 0, null));
    }

    [Fact]
    public async Task Erase_Body_LeavesAProvenLedgerAndAnEntryOfItsOwn()
    {
        await ThreeBlocks();
        var fifth = await Fifth();
        var erasure = _services.GetRequiredService<LedgerErasure>();
        (await erasure.Erase(fifth, Postgres.Official, "theo yêu cầu của chủ thể dữ liệu", default)).Ok.ShouldBeTrue();
        await Seal();
        var report = await Verify();
        (report.Entries, report.Erased, report.Fault).ShouldBe((10, 1, null));
        (await Db.One<string>("select body from data.v_ledger where act = 'ledger.erase'")).ShouldContain("chủ thể dữ liệu");
        (await erasure.Erase(fifth, Postgres.Official, "x", default)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    public async Task InitializeAsync() => await postgres.AsOwner("""
        truncate data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task ThreeBlocks()
    {
        for (var block = 0; block < 3; block++)
        {
            await Act(3);
            await Seal();
        }
    }

    private Task<long> Fifth() => Db.One<long>("select ledger_id from data.ledger_seal where seq = 5");

    private Task<bool> Seal() => _services.GetRequiredService<Sealer>().Pass(default);

    private Task<LedgerReport> Verify() => _services.GetRequiredService<LedgerVerifier>().Verify();

    private async Task Act(int entries)
    {
        await using var work = await Db.Begin(Postgres.Official, default);
        for (var i = 0; i < entries; i++)
            work.Audit("dossier.accept", new Ref("dossier", $"{i}"), "lý do", after: new { state = "accepted" });
        await work.Commit();
    }
}
