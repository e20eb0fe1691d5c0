using System.Text;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class PdfValidatorTests
{
    private const string Page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R]";
    private const string Form = "/AcroForm<</Fields[5 0 R]>>";
    private const string TextField = "<</Type/Annot/Subtype/Widget/FT/Tx/T(so)/P 3 0 R";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Validate_OneByteTampered_IsHashFailure(bool streams)
    {
        var pdf = await Samples.Sign(Samples.Pdf(streams));
        pdf[pdf.AsSpan().IndexOf("Quyet dinh"u8)] = (byte)'X';
        var signature = Samples.Validate(pdf).Signatures.ShouldHaveSingleItem();
        signature.Code.ShouldBe("TOTAL_FAILED/HASH_FAILURE");
        signature.Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Fact]
    public async Task Validate_SignatureTampered_IsCryptoFailure()
    {
        var pdf = await Samples.Sign(Samples.Pdf(false), Samples.Seal);
        var text = Encoding.Latin1.GetString(pdf);
        // The signature is the CMS's last octet string, of 384 bytes.
        var at = text.LastIndexOf("04820180", StringComparison.Ordinal) + 8;
        pdf[at + 20] = pdf[at + 20] == (byte)'0' ? (byte)'1' : (byte)'0';
        Samples.Validate(pdf).Signatures[0].Code.ShouldBe("TOTAL_FAILED/SIG_CRYPTO_FAILURE");
    }

    [Fact]
    public async Task Validate_UnknownRoot_HasNoChain_AndIsIntact()
    {
        var report = PdfValidator.Validate(await Samples.Sign(Samples.Pdf(false)), TrustAnchors.None, Samples.Now);
        report.Signatures[0].Code.ShouldBe("INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND");
        report.Integrity.ShouldBe(Integrity.Intact);
    }

    // The signer numbers on from the base's four objects: 5 the signature, 6 its field, 7 the form.
    public static TheoryData<string, (int Number, string Body)[], string> Attacks => new()
    {
        { "the text of the page is exchanged", [(4, "<</Length 3>>\nstream\nq Q\nendstream")], FindingCodes.ObjectChanged },
        { "the page draws something else", [(3, Page.Replace("4 0 R", "9 0 R", StringComparison.Ordinal) + ">>"), (9, "<</Length 3>>\nstream\nq Q\nendstream")], FindingCodes.PageChanged },
        { "a page is added", [(2, "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2/MediaBox[0 0 595 842]>>"), (9, "<</Type/Page/Parent 2 0 R>>")], FindingCodes.PagesChanged },
        { "a page is removed", [(2, "<</Type/Pages/Kids[]/Count 0/MediaBox[0 0 595 842]>>")], FindingCodes.PagesChanged },
        { "a note covers the text", [(3, Page.Replace("6 0 R", "6 0 R 9 0 R", StringComparison.Ordinal) + ">>"), (9, "<</Type/Annot/Subtype/Square/Rect[0 0 595 842]>>")], FindingCodes.AnnotationAdded },
        { "the file opens with an action", [(1, "<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R/AcroForm 7 0 R>>"), (9, "<</S/JavaScript/JS()>>")], FindingCodes.CatalogChanged },
        { "an unsigned field covers the text", [(7, "<</Fields[6 0 R 9 0 R]/SigFlags 3>>"), (9, "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 595 842]/AP<</N 4 0 R>>>>")], FindingCodes.FieldAdded },
        { "the signature's appearance is exchanged", [(6, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/V 5 0 R/Rect[0 0 595 842]/AP<</N 4 0 R>>>>")], FindingCodes.FieldChanged },
        { "the page's text poses as metadata", [(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R/Metadata 4 0 R>>"), (4, "<</Length 3>>\nstream\nq Q\nendstream")], FindingCodes.ObjectChanged },
        { "the page's text poses as validation data", [(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R/DSS<</Certs 4 0 R>>>>"), (4, "[9 0 R]"), (9, "<</Length 3>>\nstream\nq Q\nendstream")], FindingCodes.ObjectChanged },
        { "a new field carries a script", [(7, "<</Fields[6 0 R 9 0 R]/SigFlags 3>>"), (9, "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 0 0]/AA<</E<</S/JavaScript/JS()>>>>>>")], FindingCodes.FieldAdded },
        { "a widget below an unsigned field covers the text", [(7, "<</Fields[6 0 R 9 0 R]/SigFlags 3>>"), (9, "<</FT/Sig/T(x)/Kids[8 0 R]>>"), (8, "<</Type/Annot/Subtype/Widget/Parent 9 0 R/Rect[0 0 595 842]/AP<</N 4 0 R>>>>")], FindingCodes.FieldAdded },
        { "a missing object that the page names appears", [(10, "<</Length 3>>\nstream\nq Q\nendstream")], FindingCodes.ShadowObject },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Validate_ChangedAfterSigning_IsForbidden(string story, (int Number, string Body)[] objects, string code)
    {
        var signed = await Samples.Sign(Samples.Pdf(false, "/Dangling 10 0 R"));
        var report = Samples.Validate(Samples.Update(signed, 12, objects));
        var signature = report.Signatures.ShouldHaveSingleItem(story);
        signature.Code.ShouldBe("TOTAL_PASSED", story);
        signature.Integrity.ShouldBe(Integrity.ForbiddenChange, story);
        signature.Findings.Select(f => f.Code).ShouldContain(code, story);
    }

    [Fact]
    public async Task Validate_SecondSignatureDropped_IsForbiddenToTheFirst()
    {
        var signed = await Samples.Sign(await Samples.Sign(Samples.Pdf(false)), Samples.Seal);
        var signature = Samples.Validate(Samples.Update(signed, 12, (7, "<</Fields[6 0 R]/SigFlags 3>>"))).Signatures.ShouldHaveSingleItem();
        signature.Findings.ShouldContain(f => f.Code == FindingCodes.FieldRemoved);
        signature.Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Fact]
    public async Task Validate_ChangeAndChangeBack_IsStillForbidden()
    {
        var signed = await Samples.Sign(Samples.Pdf(false));
        var there = Samples.Update(signed, 12, (2, "<</Type/Pages/Kids[]/Count 0/MediaBox[0 0 595 842]>>"));
        var back = Samples.Update(there, 12, (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"));
        Samples.Validate(back).Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Fact]
    public async Task Validate_SameObjectsWrittenAgain_IsPermitted()
    {
        var signed = await Samples.Sign(Samples.Pdf(false));
        var again = Samples.Update(signed, 8, (2, "<< /Kids [3 0 R] /Count 1 /Type /Pages /MediaBox [0 0 595.0 842] >>"));
        Samples.Validate(again).Integrity.ShouldBe(Integrity.PermittedChange);
    }

    [Theory]
    [InlineData("/V(12)", Integrity.PermittedChange)]
    [InlineData("/AP<</N 4 0 R>>", Integrity.ForbiddenChange)]
    [InlineData("/V(12)/Rect[0 0 99 99]", Integrity.ForbiddenChange)]
    public async Task Validate_FormFilled_DependsOnWhatChanged(string change, Integrity expected)
    {
        var signed = await Samples.Sign(Samples.Pdf(false, "/Annots[5 0 R]", Form, TextField + "/Rect[0 0 9 9]>>"));
        var field = change.Contains("/Rect", StringComparison.Ordinal) ? TextField : TextField + "/Rect[0 0 9 9]";
        Samples.Validate(Samples.Update(signed, 20, (5, field + change + ">>"))).Integrity.ShouldBe(expected);
    }

    [Theory]
    [InlineData("", Integrity.PermittedChange)]
    [InlineData("/V(11)", Integrity.ForbiddenChange)]
    public async Task Validate_ReadOnlyField_MayBeFilledOnce_NeverChanged(string before, Integrity expected)
    {
        var signed = await Samples.Sign(Samples.Pdf(false, "/Annots[5 0 R]", Form, TextField + "/Rect[0 0 9 9]/Ff 1" + before + ">>"));
        Samples.Validate(Samples.Update(signed, 20, (5, TextField + "/Rect[0 0 9 9]/Ff 1/V(12)>>"))).Integrity.ShouldBe(expected);
    }

    [Fact]
    public async Task Validate_ValidationDataAdded_IsPermitted_EvenAfterFinalCertification()
    {
        var signed = await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { Certification = Certification.NoChanges });
        var more = Samples.Update(signed, 20,
            (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R/Perms<</DocMDP 5 0 R>>/DSS 9 0 R>>"), (9, "<</Type/DSS/Certs[10 0 R]>>"), (10, "<</Length 1>>\nstream\n0\nendstream"));
        Samples.Validate(more).Integrity.ShouldBe(Integrity.PermittedChange);
    }

    [Fact]
    public async Task Validate_GarbageAfterTheEnd_IsForbidden_WhiteSpaceIsNot()
    {
        var signed = await Samples.Sign(Samples.Pdf(false));
        Samples.Validate([.. signed, .. "\n\n"u8]).Integrity.ShouldBe(Integrity.Intact);
        Samples.Validate([.. signed, .. "\n% more"u8]).Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Fact]
    public async Task Validate_GapWiderThanContents_IsForbidden()
    {
        var signed = Encoding.Latin1.GetString(await Samples.Sign(Samples.Pdf(false)));
        var at = signed.IndexOf("/ByteRange [0 ", StringComparison.Ordinal) + "/ByteRange [0 ".Length;
        var gap = signed[at..].Split(' ')[0];
        var wider = (int.Parse(gap, System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = Samples.Validate(Encoding.Latin1.GetBytes(signed.Remove(at, gap.Length).Insert(at, wider))).Signatures[0];
        signature.Code.ShouldBe("TOTAL_FAILED/FORMAT_FAILURE");
        signature.Findings.ShouldContain(f => f.Code == FindingCodes.ByteRangeWrong);
    }

    [Fact]
    public void Validate_NoPdf_SaysSo() => Samples.Validate("hello"u8.ToArray()).Refused.ShouldBe(Refusal.NotPdf);

    [Fact]
    public void Validate_Unsigned_HasNoVerdict() => Samples.Validate(Samples.Pdf(true)).Integrity.ShouldBeNull();
}
