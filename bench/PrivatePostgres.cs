using System.Diagnostics;

namespace Sen.Bench;

/// <summary>A PostgreSQL of this run alone, as installed but on a Unix socket: it waits for the disk at each commit. Ends with the run.</summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const string Script = """
        set -eu
        export PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH"
        cd /
        dir=$(mktemp -d /tmp/sen-bench.XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        initdb -D "$dir/data" -U owner -A trust -E UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1
        postgres -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=512MB >"$dir/log" 2>&1 </dev/null &
        server=$!
        until pg_isready -q -h "$dir" -d postgres -U owner; do sleep 0.1; done
        echo "$dir"
        cat >/dev/null || true
        kill -INT $server
        wait $server || true
        """;

    private readonly Process shell;
    private readonly string socket;

    private PrivatePostgres(Process shell, string socket) => (this.shell, this.socket) = (shell, socket);

    public string Connection(string user) => $"Host={socket};Database=postgres;Username={user}";

    public static PrivatePostgres Start()
    {
        var asRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(asRoot ? "runuser" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in asRoot ? new[] { "-u", "postgres", "--", "sh", "-c", Script } : ["-c", Script])
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        return new(shell, shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL did not start"));
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit(TimeSpan.FromSeconds(30));
        shell.Dispose();
    }
}
