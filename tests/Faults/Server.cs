using System.Diagnostics;

namespace Sen.Tests.Faults;

/// <summary>A PostgreSQL of the test's own on a Unix socket, with its usual promises, which a test kills and starts again.</summary>
public sealed class Server : IDisposable
{
    private const string Find = "export PATH=\"$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH\"; cd /; ";
    private readonly string _folder;

    public Server()
    {
        _folder = Run("dir=$(mktemp -d /tmp/sen-fault.XXXXXX); initdb -D $dir/data -U owner -A trust -E UTF8 --locale=C.UTF-8 --no-sync >$dir/initdb.log 2>&1 && echo $dir").Trim();
        Start();
    }

    public string Owner(string database) => $"Host={_folder};Database={database};Username=owner;Pooling=false";

    public string App(string database) => $"Host={_folder};Database={database};Username=sen_app;Maximum Pool Size=20;Timeout=5;Command Timeout=15";

    /// <summary>Starts it; after a kill it first repairs itself. It refuses while a child of the dead one still holds the memory.</summary>
    public void Start() => Run(
        $"for i in $(seq 60); do pg_ctl -D {_folder}/data -w -t 60 -l {_folder}/server.log -o \"-k {_folder} -c listen_addresses= -c max_connections=60\" start >/dev/null 2>&1 </dev/null && exit 0; sleep 0.25; done; tail {_folder}/server.log >&2; exit 1");

    /// <summary>kill -9 of the server itself; its children end by themselves.</summary>
    public void Kill() => Run($"kill -9 $(head -1 {_folder}/data/postmaster.pid)");

    public void Dispose() => Run($"pg_ctl -D {_folder}/data -m immediate stop >/dev/null 2>&1; rm -rf {_folder}");

    private static string Run(string script)
    {
        var start = new ProcessStartInfo(Environment.UserName == "root" ? "runuser" : "sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Environment.UserName == "root" ? new[] { "-u", "postgres", "--", "sh", "-c", Find + script } : ["-c", Find + script])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
    }
}
