using System.Diagnostics;
using Npgsql;
using Sen.Assistant;
using Sen.Data;
using Sen.Directory;
using Sen.Flows;
using Sen.Identity;
using Sen.Procedures;
using Sen.Signing;

namespace Sen.Tests;

/// <summary>
/// One private PostgreSQL for the test run: unprivileged, on a Unix socket, without fsync. Its shell holds our end of a
/// pipe and stops the server when that closes, so it ends with the test process even where that is killed.
/// </summary>
internal sealed class Cluster
{
    private const string Template = "sen_template";

    // Newest binaries where Debian puts them. The pause lets a server that is starting take the signal.
    private const string Script = """
        set -eu
        export PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH"
        cd /
        dir=$(mktemp -d /tmp/sen-test.XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        initdb -D "$dir/data" -U owner -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
        postgres -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=${SEN_FSYNC:-off} -c synchronous_commit=${SEN_FSYNC:-off} -c full_page_writes=${SEN_FSYNC:-off} \
          -c max_connections=300 -c shared_buffers=64MB >"$dir/server.log" 2>&1 </dev/null &
        server=$!
        for i in $(seq 300); do pg_isready -q -h "$dir" -d postgres -U owner && break; sleep 0.1; done
        pg_isready -q -h "$dir" -d postgres -U owner || { cat "$dir/server.log" >&2; kill -INT $server; exit 1; }
        echo "$dir"
        cat >/dev/null || true
        kill -INT $server || true
        wait $server || true
        """;

    private static readonly Lazy<Task<Cluster>> Running = new(() => Task.Run(Start));

    private readonly string _socket;

    private Cluster(string socket) => _socket = socket;

    /// <summary>The cluster of this run, started and migrated when it is first asked for.</summary>
    public static Task<Cluster> Get() => Running.Value;

    /// <summary>Every module that has tables.</summary>
    public static IReadOnlyList<MigrationSource> Sources { get; } =
        [new("data", typeof(DataModule).Assembly), new("directory", typeof(DirectoryModule).Assembly), new("identity", typeof(IdentityModule).Assembly),
            new("flows", typeof(FlowsModule).Assembly), new("signing", typeof(SigningModule).Assembly), new("procedures", typeof(ProceduresModule).Assembly),
            new("assistant", typeof(AssistantModule).Assembly)];

    public string Owner(string database) => $"Host={_socket};Database={database};Username=owner;Maximum Pool Size=20;Include Error Detail=true";

    public string App(string database) => $"Host={_socket};Database={database};Username=sen_app;Maximum Pool Size=40;Include Error Detail=true";

    /// <summary>Runs a statement of the cluster itself, such as creating a database.</summary>
    public async Task Command(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner("postgres") + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names made here
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public Task Create(string database, bool migrated = true) =>
        Command(migrated ? $"create database {database} template {Template}" : $"create database {database} template template0");

    public Task Drop(string database) => Command($"drop database if exists {database} with (force)");

    private static async Task<Cluster> Start()
    {
        var asRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(asRoot ? "runuser" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in asRoot ? new[] { "-u", "postgres", "--", "sh", "-c", Script } : ["-c", Script])
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            shell.StandardInput.Close();
            shell.WaitForExit(TimeSpan.FromSeconds(20));
        };
        var socket = await shell.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("PostgreSQL did not start: " + await shell.StandardError.ReadToEndAsync());
        var cluster = new Cluster(socket);
        await cluster.Create(Template, migrated: false);
        await new Migrator(Sources).Migrate(cluster.Owner(Template));
        return cluster;
    }
}
