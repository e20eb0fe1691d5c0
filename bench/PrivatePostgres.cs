using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Sen.Data;
using Sen.Directory;
using Sen.Flows;
using Sen.Identity;
using Sen.Procedures;
using Sen.Signing;

namespace Sen.Bench;

/// <summary>
/// A PostgreSQL of this run alone, with the tables of an installation, as installed but on a Unix socket: it waits for the disk at each
/// commit. Gone when the run ends.
/// </summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const string Script = """
        set -eu
        export PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH"
        cd /
        dir=$(mktemp -d /tmp/sen-bench.XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        initdb -D "$dir/data" -U owner -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
        # A server whose predecessor was killed waits until the last of its processes is gone.
        up() {
          while :; do
            postgres -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=256MB >"$dir/log" 2>&1 </dev/null &
            server=$!
            while kill -0 $server 2>/dev/null; do
              if pg_isready -q -h "$dir" -d postgres -U owner; then echo "$dir"; return; fi
              sleep 0.02
            done
            wait $server || true
          done
        }
        up
        while read -r _; do
          kill -9 $server
          wait $server || true
          up
        done
        kill -INT $server || true
        wait $server || true
        """;

    private readonly Process _shell;
    private readonly string _socket;

    private PrivatePostgres(Process shell, string socket) => (_shell, _socket) = (shell, socket);

    /// <summary>The connection of the program's role.</summary>
    public string App => $"Host={_socket};Database=bench;Username=sen_app;Maximum Pool Size=20";

    /// <summary>The connection of who owns the tables.</summary>
    public string Owner => ToDatabase("bench");

    public static PrivatePostgres Start()
    {
        var asRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(asRoot ? "runuser" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in asRoot ? new[] { "-u", "postgres", "--", "sh", "-c", Script } : ["-c", Script])
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        var server = new PrivatePostgres(shell, shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL did not start"));
        server.Run(server.ToDatabase("postgres"), "create database bench");
        MigrationSource[] sources = [new("data", typeof(DataModule).Assembly), new("directory", typeof(DirectoryModule).Assembly), new("identity", typeof(IdentityModule).Assembly),
            new("flows", typeof(FlowsModule).Assembly), new("signing", typeof(SigningModule).Assembly), new("procedures", typeof(ProceduresModule).Assembly)];
        new Migrator(sources).Migrate(server.Owner).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Runs statements as the owner.</summary>
    public void Run(string sql, params object[] values) => Run(Owner, sql, values);

    /// <summary>Kills the server's first process with signal 9 and starts it again; returns when it answers.</summary>
    public void KillAndRestart()
    {
        _shell.StandardInput.WriteLine("again");
        _shell.StandardInput.Flush();
        _ = _shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL did not come back");
    }

    /// <summary>Processor seconds that the server and its sessions have used.</summary>
    public double CpuSeconds
    {
        get
        {
            var first = File.ReadLines(Path.Combine(_socket, "data", "postmaster.pid")).First();
            var ticks = 0L;
            foreach (var folder in System.IO.Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                try
                {
                    // After the name in brackets: state, parent, and as the 12th and 13th time in user and kernel mode.
                    var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    if (fields[1] == first || Path.GetFileName(folder) == first)
                        ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // It ended while we looked.
                }
            }
            return ticks / 100.0;
        }
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(TimeSpan.FromSeconds(30));
        _shell.Dispose();
    }

    private string ToDatabase(string name) => $"Host={_socket};Database={name};Username=owner;Pooling=false;Command Timeout=300";

    private void Run(string connectionString, string sql, params object[] values)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
#pragma warning disable CA2100 // statements of the benchmark
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
