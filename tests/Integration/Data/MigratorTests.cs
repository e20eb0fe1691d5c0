using Dapper;
using Npgsql;
using Sen.Data;

namespace Sen.Tests.Data;

public sealed class MigratorTests : IAsyncLifetime
{
    private readonly string _name = "m_" + Guid.NewGuid().ToString("n");
    private Cluster _cluster = null!;

    [Fact]
    public async Task Migrate_FiveCopiesAtOnce_RunsEachFileOnce()
    {
        var ran = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new Migrator(Cluster.Sources).Migrate(_cluster.Owner(_name))));
        var names = ran.SelectMany(r => r).ToArray();
        names.ShouldContain("data/0001_data");
        names.ShouldBeUnique();
        ran.Count(r => r.Count > 0).ShouldBe(1);
    }

    [Fact]
    public async Task Migrate_FileChangedAfterItRan_Refuses()
    {
        await new Migrator(Cluster.Sources).Migrate(_cluster.Owner(_name));
        await using (var connection = new NpgsqlConnection(_cluster.Owner(_name) + ";Pooling=false"))
            await connection.ExecuteAsync("update data.migration set checksum = 'another' where name = '0002_fold'");
        var refused = await Should.ThrowAsync<MigrationChangedException>(() => new Migrator(Cluster.Sources).Migrate(_cluster.Owner(_name)));
        refused.Message.ShouldContain("data/0002_fold");
    }

    [Fact]
    public async Task Missing_BeforeAndAfter_SaysWhatLacksToTheProgramsRole()
    {
        var migrator = new Migrator(Cluster.Sources);
        await using var app = NpgsqlDataSource.Create(_cluster.App(_name));
        (await migrator.Missing(app)).ShouldContain("data/0001_data");
        await migrator.Migrate(_cluster.Owner(_name));
        (await migrator.Missing(app)).ShouldBeEmpty();
    }

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.Get();
        await _cluster.Create(_name, migrated: false);
    }

    public Task DisposeAsync() => _cluster.Drop(_name);
}
