using System.Text.Json;
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
        var revoked = new ValidationData([], [Samples.Authority.RevokedLeaves(Samples.Now, (Samples.Person.Certificate, Samples.Now.AddHours(-1)))], []);
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now, revoked)).Code.ShouldBe("revoked");
        Sentence(Samples.Validate(Samples.Update(signed, 20, (4, "<</Length 1>>\nstream\nq\nendstream")))).Code.ShouldBe("changed");
        signed[signed.AsSpan().IndexOf("Quyet dinh"u8)] = (byte)'X';
        Sentence(Samples.Validate(signed)).Code.ShouldBe("broken");
        Sentence(Samples.Validate(Samples.Pdf(true))).Code.ShouldBe("unsigned");
        Sentence(Samples.Validate([1, 2, 3])).Code.ShouldBe("unreadable");
    }

    [Fact]
    public async Task Json_And_Xml_SayTheSame()
    {
        var report = Samples.Validate(await Samples.Sign(await Samples.Sign(Samples.Pdf(true)), Samples.Seal));
        var json = JsonDocument.Parse(ReportWriter.Json(report.Refused, report.Signatures, Samples.Now)).RootElement;
        var xml = XDocument.Load(new MemoryStream(ReportWriter.Xml(report.Refused, report.Signatures, Samples.Now))).Root!;
        XNamespace ns = ReportWriter.Namespace;
        json.GetProperty("sentence").GetString().ShouldBe("valid");
        xml.Element(ns + "sentence")!.Value.ShouldBe("valid");
        var (first, second) = (json.GetProperty("signatures")[0], xml.Elements(ns + "signature").First());
        first.GetProperty("indication").GetString().ShouldBe("TOTAL_PASSED");
        second.Element(ns + "indication")!.Value.ShouldBe("TOTAL_PASSED");
        first.GetProperty("integrity").GetString().ShouldBe("PermittedChange");
        first.GetProperty("level").GetString().ShouldBe("B-B");
        second.Elements(ns + "issuer").Count().ShouldBe(first.GetProperty("issuers").GetArrayLength());
        second.Elements(ns + "finding").Select(f => f.Element(ns + "code")!.Value).ShouldBe(first.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!));
    }

    [Fact]
    public async Task Xml_StrangeFieldName_StaysXml()
    {
        var pdf = await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now) { FieldName = "a\u0001<b>" });
        var report = Samples.Validate(pdf);
        XDocument.Load(new MemoryStream(ReportWriter.Xml(report.Refused, report.Signatures, Samples.Now))).Descendants().First(e => e.Name.LocalName == "field").Value.ShouldBe("a\\u0001<b>");
    }

    private static CitizenSentence Sentence(PdfReport report) => CitizenSentence.Of(report.Refused, report.Signatures);
}
