using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Sen.Data;

namespace Sen.Tests.Files;

public sealed class ScanTests : IDisposable
{
    private static readonly FileRule Rule = new(10 << 20, [FileType.Pdf, FileType.Unknown]);
    private static readonly FileKeys Keys = new([Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))]);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_WithRealClamd_TellsCleanFromInfected()
    {
        using var daemon = await ClamdDaemon.Start();
        var vault = Vault(daemon.Socket);
        (await vault.Check(default)).ShouldBeNull();

        (await vault.Write(new MemoryStream("%PDF-1.7 harmless"u8.ToArray()), Rule, default)).Value.Scan.ShouldBe("clean");
        (await vault.Write(new MemoryStream(ClamdDaemon.Eicar), Rule, default)).Problem!.Code.ShouldBe("file.infected");
        byte[] inside = [.. "%PDF-1.7\n"u8, .. new byte[200_000], .. ClamdDaemon.Eicar];
        (await vault.Write(new MemoryStream(inside), Rule, default)).Problem!.Code.ShouldBe("file.infected");
        Stored().ShouldBe(1);

        // The daemon's own limit is 1 MB here: what it did not read to the end is not clean.
        byte[] long_ = [.. "%PDF-1.7\n"u8, .. new byte[3 << 20]];
        (await vault.Write(new MemoryStream(long_), Rule, default)).Problem!.Code.ShouldBe("file.scan-unavailable");
        (await Vault("unix:" + daemon.Socket, storeUnscanned: true).Write(new MemoryStream(long_), Rule, default)).Value.Scan.ShouldBe("unscanned");
        (await Vault(daemon.Socket, storeUnscanned: true).Write(new MemoryStream(ClamdDaemon.Eicar), Rule, default)).Problem!.Code.ShouldBe("file.infected");
    }

    [Theory]
    [InlineData("/nonexistent/clamd.ctl")]
    [InlineData("127.0.0.1:1")]
    public async Task Write_DaemonAway_IsRefusedUnlessConfigured(string address)
    {
        (await Vault(address).Check(default))!.Code.ShouldBe("file.scan-unavailable");
        (await Vault(address).Write(Pdf(), Rule, default)).Problem!.Code.ShouldBe("file.scan-unavailable");
        Stored().ShouldBe(0);
        (await Vault(address, storeUnscanned: true).Write(Pdf(), Rule, default)).Value.Scan.ShouldBe("unscanned");
    }

    [Fact]
    public async Task Write_DaemonSilent_EndsWithTheTimeLimit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var vault = Vault($"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", patience: TimeSpan.FromMilliseconds(300));
        (await vault.Write(Pdf(), Rule, default)).Problem!.Code.ShouldBe("file.scan-unavailable");
    }

    [Fact]
    public async Task Write_CancelledByTheCaller_IsNotCalledUnavailable()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = new CancellationTokenSource(300);
        var vault = Vault($"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await Should.ThrowAsync<OperationCanceledException>(() => vault.Write(Pdf(), Rule, cancel.Token));
        Stored().ShouldBe(0);
    }

    private static MemoryStream Pdf() => new("%PDF-1.7 harmless"u8.ToArray());

    private FileVault Vault(string address, bool storeUnscanned = false, TimeSpan? patience = null) =>
        new(_folder.Path, Keys, new Clamd(address, patience ?? TimeSpan.FromSeconds(20)), storeUnscanned, NullLogger<FileVault>.Instance);

    private int Stored() => System.IO.Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Count();
}
