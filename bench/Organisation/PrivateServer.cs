using System.Diagnostics;
using Npgsql;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Procedures;
using Sen.Flows;
using Sen.Signing;

namespace Sen.Bench.Organisation;

/// <summary>A PostgreSQL of this run alone, on a Unix socket, with the durable settings of an installation; gone when the run ends.</summary>
internal sealed class PrivateServer : IDisposable
{
    private const string Script = """
        set -eu
        export PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH"
        cd /
        dir=$(mktemp -d /tmp/sen-bench.XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        initdb -D "$dir/data" -U owner -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1
        postgres -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=256MB >"$dir/server.log" 2>&1 </dev/null &
        server=$!
        for i in $(seq 300); do pg_isready -q -h "$dir" -d postgres -U owner && break; sleep 0.1; done
        echo "$dir"
        cat >/dev/null || true
        kill -INT $server || true
        wait $server || true
        """;

    private readonly Process _shell;
    private readonly string _socket;

    private PrivateServer(Process shell, string socket) => (_shell, _socket) = (shell, socket);

    public string App => $"Host={_socket};Database=bench;Username=sen_app;Maximum Pool Size=20";

    private string Owner(string database) => $"Host={_socket};Database={database};Username=owner;Pooling=false;Command Timeout=300";

    public static PrivateServer Start()
    {
        var asRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(asRoot ? "runuser" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in asRoot ? new[] { "-u", "postgres", "--", "sh", "-c", Script } : ["-c", Script])
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        var server = new PrivateServer(shell, shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL did not start"));
        server.Run("postgres", "create database bench");
        MigrationSource[] sources = [new("data", typeof(DataModule).Assembly), new("directory", typeof(DirectoryModule).Assembly), new("identity", typeof(IdentityModule).Assembly),
            new("flows", typeof(FlowsModule).Assembly), new("signing", typeof(SigningModule).Assembly), new("procedures", typeof(ProceduresModule).Assembly)];
        new Migrator(sources).Migrate(server.Owner("bench")).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Runs statements as the owner.</summary>
    public void Run(string sql) => Run("bench", sql);

    private void Run(string database, string sql)
    {
        using var connection = new NpgsqlConnection(Owner(database));
        connection.Open();
#pragma warning disable CA2100 // statements of the benchmark
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(TimeSpan.FromSeconds(20));
        _shell.Dispose();
    }
}
