using System.Diagnostics;

namespace Sen.Tests.Browser;

/// <summary>
/// The VNeID stand-in as a process. Its shell holds our end of a pipe and stops it when that closes, so it ends with the
/// test process even where that is killed.
/// </summary>
internal sealed class StandIn : IDisposable
{
    private const string Script = """
        node server.js </dev/null &
        node=$!
        cat >/dev/null || true
        kill $node || true
        wait $node || true
        """;

    private readonly Process _shell;

    private StandIn(Process shell) => _shell = shell;

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<StandIn> Start(int port, string secret, string origin)
    {
        var folder = Path.Combine(Installation.Repository, "stand-ins/vneid");
        if (!System.IO.Directory.Exists(Path.Combine(folder, "node_modules")))
            await Run(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder });
        var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["VNEID_PORT"] = $"{port}",
                ["VNEID_CLIENT_SECRET"] = secret,
                ["VNEID_CITIZENS"] = Path.Combine(Installation.Repository, "packs/an-giang/demo/citizens.yaml"),
                ["VNEID_ORIGINS"] = origin,
            },
        })!;
        if (await shell.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException("The VNeID stand-in did not start; is Node 20 or later there?");
        // Whatever else it says is read, so that it never waits for a reader.
        _ = shell.StandardOutput.ReadToEndAsync();
        return new StandIn(shell);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {said}");
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(TimeSpan.FromSeconds(10));
        _shell.Dispose();
    }
}
