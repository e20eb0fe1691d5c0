using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

/// <summary>Permissions of earlier signatures, annotations under each certification, and algorithms that are weak.</summary>
public sealed class AdversaryTests
{
    private const string Widget = "<</Type/Annot/Subtype/Widget/FT/Sig/Rect[0 0 0 0]/P 3 0 R";
    private const string Note = "<</Type/Annot/Subtype/Text/Rect[9 9 29 29]/Contents(xem lai)>>";

    [Theory]
    [InlineData("/Action/All", Refusal.FieldLocked)]
    [InlineData("/Action/Include/Fields[(hai)]", Refusal.FieldLocked)]
    [InlineData("/Action/Exclude/Fields[(hai)]", null)]
    [InlineData("/Action/Include/Fields[(khac)]", null)]
    [InlineData("/Action/All/P 1", Refusal.NoFurtherSignature)]
    public async Task Sign_InAFieldThatAnEarlierOneLocks_IsRefusedWithTheReason(string @lock, Refusal? expected)
    {
        var pdf = Samples.Pdf(false, "/Annots[5 0 R 6 0 R]", "/AcroForm<</Fields[5 0 R 6 0 R]>>", $"{Widget}/T(mot)/Lock<</Type/SigFieldLock{@lock}>>>>", Widget + "/T(hai)>>");
        var once = await Samples.Sign(pdf, options: new PadesOptions(Samples.Now) { FieldName = "mot" });
        Task<byte[]> Again() => Samples.Sign(once, Samples.Seal, new PadesOptions(Samples.Now) { FieldName = "hai" });
        if (expected is null)
            Samples.Validate(await Again()).Integrity.ShouldBe(Integrity.PermittedChange);
        else
            (await Should.ThrowAsync<RefusedException>(Again)).Reason.ShouldBe(expected.Value);
    }

    [Theory]
    [InlineData(Certification.None, Integrity.ForbiddenChange)]
    [InlineData(Certification.NoChanges, Integrity.ForbiddenChange)]
    [InlineData(Certification.FormsAndSignatures, Integrity.ForbiddenChange)]
    [InlineData(Certification.Annotations, Integrity.PermittedChange)]
    public async Task Validate_NoteAdded_OnlyWhereTheCertificationAllowsAnnotations(Certification certification, Integrity expected)
    {
        var signed = await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { Certification = certification });
        var page = System.Text.Encoding.Latin1.GetString(signed)[..^1];
        var annotations = page.Contains("/Annots [6 0 R]", StringComparison.Ordinal) || page.Contains("/Annots[6 0 R]", StringComparison.Ordinal) ? "6 0 R 9 0 R" : "9 0 R";
        const string Resources = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
        var noted = Samples.Update(signed, 20, (3, $"<</Type/Page/Parent 2 0 R/Contents 4 0 R{Resources}/Annots[{annotations}]>>"), (9, Note));
        var report = Samples.Validate(noted);
        report.Integrity.ShouldBe(expected, string.Join(' ', report.Signatures[0].Findings));
    }

    [Theory]
    [InlineData("rsa", "1.3.14.3.2.26", "RSA 1024,SHA1")]
    [InlineData("rsa", "2.16.840.1.101.3.4.2.1", "RSA 1024")]
    [InlineData("secp224r1", "2.16.840.1.101.3.4.2.1", "ECDSA 224")]
    public async Task Weak_VerifiesWithAWarning_AndNeverSigns(string kind, string digest, string expected)
    {
        using var certificate = Weak(kind);
        var cms = new SignedCms(new ContentInfo("x"u8.ToArray()), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate) { DigestAlgorithm = new Oid(digest), IncludeOption = X509IncludeOption.EndCertOnly });
        var report = CadesValidator.Validate(cms.Encode(), XadesTests.File("a", "x"), new AdesContext(new([certificate]), Samples.Now)).Signatures.ShouldHaveSingleItem().Report;
        report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Findings));
        report.Findings.Where(f => f.Code == FindingCodes.WeakAlgorithm).Select(f => f.Arguments[0]).ShouldBe(expected.Split(','));
        report.Findings.ShouldAllBe(f => f.Severity == Severity.Warning);
        var key = SigningKey.Software(certificate, []);
        Func<Task>[] ways =
        [
            () => Samples.Sign(Samples.Pdf(false), key),
            () => XadesSigner.SignEnveloped("<a/>"u8.ToArray(), key, new XadesOptions(Samples.Now)),
            () => CadesSigner.SignDetached(new MemoryStream([1]), key, new CadesOptions(Samples.Now)),
            () => AsicWriter.Write(new MemoryStream(), [XadesTests.File("a", "x")], key, new CadesOptions(Samples.Now)),
            () => AsicWriter.Write(new MemoryStream(), [XadesTests.File("a", "x")], key, new XadesOptions(Samples.Now)),
        ];
        foreach (var way in ways)
            (await Should.ThrowAsync<RefusedException>(way)).Reason.ShouldBe(Refusal.WeakKey);
    }

    private static X509Certificate2 Weak(string kind)
    {
        if (kind == "rsa")
        {
            using var rsa = RSA.Create(1024);
            return Issue(new("CN=weak", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
        using var ecdsa = ECDsa.Create(ECCurve.CreateFromFriendlyName(kind));
        return Issue(new("CN=weak", ecdsa, HashAlgorithmName.SHA256));

        static X509Certificate2 Issue(CertificateRequest request) => request.CreateSelfSigned(Samples.Now.AddDays(-1), Samples.Now.AddDays(1));
    }
}
