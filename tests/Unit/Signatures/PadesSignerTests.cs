using System.Security.Cryptography;
using System.Text;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class PadesSignerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sign_PersonThenSeal_KeepsPrefixAndBothPass(bool streams)
    {
        var original = Samples.Pdf(streams);
        var once = await Samples.Sign(original);
        var twice = await Samples.Sign(once, Samples.Seal);

        once.AsSpan(0, original.Length).SequenceEqual(original).ShouldBeTrue();
        twice.AsSpan(0, once.Length).SequenceEqual(once).ShouldBeTrue();
        var report = Samples.Validate(twice);
        report.Signatures.Select(s => s.Code).ShouldBe(["TOTAL_PASSED", "TOTAL_PASSED"]);
        report.Signatures.Select(s => s.Integrity).ShouldBe([Integrity.PermittedChange, Integrity.Intact]);
        report.Signatures[0].Findings.ShouldContain(f => f.Code == FindingCodes.SignatureAdded && f.Arguments[0] == "Signature2");
        report.Signatures[0].SignerName.ShouldBe("Trần Thị Mẫu");
        report.Signatures[1].Organisation.ShouldBe("Ủy ban nhân dân xã Mẫu");
        report.Signatures[0].ClaimedTime.ShouldBe(Samples.Now);
    }

    [Fact]
    public async Task Sign_TableBase_GetsTable_StreamBase_GetsStream()
    {
        Encoding.Latin1.GetString((await Samples.Sign(Samples.Pdf(false)))[Samples.Pdf(false).Length..]).ShouldContain("\nxref\n");
        Encoding.Latin1.GetString((await Samples.Sign(Samples.Pdf(true)))[Samples.Pdf(true).Length..]).ShouldContain("/Type /XRef");
    }

    [Fact]
    public async Task Sign_NoCmsSigningTime_AndClaimedTimeInM()
    {
        var signed = Encoding.Latin1.GetString(await Samples.Sign(Samples.Pdf(false)));
        signed.ShouldContain("/M (D:20260302093000+07'00')");
        // 1.2.840.113549.1.9.5, signing-time, is forbidden in PAdES.
        signed.ShouldNotContain("06092A864886F70D010905");
        signed.ShouldContain("060B2A864886F70D010910022F");
    }

    [Fact]
    public async Task Sign_EmptyFieldByName_FillsIt()
    {
        var pdf = Samples.Pdf(false, "/Annots[5 0 R]", "/AcroForm<</Fields[5 0 R]>>",
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(chu-tich)/Rect[0 0 0 0]/P 3 0 R>>");
        PdfSummary.Read(pdf).EmptySignatureFields.ShouldBe(["chu-tich"]);
        var signed = await Samples.Sign(pdf, options: new PadesOptions(Samples.Now) { FieldName = "chu-tich" });
        Samples.Validate(signed).Signatures.ShouldHaveSingleItem().Field.ShouldBe("chu-tich");
        await ShouldRefuse(() => Samples.Sign(signed, options: new PadesOptions(Samples.Now) { FieldName = "chu-tich" }), Refusal.FieldNotEmpty);
    }

    [Fact]
    public async Task Sign_AfterFinalCertification_IsRefused()
    {
        var certified = await Samples.Sign(Samples.Pdf(true), options: new PadesOptions(Samples.Now) { Certification = Certification.NoChanges });
        Samples.Validate(certified).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        await ShouldRefuse(() => Samples.Sign(certified), Refusal.NoFurtherSignature);
    }

    [Fact]
    public async Task Sign_AfterOpenCertification_IsPermitted_AndCertifyingAgainIsNot()
    {
        var certified = await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { Certification = Certification.FormsAndSignatures });
        var both = Samples.Validate(await Samples.Sign(certified, Samples.Seal));
        both.Integrity.ShouldBe(Integrity.PermittedChange);
        await ShouldRefuse(() => Samples.Sign(certified, options: new PadesOptions(Samples.Now) { Certification = Certification.NoChanges }), Refusal.CertificationNotFirst);
    }

    [Fact]
    public async Task Sign_FieldWithLock_ForbidsLaterFilling()
    {
        var pdf = Samples.Pdf(false, "/Annots[5 0 R 6 0 R]", "/AcroForm<</Fields[5 0 R 6 0 R]>>",
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(ky)/Rect[0 0 0 0]/P 3 0 R/Lock<</Type/SigFieldLock/Action/Include/Fields[(so)]>>>>",
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(so)/Rect[0 0 9 9]/P 3 0 R>>");
        var signed = await Samples.Sign(pdf, options: new PadesOptions(Samples.Now) { FieldName = "ky" });
        var filled = Samples.Update(signed, 20, (6, "<</Type/Annot/Subtype/Widget/FT/Tx/T(so)/Rect[0 0 9 9]/P 3 0 R/V(12)>>"));
        Samples.Validate(filled).Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sign_BrokenXref_OnlyOnRequest_AndSaysSo(bool streams)
    {
        var broken = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Samples.Pdf(streams)).Replace("startxref\n", "startxref\n1", StringComparison.Ordinal));
        await ShouldRefuse(() => Samples.Sign(broken), Refusal.BrokenXref);
        var signed = await PadesSigner.Sign(broken, Samples.Person, new PadesOptions(Samples.Now) { Repair = true });
        signed.Repairs.ShouldNotBeEmpty();
        signed.ToArray().AsSpan(0, broken.Length).SequenceEqual(broken).ShouldBeTrue();
        var report = Samples.Validate(signed.ToArray());
        report.Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        report.Integrity.ShouldBe(Integrity.Intact);
        // What was guessed once is written down: the next signature needs no guessing.
        Samples.Validate(await Samples.Sign(signed.ToArray(), Samples.Seal)).Integrity.ShouldBe(Integrity.PermittedChange);
    }

    [Fact]
    public async Task Sign_BrokenObject_IsFreedOnRequest()
    {
        var broken = Samples.Update(Samples.Pdf(false, "/B 9 0 R"), 20, (9, "<</A 1"));
        var signed = await PadesSigner.Sign(broken, Samples.Person, new PadesOptions(Samples.Now) { Repair = true });
        signed.Repairs.ShouldHaveSingleItem();
        Samples.Validate(signed.ToArray()).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
    }

    [Fact]
    public void Sign_EdDsaKey_IsRefusedByItsKind()
    {
        // Self-signed with Ed25519 (RFC 8410): the framework reads the certificate and cannot use the key.
        var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(Convert.FromBase64String(
            "MIIBSjCB/aADAgECAhRBRmyvcN0ADoG3yg7+jkMHIOlUpzAFBgMrZXAwGzEZMBcGA1UEAwwQS2hvYSB0aHUgRWQyNTUxOTAeFw0yNjExMjgwNzI3MDBaFw0zNjExMjUwNzI3MDBaMBsxGTAXBgNVBAMMEEtob2EgdGh1IEVkMjU1MTkwKjAFBgMrZXADIQA+ES8s3s1ufzRITTCOLqKTtH7D/8fN1Ad/KjLiN88cfaNTMFEwHQYDVR0OBBYEFI4CF3EyfQUWv+QOjHEgjjmZm7B+MB8GA1UdIwQYMBaAFI4CF3EyfQUWv+QOjHEgjjmZm7B+MA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EAs/I+drcPCPuM2Zgsz7lWq1Jwa+e228KNWVgQ2589lM9AYf9BjYSELK7KcAqsB5pApn9RJ9SnROK8K7mXIuntCA=="));
        Should.Throw<RefusedException>(() => SigningKey.Software(certificate, []).RequireStrength()).Reason.ShouldBe(Refusal.UnsupportedKey);
    }

    [Fact]
    public async Task Sign_WeakKey_IsRefused()
    {
        using var rsa = RSA.Create(1024);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=weak", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var weak = request.CreateSelfSigned(Samples.Now.AddDays(-1), Samples.Now.AddDays(1));
        await ShouldRefuse(() => Samples.Sign(Samples.Pdf(false), SigningKey.Software(weak, [])), Refusal.WeakKey);
    }

    [Fact]
    public async Task Sign_MissingPage_IsRefused() =>
        await ShouldRefuse(() => Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { Appearance = new Appearance(2, new PdfRectangle(0, 0, 9, 9)) }), Refusal.NoSuchPage);

    [Fact]
    public async Task Sign_WithTimestamp_IsProvenAtItsTime()
    {
        var clock = new FixedClock(Samples.Now.AddMinutes(2));
        var signed = await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { Timestamp = Samples.Timestamper.Source(clock) });
        Samples.Validate(signed).Signatures[0].TimestampTime.ShouldBe(Samples.Now.AddMinutes(2));
        // Two years on the signer's certificate has expired; the timestamp still proves the time before.
        var later = Samples.Now.AddYears(2);
        // The list of then speaks of the signer, the list of now of the time-stamping authority.
        var known = Samples.Statuses.With(new([], [Samples.Authority.RevokedLeaves(later), Samples.Authority.RevokedAuthorities(later)], []));
        PdfValidator.Validate(signed, Samples.Authority.Anchors, later, known).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        PdfValidator.Validate(signed, Samples.Authority.Anchors, later).Signatures[0].Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
        PdfValidator.Validate(await Samples.Sign(Samples.Pdf(false)), Samples.Authority.Anchors, Samples.Now.AddYears(2)).Signatures[0].Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
    }

    private static async Task ShouldRefuse(Func<Task> act, Refusal reason) =>
        (await Should.ThrowAsync<RefusedException>(act)).Reason.ShouldBe(reason);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
