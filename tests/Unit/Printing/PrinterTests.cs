using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sen.Data;
using Sen.Tests.Files;

namespace Sen.Tests.Printing;

public sealed class PrinterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Printer> _printers = [];

    public void Dispose()
    {
        foreach (var printer in _printers)
            printer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("pdf/ua-1", "/StructTreeRoot")]
    [InlineData("pdf/a-3b", "/OutputIntents")]
    public async Task Print_GivesPdfOfTheVariantWithEmbeddedFonts(string variant, string mark)
    {
        var pdf = Text(await Printer(o => o with { Variant = variant }).Print(
            $"<html lang=vi><title>Phiếu</title><p>Tiếp nhận hồ sơ <img alt=QR width=80 src='{QrCode.Svg("https://example.vn/hs/1")}'></p>", default));
        pdf.ShouldStartWith("%PDF-");
        pdf.ShouldContain(mark);
        pdf.ShouldContain("/FontFile");
    }

    [Fact]
    public async Task Print_ManyAtOnce_KeepsToThePoolAndTheOrder()
    {
        var printer = Printer(o => o with { Workers = 2 });
        var pdfs = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => printer.Print($"<title>{n}</title>" + string.Concat(Enumerable.Repeat("<p style='break-after:page'>a", n)), default)));
        for (var n = 1; n <= 6; n++)
            Pages(pdfs[n - 1]).ShouldBe(n);
        printer.ProcessIds.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Print_Recycled_UsesAnotherProcess()
    {
        var printer = Printer(o => o with { Workers = 1, PrintsPerWorker = 1 });
        await printer.Print("<p>1", default);
        printer.ProcessIds.ShouldBeEmpty();
        await printer.Print("<p>2", default);
    }

    [Fact]
    public async Task Print_WorkerKilledWhileIdle_IsReplaced()
    {
        var printer = Printer(o => o with { Workers = 1 });
        await printer.Print("<p>1", default);
        var before = printer.ProcessIds.Single();
        using (var process = Process.GetProcessById(before))
        {
            process.Kill();
            process.WaitForExit();
        }
        await printer.Print("<p>2", default);
        printer.ProcessIds.Single().ShouldNotBe(before);
    }

    [Fact]
    public async Task Print_TakesTooLong_EndsTheWorker()
    {
        var printer = Printer(o => o with { Patience = TimeSpan.FromSeconds(4) });
        var failed = await Should.ThrowAsync<PrintFailedException>(() => printer.Print(string.Concat(Enumerable.Repeat("<table><tr><td>a</table>", 60_000)), default));
        failed.Problem.Code.ShouldBe("print.failed");
        printer.ProcessIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Print_ReachesNeitherNetworkNorFiles()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var secret = Path.Combine(_folder.Path, "secret.svg");
        // Drawn, it would make the PDF longer by kilobytes.
        var marks = Enumerable.Range(0, 2000).Select(n => $"<rect x='{n * 7919 % 97}' y='{n * 104729 % 89}' width='{n % 13}' height='{n % 7}'/>");
        File.WriteAllText(secret, $"<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'>{string.Concat(marks)}</svg>");
        var address = $"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/a";
        var printer = Printer();
        var with = await printer.Print($"""
            <link rel=stylesheet href="{address}"><link rel=attachment href="file://{secret}">
            <style>@import url({address}); @font-face {"{"} font-family: x; src: url({address}) {"}"} p {"{"} font-family: x; background: url(file://{secret}) {"}"}</style>
            <p>a</p><img src="{address}"><img src="file://{secret}"><img src="/usr/share/fonts/../../..{secret}"><img src="file:///usr/share/fonts/../../..{secret}">
            """, default);
        trap.Pending().ShouldBeFalse();
        Text(with).ShouldNotContain("/EmbeddedFile");
        var without = await printer.Print("<p>a</p>", default);
        (with.Length - without.Length).ShouldBeLessThan(400);
    }

    [Fact]
    public async Task Print_EnvironmentOfTheProgram_IsNotTheWorkers()
    {
        var printer = Printer();
        await printer.Print("<p>a", default);
        var environment = File.ReadAllText($"/proc/{printer.ProcessIds.Single()}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        environment.Select(e => e.Split('=')[0]).Order().ShouldBe(["HOME", "LANG", "PATH"]);
    }

    [Fact]
    public async Task Check_WithoutWeasyPrint_SaysSo()
    {
        (await Printer().Check(default)).ShouldBeNull();
        (await Printer(o => o with { Python = "/nonexistent/python3" }).Check(default))!.Code.ShouldBe("print.missing");
        (await Printer(o => o with { Python = "/bin/false" }).Check(default))!.Code.ShouldBe("print.missing");
    }

    [Fact]
    public async Task Dispose_LeavesNoProcess()
    {
        var printer = Printer();
        await printer.Print("<p>a", default);
        var id = printer.ProcessIds.Single();
        printer.Dispose();
        System.IO.Directory.Exists($"/proc/{id}").ShouldBeFalse();
        await Should.ThrowAsync<ObjectDisposedException>(() => printer.Print("<p>b", default));
    }

    [Fact]
    public void Qr_IsADataAddress()
    {
        QrCode.Svg("hồ sơ").ShouldStartWith("data:image/svg+xml;base64,");
        var png = Convert.FromBase64String(QrCode.Png("hồ sơ")["data:image/png;base64,".Length..]);
        FileType.Sniff(png).ShouldBe(FileType.Png);
    }

    private Printer Printer(Func<PrintOptions, PrintOptions>? change = null)
    {
        var options = new PrintOptions(_folder.Path);
        var printer = new Printer(change?.Invoke(options) ?? options, NullLogger<Printer>.Instance);
        _printers.Add(printer);
        return printer;
    }

    private static string Text(byte[] pdf) => Encoding.Latin1.GetString(pdf);

    private static int Pages(byte[] pdf) => Text(pdf).Split("/Type /Page\n").Length + Text(pdf).Split("/Type /Page ").Length - 2;
}
