using System.Text;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class XadesTests
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- Bản gốc -->\n<qd:QuyetDinh xmlns:qd=\"urn:mau\" xmlns=\"urn:khac\" so='12/QĐ-UBND'><Noi  a='1'\tb=\"&#9;x&lt;\">Về việc\n mẫu &amp; thử</Noi><trong xmlns=\"\"/><![CDATA[<x>]]></qd:QuyetDinh>\n<?sau het?>");

    internal static LongTerm Terms(bool archive) => new(Samples.Authority.Statements(new Clock(Samples.Now)), Samples.Timestamper.Source(new Clock(Samples.Now)), archive);

    internal static AdesContext Context(DateTimeOffset? now = null) => new(Samples.Authority.Anchors, now ?? Samples.Now)
    {
        Data = new([Samples.Authority.Issuing], [Samples.Authority.RevokedLeaves(now ?? Samples.Now), Samples.Authority.RevokedAuthorities(now ?? Samples.Now)], []),
    };

    internal static XadesOptions Options(string level) => new(Samples.Now)
    {
        Timestamp = level == "B" ? null : Samples.Timestamper.Source(new Clock(Samples.Now)),
        LongTerm = level is "LT" or "LTA" ? Terms(level == "LTA") : null,
        Role = "KT. CHỦ TỊCH",
    };

    [Theory]
    [InlineData("B")]
    [InlineData("T")]
    [InlineData("LT")]
    [InlineData("LTA")]
    public async Task SignEnveloped_EachLevel_Passes_AndChangesNoOtherByte(string level)
    {
        foreach (var key in new[] { Samples.Person, Samples.Seal })
        {
            var signed = await XadesSigner.SignEnveloped(Document, key, Options(level));
            var at = signed.AsSpan().IndexOf("<ds:Signature "u8);
            var end = signed.AsSpan().LastIndexOf("</ds:Signature>"u8) + "</ds:Signature>".Length;
            byte[] rest = [.. signed.AsSpan(0, at), .. signed.AsSpan(end)];
            rest.ShouldBe(Document);
            var only = XadesValidator.Validate(signed, Context()).Signatures.ShouldHaveSingleItem();
            only.Report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', only.Report.Findings));
            only.Covers.ShouldBe(["document"]);
            only.Report.ClaimedTime.ShouldBe(Samples.Now);
            (only.Report.TimestampTime is null).ShouldBe(level == "B");
        }
    }

    [Fact]
    public async Task Validate_LongTerm_PassesAfterExpiry_WithoutHelp_AndShortDoesNot()
    {
        var later = Samples.Now.AddYears(2);
        var alone = new AdesContext(Samples.Authority.Anchors, later) { Data = new([], [Samples.Authority.RevokedLeaves(later), Samples.Authority.RevokedAuthorities(later)], []) };
        var lasting = await XadesSigner.SignEnveloped(Document, Samples.Person, Options("LTA"));
        XadesValidator.Validate(lasting, alone).Signatures[0].Report.Code.ShouldBe("TOTAL_PASSED");
        var renewed = await XadesExtender.Extend(lasting, new LongTerm(Samples.Authority.Statements(new Clock(Samples.Now.AddDays(2))), Samples.Timestamper.Source(new Clock(Samples.Now.AddDays(2))), true));
        XadesValidator.Validate(renewed, alone).Signatures[0].Report.Code.ShouldBe("TOTAL_PASSED");
        var brief = await XadesSigner.SignEnveloped(Document, Samples.Person, Options("B"));
        XadesValidator.Validate(brief, alone).Signatures[0].Report.Indication.ShouldBe(Indication.Indeterminate);
    }

    [Fact]
    public async Task Validate_ArchiveTimestampOverChangedProperties_IsNotBelieved()
    {
        var text = Encoding.UTF8.GetString(await XadesSigner.SignEnveloped(Document, Samples.Person, Options("LTA")));
        var changed = text.Replace("</xades:RevocationValues>", " </xades:RevocationValues>", StringComparison.Ordinal);
        changed.ShouldNotBe(text);
        XadesValidator.Validate(Encoding.UTF8.GetBytes(changed), Context()).Signatures[0].Report.Findings.ShouldContain(f => f.Code == FindingCodes.TimestampInvalid);
    }

    [Theory]
    [InlineData("thử", "thứ")]
    [InlineData("12/QĐ", "13/QĐ")]
    [InlineData("KT. CHỦ TỊCH", "CHỦ TỊCH")]
    [InlineData("<xades:MimeType>text/xml", "<xades:MimeType>text/plain")]
    public async Task Validate_Changed_IsFailed(string from, string to)
    {
        var text = Encoding.UTF8.GetString(await XadesSigner.SignEnveloped(Document, Samples.Person, Options("B")));
        text.ShouldContain(from);
        var report = XadesValidator.Validate(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), Context()).Signatures[0].Report;
        report.Code.ShouldBe("TOTAL_FAILED/HASH_FAILURE");
        report.Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    [Fact]
    public async Task Validate_PropertiesTakenOutOfSignedInfo_IsFailed()
    {
        var text = Encoding.UTF8.GetString(await XadesSigner.SignEnveloped(Document, Samples.Person, Options("B")));
        var start = text.IndexOf("<ds:Reference Type=", StringComparison.Ordinal);
        var end = text.IndexOf("</ds:Reference>", start, StringComparison.Ordinal) + "</ds:Reference>".Length;
        XadesValidator.Validate(Encoding.UTF8.GetBytes(text.Remove(start, end - start)), Context()).Signatures[0].Report.Indication.ShouldBe(Indication.TotalFailed);
    }

    [Fact]
    public async Task SignEnveloped_Twice_KeepsTheFirst_OrRefuses()
    {
        var alone = await XadesSigner.SignEnveloped(Document, Samples.Person, Options("T"));
        (await Should.ThrowAsync<RefusedException>(() => XadesSigner.SignEnveloped(alone, Samples.Seal, Options("T")))).Reason.ShouldBe(Refusal.NoFurtherSignature);
        var open = await XadesSigner.SignEnveloped(Document, Samples.Person, Options("T") with { MoreSigners = true });
        var both = await XadesSigner.SignEnveloped(open, Samples.Seal, Options("LTA"));
        XadesValidator.Validate(both, Context()).Signatures.Select(s => s.Report.Code).ShouldBe(["TOTAL_PASSED", "TOTAL_PASSED"]);
    }

    [Fact]
    public async Task SignDetached_CoversFiles_AndMissesNone()
    {
        var files = new[] { File("bản vẽ/tờ 1.txt", "một"), File("b.bin", "hai") };
        var xml = await XadesSigner.SignDetached(files, Samples.Seal, Options("LTA"));
        var good = XadesValidator.Validate(xml, Context() with { Files = name => files.SingleOrDefault(f => f.Name == name) }).Signatures[0];
        good.Report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', good.Report.Findings));
        good.Covers.ShouldBe(["file bản vẽ/tờ 1.txt", "file b.bin"]);
        XadesValidator.Validate(xml, Context()).Signatures[0].Report.SubIndication.ShouldBe("SIGNED_DATA_NOT_FOUND");
        XadesValidator.Validate(xml, Context() with { Files = name => File(name, "ba") }).Signatures[0].Report.SubIndication.ShouldBe("HASH_FAILURE");
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", Refusal.NotXml)]
    [InlineData("<a><b></a>", Refusal.NotXml)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a></a>", Refusal.UnsupportedEncoding)]
    [InlineData("<a/>", Refusal.NotXml)]
    public async Task SignEnveloped_Unsuited_IsRefused(string xml, Refusal reason) =>
        (await Should.ThrowAsync<RefusedException>(() => XadesSigner.SignEnveloped(Encoding.UTF8.GetBytes(xml), Samples.Person, Options("B")))).Reason.ShouldBe(reason);

    [Fact]
    public void Validate_DeepOrLarge_IsRefused()
    {
        var deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000)));
        XadesValidator.Validate(deep, Context()).Refused.ShouldBe(Refusal.OverLimit);
        XadesValidator.Validate(new byte[(20 << 20) + 1], Context()).Refused.ShouldBe(Refusal.OverLimit);
    }

    internal static SignedContent File(string name, string text) => new(name, "text/plain", () => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    internal sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
