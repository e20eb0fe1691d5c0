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
        # A server whose predecessor was killed waits until the last of its processes is gone.
        up() {
          while :; do
            postgres -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=512MB >"$dir/log" 2>&1 </dev/null &
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

    /// <summary>Kills the server's first process with signal 9 and starts it again; returns when it answers.</summary>
    public void KillAndRestart()
    {
        shell.StandardInput.WriteLine("again");
        shell.StandardInput.Flush();
        _ = shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL did not come back");
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit(TimeSpan.FromSeconds(30));
        shell.Dispose();
    }
}
