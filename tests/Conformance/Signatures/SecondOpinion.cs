using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;
using Sen.Signatures.Validation;

namespace Sen.Tests.Conformance;

/// <summary>OpenSSL on every value that we added, Poppler and qpdf on the whole file.</summary>
internal sealed class SecondOpinion(byte[] signed, PdfFile file)
{
    public static bool QpdfOpens(string path) => Run("qpdf", "--check", path).Code is 0 or 3;

    /// <param name="qpdf">Whether qpdf opened the original.</param>
    public string? Problem(string level, string field, bool qpdf)
    {
        var folder = Directory.CreateTempSubdirectory("sen-conformance").FullName;
        try
        {
            string Write(string name, ReadOnlySpan<byte> bytes)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                return Path.Combine(folder, name);
            }

            var whole = Write("signed.pdf", signed);
            if (qpdf && !QpdfOpens(whole))
                return "qpdf --check no longer opens it";
            var root = Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Authority.Issuer.Root.ExportCertificatePem()));
            if (level is "B-B" or "B-LTA" && Cms(field, root, Write) is { } cms)
                return cms;
            if (level == "B-LTA" && Stamps(field, root, Write) is { } stamps)
                return stamps;
            return qpdf && level is "B-B" or "B-LTA" ? PdfSig(whole, field) : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private delegate string Writer(string name, ReadOnlySpan<byte> bytes);

    private static string Time => Authority.Now.AddMinutes(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private (PdfDictionary Value, SignedRange Range, byte[] Content, byte[] Contents) Of(PdfField field)
    {
        var value = file.Dictionary(field.Value)!;
        var range = SignedRange.Read(file, value)!;
        return (value, range, [.. signed.AsSpan(0, range.GapStart), .. signed.AsSpan(range.GapEnd, range.End - range.GapEnd)], ((PdfString)value["Contents"]).Bytes);
    }

    private string? Cms(string field, string root, Writer write)
    {
        var (_, _, content, contents) = Of(PdfFields.Read(file).Last(f => f.Name == field));
        var (code, output) = Run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write("cms", contents), "-content", write("content", content),
            "-CAfile", root, "-purpose", "any", "-attime", Time, "-out", "/dev/null");
        return code == 0 ? null : $"openssl cms: {output}";
    }

    /// <summary>The signature's own timestamp over its value, and the newest document timestamp over the file.</summary>
    private string? Stamps(string field, string root, Writer write)
    {
        var fields = PdfFields.Read(file);
        var cms = CmsSignature.TryRead(Of(fields.Last(f => f.Name == field)).Contents)!;
        var (_, _, content, contents) = fields.Where(f => file.Dictionary(f.Value) is { } v && file.Name(v["SubFilter"]) == "ETSI.RFC3161" && SignedRange.Read(file, v) is not null)
            .Select(Of).MaxBy(f => f.Range.End);
        foreach (var (token, data) in new[] { (cms.Unsigned(Oids.SignatureTimestamp)[0].ToArray(), cms.Signature), (Trimmed(contents), content) })
        {
            var (code, output) = Run("openssl", "ts", "-verify", "-digest", Convert.ToHexString(SHA256.HashData(data)), "-token_in", "-in", write("token", token), "-CAfile", root, "-attime", Time);
            if (code != 0 || !output.Contains("Verification: OK", StringComparison.Ordinal))
                return $"openssl ts: {output}";
        }
        return null;
    }

    private static byte[] Trimmed(byte[] contents)
    {
        System.Formats.Asn1.AsnDecoder.ReadEncodedValue(contents, System.Formats.Asn1.AsnEncodingRules.BER, out _, out _, out var length);
        return contents[..length];
    }

    private static string? PdfSig(string whole, string field)
    {
        var (_, output) = Run("pdfsig", "-nocert", whole);
        var own = output.Split("Signature #").Skip(1).FirstOrDefault(s => s.Contains($"Signature Field Name: {field}", StringComparison.Ordinal) || s.Contains("Trần Thị Mẫu", StringComparison.Ordinal));
        return own is not null && own.Contains("Signature is Valid", StringComparison.Ordinal) ? null : $"pdfsig: {own ?? output}";
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} is not installed");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
