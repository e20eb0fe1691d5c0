using System.Xml.Linq;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class ReportTests
{
    [Fact]
    public async Task Sentence_TellsTheWorst()
    {
        var signed = await Samples.Sign(Samples.Pdf(false));
        Sentence(Samples.Validate(signed)).Code.ShouldBe("valid");
        Sentence(Samples.Validate(signed)).Arguments.ShouldBe(["Trần Thị Mẫu", "Ủy ban nhân dân xã Mẫu", "2026-03-02T09:30:00.0000000+07:00", "1"]);
        Sentence(PdfValidator.Validate(signed, TrustAnchors.None, Samples.Now)).Code.ShouldBe("untrusted");
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now.AddYears(2))).Code.ShouldBe("expired");
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now, policy: ValidationPolicy.Strict)).Code.ShouldBe("unproven");
        var revoked = new ValidationData([], [Samples.Authority.RevokedLeaves(Samples.Now, (Samples.Person.Certificate, Samples.Now.AddHours(-1))), Samples.Authority.RevokedAuthorities(Samples.Now)], []);
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now, revoked)).Code.ShouldBe("revoked");
        Sentence(Samples.Validate(Samples.Update(signed, 20, (4, "<</Length 1>>\nstream\nq\nendstream")))).Code.ShouldBe("changed");
        signed[signed.AsSpan().IndexOf("Quyet dinh"u8)] = (byte)'X';
        Sentence(Samples.Validate(signed)).Code.ShouldBe("broken");
        Sentence(Samples.Validate(Samples.Pdf(true))).Code.ShouldBe("unsigned");
        Sentence(Samples.Validate([1, 2, 3])).Code.ShouldBe("unreadable");
    }

    [Fact]
    public async Task Xml_HasTheFormOfTheStandard_AndTellsAll()
    {
        var tsa = Samples.Timestamper.Source(new XadesTests.Clock(Samples.Now));
        var lasting = new PadesOptions(Samples.Now) { Reason = "KT. CHỦ TỊCH", Timestamp = tsa, Revocation = Samples.Authority.Statements(new XadesTests.Clock(Samples.Now)), Archive = tsa };
        var report = Samples.Validate(await Samples.Sign(await Samples.Sign(Samples.Pdf(true), options: lasting), Samples.Seal));
        var root = Xml(report, new(Samples.Now) { FileName = "a\u0001.pdf", Sha256 = "00", Words = f => "Lời: " + f.Code });
        root.Name.ShouldBe(Vr + "ValidationReport");
        root.Elements(Vr + "SignatureValidationReport").Count().ShouldBe(2);
        var first = root.Element(Vr + "SignatureValidationReport")!;
        first.Elements().Select(e => e.Name.LocalName).ShouldBe(["SignatureIdentifier", "ValidationTimeInfo", "SignatureAttributes", "SignerInformation", "SignatureValidationProcess", "SignatureValidationStatus", "Verdict"]);
        first.Descendants(Vr + "MainIndication").Single().Value.ShouldBe("urn:etsi:019102:mainindication:total-passed");
        first.Descendants(Vr + "POETime").Single().Value.ShouldBe("2026-03-02T02:30:00Z");
        first.Descendants(Vr + "ReasonElement").Single().Value.ShouldBe("KT. CHỦ TỊCH");
        Data(first).ShouldContain(("urn:sen:signing:integrity", "PermittedChange"));
        Data(first).ShouldContain(("urn:sen:signing:level", "B-LTA"));
        Data(first).ShouldContain(("urn:sen:signing:finding:information:signature-added", "Lời: signature-added"));
        first.Elements().Last().Attribute("code")!.Value.ShouldBe("valid");
        first.Elements().Last().Attribute("file")!.Value.ShouldBe("a\\u0001.pdf");
        var objects = root.Element(Vr + "SignatureValidationObjects")!.Elements().ToLookup(o => o.Element(Vr + "ObjectType")!.Value.Split(':')[^1]);
        objects["timestamp"].Single().Descendants(Vr + "MainIndication").Single().Value.ShouldBe("urn:etsi:019102:mainindication:passed");
        var known = objects["certificate"].Select(c => c.Attribute("id")!.Value).ToHashSet();
        root.Descendants().Attributes("VOReference").Select(r => r.Value).ShouldAllBe(r => known.Contains(r));
    }

    [Fact]
    public async Task Xml_FailureAndNothing_AreSaid()
    {
        var bare = PdfValidator.Validate(await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { FieldName = "a\u0001<b>" }), Samples.Authority.Anchors, Samples.Now);
        var root = Xml(bare, new(Samples.Now));
        root.Descendants(Vr + "MainIndication").Single().Value.ShouldBe("urn:etsi:019102:mainindication:indeterminate");
        root.Descendants(Vr + "SubIndication").Single().Value.ShouldBe("urn:etsi:019102:subindication:TRY_LATER");
        root.Descendants(Vr + "DAIdentifier").Single().Value.ShouldBe("a\\u0001<b>");
        var nothing = Xml(Samples.Validate([1, 2, 3]), new(Samples.Now));
        nothing.Descendants(Vr + "MainIndication").Single().Value.ShouldBe("urn:sen:signing:mainindication:no-signature-found");
        nothing.Descendants(Own + "Verdict").Single().Attribute("refused")!.Value.ShouldBe("NotPdf");
    }

    private static readonly XNamespace Vr = EtsiReport.Namespace, Own = EtsiReport.VerdictNamespace;

    private static XElement Xml(PdfReport report, ReportFrame frame) => XDocument.Load(new MemoryStream(EtsiReport.Xml(report.Refused, report.Signatures, frame))).Root!;

    private static (string, string)[] Data(XElement signature) => [.. signature.Descendants(Vr + "ReportData").Select(d => (d.Element(Vr + "Type")!.Value, d.Element(Vr + "Value")!.Value))];

    private static CitizenSentence Sentence(PdfReport report) => CitizenSentence.Of(report.Refused, report.Signatures);
}
