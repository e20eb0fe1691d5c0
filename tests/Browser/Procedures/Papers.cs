using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Sen.Data;

namespace Sen.Tests.Browser.Procedures;

/// <summary>Files that people have: what they attach, and what other people's programs say of what they got.</summary>
internal static class Papers
{
    /// <summary>A printed page and a picture.</summary>
    public static async Task<FilePayload[]> ToAttach(IServiceProvider services) =>
    [
        new() { Name = "giay-khai-sinh-cu.pdf", MimeType = "application/pdf", Buffer = await services.GetRequiredService<Printer>().Print("<p>Bản chụp giấy khai sinh đã cấp.</p>", default) },
        new() { Name = "anh-chup.png", MimeType = "image/png", Buffer = await File.ReadAllBytesAsync(Path.Combine(Installation.Repository, "packs/an-giang/demo/signature.png")) },
    ];

    /// <summary>The text of a PDF, by poppler.</summary>
    public static Task<string> Text(byte[] pdf) => Poppler("pdftotext", pdf, file => ["-layout", file, "-"]);

    /// <summary>Poppler's verdict on the signatures of a PDF.</summary>
    public static Task<string> Signatures(byte[] pdf) => Poppler("pdfsig", pdf, file => [file]);

    /// <summary>How many pictures and drawings lie in a PDF page that has a QR code: it is drawn, so its content is long.</summary>
    public static bool IsPdf(byte[] pdf) => pdf.AsSpan().StartsWith("%PDF-"u8);

    /// <summary>The same file with one byte of its signed part changed.</summary>
    public static byte[] Tamper(byte[] pdf)
    {
        var changed = (byte[])pdf.Clone();
        // Within the first stream: what a reader shows, not what it needs to find it.
        var at = pdf.AsSpan().IndexOf(Encoding.ASCII.GetBytes("stream")) + 40;
        changed[at] ^= 1;
        return changed;
    }

    private static async Task<string> Poppler(string program, byte[] pdf, Func<string, string[]> arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            return await StandIn.Run(new ProcessStartInfo(program, arguments(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
