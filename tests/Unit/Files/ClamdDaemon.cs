using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Sen.Tests.Files;

/// <summary>
/// A real clamd of our own on a Unix socket in a temporary folder, with a database of one signature: the EICAR test
/// file. It needs neither network nor the machine's own ClamAV set-up.
/// </summary>
internal sealed class ClamdDaemon : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;

    /// <summary>The EICAR test file, harmless and refused by every scanner; put together here so that no scanner refuses this source.</summary>
    public static readonly byte[] Eicar = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS" + "-TEST-FILE!$H+H*");

    private ClamdDaemon(string program)
    {
        Socket = Path.Combine(_folder.Path, "s");
        var database = System.IO.Directory.CreateDirectory(Path.Combine(_folder.Path, "db")).FullName;
#pragma warning disable CA5351 // The format of ClamAV hash signatures
        // A hash signature of the file alone, and one of its bytes wherever they lie (a PDF that carries it).
        File.WriteAllText(Path.Combine(database, "test.hdb"), $"{Convert.ToHexStringLower(MD5.HashData(Eicar))}:{Eicar.Length}:Eicar-Test\n");
#pragma warning restore CA5351
        File.WriteAllText(Path.Combine(database, "test.ndb"), $"Eicar-Test-Inside:0:*:{Convert.ToHexStringLower(Eicar)}\n");
        var configuration = Path.Combine(_folder.Path, "clamd.conf");
        File.WriteAllText(configuration, $"""
            Foreground yes
            LocalSocket {Socket}
            DatabaseDirectory {database}
            TemporaryDirectory {_folder.Path}
            LogFile {Path.Combine(_folder.Path, "log")}
            StreamMaxLength 1M
            MaxThreads 2
            SelfCheck 0

            """);
        _process = Process.Start(new ProcessStartInfo(program, ["--config-file", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Socket { get; }

    public static async Task<ClamdDaemon> Start()
    {
        var daemon = new ClamdDaemon(new[] { "/usr/sbin/clamd", "/usr/bin/clamd" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("clamd is not installed: apt-get install clamav-daemon"));
        for (var i = 0; i < 300; i++)
        {
            if (File.Exists(daemon.Socket))
                return daemon;
            if (daemon._process.HasExited)
                break;
            await Task.Delay(100);
        }
        var log = Path.Combine(daemon._folder.Path, "log");
        var said = File.Exists(log) ? File.ReadAllText(log) : "nothing";
        daemon.Dispose();
        throw new InvalidOperationException($"clamd did not start: {said}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
