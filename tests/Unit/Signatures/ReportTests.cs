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
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now)).Code.ShouldBe("unproven");
        var revoked = new ValidationData([], [Samples.Authority.RevokedAuthorities(Samples.Now), Samples.Authority.RevokedLeaves(Samples.Now, (Samples.Person.Certificate, Samples.Now.AddHours(-1)))], []);
        Sentence(PdfValidator.Validate(signed, Samples.Authority.Anchors, Samples.Now, revoked)).Code.ShouldBe("revoked");
        Sentence(Samples.Validate(Samples.Update(signed, 20, (4, "<</Length 1>>\nstream\nq\nendstream")))).Code.ShouldBe("changed");
        signed[signed.AsSpan().IndexOf("Quyet dinh"u8)] = (byte)'X';
        Sentence(Samples.Validate(signed)).Code.ShouldBe("broken");
        Sentence(Samples.Validate(Samples.Pdf(true))).Code.ShouldBe("unsigned");
        Sentence(Samples.Validate([1, 2, 3])).Code.ShouldBe("unreadable");
    }

    private static CitizenSentence Sentence(PdfReport report) => CitizenSentence.Of(report.Refused, report.Signatures);
}
