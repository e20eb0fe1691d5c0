using System.Diagnostics;
using System.Security.Cryptography;
using Sen.Signatures;
using Sen.Signatures.Pdf;
using Sen.Signatures.Validation;

namespace Sen.Tests.Unit.Signatures;

/// <summary>OpenSSL and Poppler judge what we made; <c>./test</c> installs both.</summary>
public sealed class SecondOpinionTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sen-signatures").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenSsl_VerifiesEachSignatureAsCades(bool streams)
    {
        var signed = await Samples.Sign(await Samples.Sign(Samples.Pdf(streams)), Samples.Seal);
        var file = PdfFile.Open(signed);
        var root = Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Samples.Authority.Root.ExportCertificatePem()));
        foreach (var field in PdfFields.Read(file))
        {
            var value = file.Dictionary(field.Value)!;
            var range = SignedRange.Read(file, value).ShouldNotBeNull();
            var content = Write("content", [.. signed.AsSpan(0, range.GapStart), .. signed.AsSpan(range.GapEnd, range.End - range.GapEnd)]);
            var cms = Write("cms", ((PdfString)value["Contents"]).Bytes);
            Run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms, "-content", content, "-CAfile", root,
                "-purpose", "any", "-attime", Unix(Samples.Now), "-out", Path.Combine(_folder, "out")).ShouldContain("successful", Case.Insensitive);
        }
    }

    [Fact]
    public async Task OpenSsl_VerifiesTimestampResponse()
    {
        var data = "ledger"u8.ToArray();
        var (request, _) = Timestamps.Ask(SHA256.HashData(data));
        var query = Write("query.tsq", request);
        var reply = Write("reply.tsr", await Samples.Timestamper.Respond(request, Samples.Now));
        var root = Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Samples.Authority.Root.ExportCertificatePem()));
        Run("openssl", "ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", root, "-attime", Unix(Samples.Now)).ShouldContain("Verification: OK");
    }

    [Theory]
    [InlineData("B", false)]
    [InlineData("LTA", false)]
    [InlineData("B", true)]
    public async Task XmlSec_VerifiesXades(string level, bool moreSigners)
    {
        var root = Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Samples.Authority.Root.ExportCertificatePem()));
        foreach (var key in new[] { Samples.Person, Samples.Seal })
        {
            var signed = await XadesSigner.SignEnveloped("<?xml version=\"1.0\"?>\n<a xmlns='urn:a'><b xmlns='' c=\"1\"> Nội dung &amp; </b></a>"u8.ToArray(), key, XadesTests.Options(level) with { MoreSigners = moreSigners });
            Run("xmlsec1", "--verify", "--id-attr:Id", "SignedProperties", "--trusted-pem", root, "--verification-gmt-time", "2026-03-02 02:30:00", Write("signed.xml", signed))
                .ShouldMatch(@"OK\s+SignedInfo References \(ok/all\): 2/2");
        }
    }

    [Fact]
    public async Task OpenSsl_VerifiesDetachedCadesWithItsSigningTime()
    {
        var cms = await CadesSigner.SignDetached(new MemoryStream("x"u8.ToArray()), Samples.Seal, new CadesOptions(Samples.Now));
        var root = Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Samples.Authority.Root.ExportCertificatePem()));
        Run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", Write("cms", cms), "-content", Write("content", "x"u8.ToArray()), "-CAfile", root,
            "-purpose", "any", "-attime", Unix(Samples.Now), "-out", Path.Combine(_folder, "out")).ShouldContain("successful", Case.Insensitive);
    }

    [Fact]
    public async Task OpenSsl_VerifiesLastingCades_AndEachOfItsTimestamps()
    {
        var (cms, root) = (await CadesLongTermTests.Sign("B-LTA"), Root());
        Run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", Write("cms", cms), "-content", Write("content", "Nội dung lưu trữ lâu dài"u8.ToArray()),
            "-CAfile", root, "-purpose", "any", "-attime", Unix(Samples.Now), "-out", Path.Combine(_folder, "out")).ShouldContain("successful", Case.Insensitive);
        var read = Sen.Signatures.Cms.CmsSignature.TryRead(cms)!;
        foreach (var token in read.Unsigned("1.2.840.113549.1.9.16.2.14").Concat(read.Unsigned("0.4.0.1733.2.4")))
            StampIsGood(token.ToArray(), System.Security.Cryptography.Pkcs.Rfc3161TimestampToken.TryDecode(token, out var stamp, out _) ? stamp!.TokenInfo.GetMessageHash().ToArray() : [], root);
    }

    [Fact]
    public async Task OpenSsl_VerifiesContainerWithCades_AndItsArchive()
    {
        var (asic, root) = (await CadesLongTermTests.Container("B-LTA"), Root());
        byte[] Read(string name) => CadesLongTermTests.Read(asic, "META-INF/" + name);
        Run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", Write("cms", Read("signature001.p7s")), "-content", Write("content", Read("ASiCManifest.xml")),
            "-CAfile", root, "-purpose", "any", "-attime", Unix(Samples.Now), "-out", Path.Combine(_folder, "out")).ShouldContain("successful", Case.Insensitive);
        StampIsGood(Read("timestamp001.tst"), SHA256.HashData(Read("ASiCArchiveManifest.xml")), root);
        Run("unzip", "-t", Write("a.asice", asic)).ShouldContain("No errors detected");
    }

    private void StampIsGood(byte[] token, byte[] hash, string root) => Run("openssl", "ts", "-verify", "-digest", Convert.ToHexString(hash), "-token_in", "-in", Write("token", token),
        "-CAfile", root, "-attime", Unix(Samples.Now)).ShouldContain("Verification: OK");

    private string Root() => Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Samples.Authority.Root.ExportCertificatePem()));

    [Fact]
    public async Task PdfSig_FindsBothSignaturesValid()
    {
        var signed = await Samples.Sign(await Samples.Sign(Samples.Pdf(true)), Samples.Seal);
        var report = Run("pdfsig", "-nocert", Write("signed.pdf", signed));
        report.Split("Signature is Valid").Length.ShouldBe(3, report);
        report.ShouldContain("ETSI.CAdES.detached");
        report.ShouldContain("- Total document signed");
    }

    [Theory]
    [InlineData("Ủy ban nhân dân xã Mẫu")]
    [InlineData("Số: 12/QĐ-UBND, 2026-03-02T09:30:00+07:00")]
    public async Task PdfToText_ReadsVietnameseAppearance(string line)
    {
        var font = await File.ReadAllBytesAsync(Font());
        var signed = await Samples.Sign(Samples.Pdf(false), Samples.Seal, new PadesOptions(Samples.Now)
        {
            Appearance = new Appearance(1, Decree30.UpperRight((595, 842), 200, 40)) { Text = new TextBlock([line], font) },
        });
        signed.Length.ShouldBeLessThan(60_000);
        Run("pdftotext", Write("signed.pdf", signed), "-").ShouldContain(line);
        // Embedded, a subset, and with a map back to Unicode.
        Run("pdffonts", Write("signed.pdf", signed)).ShouldMatch(@"SENSIG\+\S+\s+CID TrueType\s+Identity-H\s+yes yes yes");
    }

    [Theory]
    [InlineData("40", "--allow-weak-crypto")]
    [InlineData("128", "--allow-weak-crypto --use-aes=n")]
    [InlineData("128", "--allow-weak-crypto --use-aes=y")]
    [InlineData("256", "")]
    public async Task Qpdf_EncryptedFile_TakesLongTermSignature(string bits, string options)
    {
        var encrypted = Encrypt(Samples.Pdf(true), bits, options, "");
        var source = Samples.Timestamper.Source(TimeProvider.System);
        var signed = await Samples.Sign(encrypted, options: new PadesOptions(Samples.Now)
        {
            Reason = "Phê duyệt",
            Timestamp = source,
            Revocation = Samples.Authority.Statements(TimeProvider.System),
            Archive = source,
        });
        signed.AsSpan(0, encrypted.Length).SequenceEqual(encrypted).ShouldBeTrue();
        var report = PdfValidator.Validate(signed, Samples.Authority.Anchors, DateTimeOffset.UtcNow);
        report.Signatures[0].Reason.ShouldBe("Phê duyệt");
        report.Signatures[0].Level.ShouldBe("B-LTA");
        report.Integrity.ShouldBe(Integrity.PermittedChange);
        Run("qpdf", "--check", Write("signed.pdf", signed)).ShouldNotContain("WARNING");
        Run("pdfsig", "-nocert", Write("signed.pdf", signed)).ShouldContain("Signature is Valid");
    }

    [Theory]
    [InlineData("--modify=none", Refusal.PermissionDenied)]
    [InlineData("--modify=form", Refusal.PermissionDenied)]
    [InlineData("--modify=annotate", Refusal.PermissionDenied)]
    public async Task Qpdf_ProtectedFile_IsRefused(string permission, Refusal expected) =>
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(Encrypt(Samples.Pdf(false), "256", permission, "")))).Reason.ShouldBe(expected);

    [Fact]
    public async Task Qpdf_PasswordFile_NeedsThePassword()
    {
        var encrypted = Encrypt(Samples.Pdf(false), "256", "", "mật khẩu");
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(encrypted))).Reason.ShouldBe(Refusal.Encrypted);
        var signed = await Samples.Sign(encrypted, options: new PadesOptions(Samples.Now) { Password = "mật khẩu" });
        Samples.Validate(signed, "mật khẩu").Signatures[0].Code.ShouldBe("TOTAL_PASSED");
    }

    private byte[] Encrypt(byte[] pdf, string bits, string options, string password)
    {
        var path = Path.Combine(_folder, "encrypted.pdf");
        var weak = options.Contains("--allow-weak-crypto", StringComparison.Ordinal);
        string[] inner = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(o => o != "--allow-weak-crypto")];
        Run("qpdf", [.. weak ? (string[])["--allow-weak-crypto"] : [], "--encrypt", password, "owner", bits, .. inner, "--", Write("plain.pdf", pdf), path]);
        return File.ReadAllBytes(path);
    }

    private static string Font() => Run("fc-match", "-f", "%{file}", "DejaVu Sans:fontformat=TrueType").Trim();

    private static string Unix(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} is not installed");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}
