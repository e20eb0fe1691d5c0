using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests;

/// <summary>A migrated database of its own for a test class: <c>IClassFixture&lt;Postgres&gt;</c>. Code under test is the role sen_app.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private readonly string _name = "t_" + Guid.NewGuid().ToString("n");
    private readonly List<ServiceProvider> _made = [];
    private Cluster _cluster = null!;

    /// <summary>Connection string of the program's role.</summary>
    public string App => _cluster.App(_name);

    /// <summary>Connection string of the owner: migrations, and what an attacker with the server could do.</summary>
    public string Owner => _cluster.Owner(_name);

    /// <summary>Who acts in tests of Data.</summary>
    public static Actor Official { get; } = new(ActorKind.Staff, "staff-1", "Nguyễn Văn Thử") { UnitPath = "H01", Title = "Chuyên viên" };

    /// <summary>Data as the program registers it, on this database and without its loops unless asked for.</summary>
    public IServiceProvider Services(Action<IServiceCollection>? more = null, TimeProvider? clock = null, bool loops = false, string? tsa = null)
    {
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddData(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sen:Database"] = App,
            ["Sen:RunLoops"] = loops ? "true" : "false",
            ["Sen:Tsa"] = tsa,
        }).Build());
        more?.Invoke(services);
        var provider = services.BuildServiceProvider();
        _made.Add(provider);
        return provider;
    }

    /// <summary>Runs a statement as the owner of the database.</summary>
    public async Task<int> AsOwner(string sql, object? args = null)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        return await connection.ExecuteAsync(sql, args);
    }

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.Get();
        await _cluster.Create(_name);
    }

    public async Task DisposeAsync()
    {
        foreach (var provider in _made)
            await provider.DisposeAsync();
        await _cluster.Drop(_name);
    }
}

/// <summary>A clock that a test moves on.</summary>
public sealed class TestClock : TimeProvider
{
    // Whole microseconds, as PostgreSQL keeps them.
    private DateTimeOffset _now = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time) => _now += time;

    /// <summary>Sets it, for instance to a time of day that a rule depends on.</summary>
    public void Set(DateTimeOffset now) => _now = now;
}
