using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sen.Tests;

/// <summary>What a printed paper says, in the order of reading (poppler's pdftotext).</summary>
internal static partial class PdfText
{
    public static async Task<string> Of(byte[] pdf)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return Blanks().Replace(await text, " ");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
