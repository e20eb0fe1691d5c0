using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Xml.Linq;
using Sen.Signatures;
using Sen.Signatures.Cms;
using static Sen.Tests.Unit.Signatures.XadesTests;

namespace Sen.Tests.Unit.Signatures;

/// <summary>CAdES and ASiC-E with CAdES at B-LT and B-LTA, renewed, and attacked (EN 319 122-1, 5.5; EN 319 162-1, A.7).</summary>
public sealed class CadesLongTermTests
{
    private const string Text = "Nội dung lưu trữ lâu dài";
    private static readonly DateTimeOffset Years = Samples.Now.AddYears(3);

    /// <summary>Of signatures: good for a year, so that only an archive timestamp (five years) carries a signature over three.</summary>
    private static readonly TimestampSource Brief =
        new TimestampResponder(Samples.Authority.Key(Samples.Authority.IssueTimestampUnit(Samples.Now.AddDays(-1), Samples.Now.AddYears(1)))).Source(new Clock(Samples.Now));

    [Theory]
    [InlineData("B-B", false)]
    [InlineData("B-T", false)]
    [InlineData("B-LT", false)]
    [InlineData("B-LTA", false)]
    [InlineData("B-LTA", true)]
    public async Task Sign_EachLevel_IsReportedAndPasses(string level, bool inside)
    {
        foreach (var key in new[] { Samples.Person, Samples.Seal })
        {
            var cms = await Sign(level, key, inside);
            var report = Judge(cms, Samples.Now, inside);
            report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Findings));
            report.Level.ShouldBe(level);
            report.BestTime.ShouldBe(level == "B-B" ? null : Samples.Now);
        }
    }

    [Fact]
    public async Task Validate_YearsLater_OnlyTheArchivedStands()
    {
        Judge(await Sign("B-LTA"), Years).Code.ShouldBe("TOTAL_PASSED");
        // Its only timestamp is of an authority that has expired since.
        Judge(await Sign("B-LT"), Years).Indication.ShouldBe(Indication.Indeterminate);
        Judge(await Sign("B-B"), Years).Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
    }

    [Fact]
    public async Task Extend_BriefBecomesLasting_AndRenewalOutlivesTheFirstTimestamp()
    {
        var lasting = await CadesExtender.Extend(await Sign("B-B"), File("a", Text), Terms(true));
        Judge(lasting, Years).Code.ShouldBe("TOTAL_PASSED");
        var (mid, end) = (Samples.Now.AddYears(4), Samples.Now.AddYears(7));
        var renewed = await CadesExtender.Extend(lasting, File("a", Text), Renewal(mid));
        Judge(lasting, end).Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
        var report = Judge(renewed, end);
        report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Findings));
        report.BestTime.ShouldBe(Samples.Now);
        CmsSignature.TryRead(renewed)!.Unsigned(Oids.ArchiveTimestampV3).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Imprint_IsWhatTheStandardSays()
    {
        // Put together by the framework's reader from EN 319 122-1, 5.5.3, apart from the code that made it.
        var cms = new SignedCms();
        var encoded = await Sign("B-LTA");
        cms.Decode(encoded);
        var token = cms.SignerInfos[0].UnsignedAttributes.Cast<CryptographicAttributeObject>().Single(a => a.Oid.Value == "0.4.0.1733.2.4").Values[0].RawData;
        Rfc3161TimestampToken.TryDecode(token, out var stamp, out _).ShouldBeTrue();
        var index = stamp!.AsSignedCms().SignerInfos[0].UnsignedAttributes.Cast<CryptographicAttributeObject>().Single(a => a.Oid.Value == "0.4.0.19122.1.5").Values[0].RawData;
        var signed = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        signed.ReadObjectIdentifier();
        var data = signed.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)).ReadSequence();
        data.ReadInteger().ShouldBe(1);
        data.ReadEncodedValue();
        var type = data.ReadSequence().ReadEncodedValue();
        data.ReadEncodedValue();
        data.ReadEncodedValue();
        var signer = data.ReadSetOf().ReadSequence();
        byte[] imprint = [.. type.Span, .. SHA256.HashData(Encoding.UTF8.GetBytes(Text)), .. Enumerable.Range(0, 6).SelectMany(_ => signer.ReadEncodedValue().ToArray()), .. index];
        stamp.TokenInfo.GetMessageHash().ToArray().ShouldBe(SHA256.HashData(imprint));
        var lists = new AsnReader(index, AsnEncodingRules.DER).ReadSequence();
        lists.ReadSequence().ReadObjectIdentifier().ShouldBe(Oids.Sha256);
        Count(lists.ReadSequence()).ShouldBe(4);
        Count(lists.ReadSequence()).ShouldBe(2);
        Count(lists.ReadSequence()).ShouldBe(1);
    }

    [Fact]
    public async Task Validate_EvidenceTakenOutOrReplaced_TheArchiveProvesNothing()
    {
        var cms = await Sign("B-LTA");
        var parts = CmsEditor.Read(cms);
        foreach (var (what, victim) in new[] { ("list", parts.Statements[0]), ("certificate", parts.Certificates.Single(c => c.Span.SequenceEqual(Samples.Authority.Root.RawData))) })
        {
            var changed = Replace(cms, victim.ToArray(), b => b[b.Length / 2] ^= 1);
            var report = Judge(changed, Years);
            report.Indication.ShouldBe(Indication.Indeterminate, what);
            report.Findings.ShouldContain(f => f.Code == FindingCodes.TimestampInvalid, what);
        }
        // What is added later is no harm and no proof.
        parts.Add(new([], [Samples.Authority.RevokedLeaves(Samples.Now.AddDays(1))], []));
        Judge(parts.Encode(), Years).Code.ShouldBe("TOTAL_PASSED");
    }

    [Fact]
    public async Task Validate_RevocationAddedAfterTheSeal_DoesNotReachBack()
    {
        var parts = CmsEditor.Read(await Sign("B-LTA"));
        parts.Add(new([], [Samples.Authority.RevokedLeaves(Samples.Now.AddDays(2), (Samples.Person.Certificate, Samples.Now.AddDays(1)))], []));
        Judge(parts.Encode(), Samples.Now.AddDays(3)).Code.ShouldBe("TOTAL_PASSED");
        var before = CmsEditor.Read(await Sign("B-LTA"));
        before.Add(new([], [Samples.Authority.RevokedLeaves(Samples.Now.AddDays(2), (Samples.Person.Certificate, Samples.Now.AddHours(-1)))], []));
        var report = CadesValidator.Validate(before.Encode(), File("a", Text), new AdesContext(Samples.Authority.Anchors, Samples.Now.AddDays(3)) { Policy = ValidationPolicy.Strict }).Signatures[0].Report;
        report.Code.ShouldBe("INDETERMINATE/REVOKED_NO_POE");
        report.RevokedAt.ShouldBe(Samples.Now.AddHours(-1));
        CitizenSentence.Of(null, [report]).Code.ShouldBe("revoked");
    }

    [Fact]
    public async Task Extend_WithoutTheContentOrWithAnother_IsRefused()
    {
        var cms = await Sign("B-B");
        (await Refused(() => CadesExtender.Extend(cms, null, Terms(true)))).ShouldBe(Refusal.ContentMissing);
        (await Refused(() => CadesExtender.Extend(cms, File("a", "khác"), Terms(true)))).ShouldBe(Refusal.ContentMissing);
        (await Refused(() => CadesExtender.Extend("x"u8.ToArray(), File("a", Text), Terms(true)))).ShouldBe(Refusal.NotCms);
        (await Refused(() => CadesExtender.Extend(cms, File("a", Text), Terms(true) with { Revocation = (_, _, _) => Task.FromResult(ValidationData.Empty) }))).ShouldBe(Refusal.StatusMissing);
    }

    [Theory]
    [InlineData("B-B")]
    [InlineData("B-LT")]
    [InlineData("B-LTA")]
    public async Task Asic_Cades_Passes_AndEachTrickIsFoundOut(string level)
    {
        var asic = await Container(level);
        var good = Validate(asic, Samples.Now).Signatures.ShouldHaveSingleItem();
        good.Report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', good.Report.Findings));
        good.Report.Level.ShouldBe(level);
        good.Covers.ShouldBe(["file hồ sơ/đơn.txt", "file b.bin"]);
        Validate(Edit(asic, "hồ sơ/đơn.txt", "khác"), Samples.Now).Signatures[0].Report.Code.ShouldBe("TOTAL_FAILED/HASH_FAILURE");
        Validate(Edit(asic, "thêm.txt", "chen"), Samples.Now).Integrity.ShouldBe(Integrity.ForbiddenChange);
        Validate(Edit(asic, "META-INF/ASiCManifest.xml", "<x/>"), Samples.Now).Refused.ShouldBe(Refusal.NotContainer);
        (Validate(asic, Years).Signatures[0].Report.Indication == Indication.TotalPassed).ShouldBe(level == "B-LTA");
    }

    [Fact]
    public async Task Asic_ExtendAndRenew_NumbersTheOlderList()
    {
        var lasting = await Extend(await Container("B-B"), Terms(true));
        Validate(lasting, Years).Signatures[0].Report.Code.ShouldBe("TOTAL_PASSED");
        var (mid, end) = (Samples.Now.AddYears(4), Samples.Now.AddYears(7));
        var renewed = await Extend(lasting, Renewal(mid));
        Validate(lasting, end).Signatures[0].Report.Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
        var report = Validate(renewed, end).Signatures[0].Report;
        report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Findings));
        Names(renewed).ShouldBe(["META-INF/ASiCArchiveManifest.xml", "META-INF/ASiCArchiveManifest001.xml", "META-INF/ASiCManifest.xml",
            "META-INF/signature001.p7s", "META-INF/timestamp001.tst", "META-INF/timestamp002.tst", "b.bin", "hồ sơ/đơn.txt", "mimetype"]);
        XNamespace asic = "http://uri.etsi.org/02918/v1.2.1#";
        var list = XDocument.Parse(Encoding.UTF8.GetString(Read(renewed, "META-INF/ASiCArchiveManifest.xml"))).Root!;
        list.Element(asic + "SigReference")!.Attribute("MimeType")!.Value.ShouldBe("application/vnd.etsi.timestamp-token");
        list.Elements(asic + "DataObjectReference").Count().ShouldBe(6);
        list.Elements(asic + "DataObjectReference").Single(e => e.Attribute("Rootfile")?.Value == "true").Attribute("URI")!.Value.ShouldBe("META-INF/ASiCArchiveManifest001.xml");
        // A list that no longer fits proves nothing: neither does the first one alone, years later.
        Validate(Edit(renewed, "META-INF/ASiCArchiveManifest001.xml", "<ASiCManifest xmlns='http://uri.etsi.org/02918/v1.2.1#'><SigReference URI='META-INF/timestamp001.tst'/></ASiCManifest>"), end)
            .Signatures[0].Report.Indication.ShouldBe(Indication.Indeterminate);
    }

    private static CadesOptions Options(string level) => new(Samples.Now)
    {
        Timestamp = level == "B-B" ? null : Brief,
        LongTerm = level is "B-LT" or "B-LTA" ? Terms(level == "B-LTA") : null,
    };

    private static LongTerm Renewal(DateTimeOffset at) => new(Samples.Authority.Statements(new Clock(at)),
        new TimestampResponder(Samples.Authority.Key(Samples.Authority.IssueTimestampUnit(at.AddDays(-1), at.AddYears(5)))).Source(new Clock(at)), true);

    internal static Task<byte[]> Sign(string level, SigningKey? key = null, bool inside = false) => inside
        ? CadesSigner.SignEnveloping(Encoding.UTF8.GetBytes(Text), key ?? Samples.Person, Options(level))
        : CadesSigner.SignDetached(new MemoryStream(Encoding.UTF8.GetBytes(Text)), key ?? Samples.Person, Options(level));

    /// <summary>Of the evidence only what is in the file, and what a responder says at that time.</summary>
    private static AdesContext At(DateTimeOffset now) => new(Samples.Authority.Anchors, now) { Data = new([], [Samples.Authority.RevokedLeaves(now), Samples.Authority.RevokedAuthorities(now)], []) };

    private static SignatureReport Judge(byte[] cms, DateTimeOffset now, bool inside = false) =>
        CadesValidator.Validate(cms, inside ? null : File("a", Text), At(now)).Signatures.ShouldHaveSingleItem().Report;

    private static AdesReport Validate(byte[] asic, DateTimeOffset now) => AsicValidator.Validate(new MemoryStream(asic), At(now));

    internal static async Task<byte[]> Container(string level)
    {
        using var output = new MemoryStream();
        await AsicWriter.Write(output, [File("hồ sơ/đơn.txt", "một"), File("b.bin", "hai")], Samples.Seal, Options(level));
        return output.ToArray();
    }

    private static async Task<byte[]> Extend(byte[] asic, LongTerm terms)
    {
        using var output = new MemoryStream();
        await AsicExtender.Extend(new MemoryStream(asic), output, terms);
        return output.ToArray();
    }

    private static async Task<Refusal> Refused(Func<Task> act) => (await Should.ThrowAsync<RefusedException>(act)).Reason;

    private static int Count(AsnReader list)
    {
        var count = 0;
        for (; list.HasData; count++)
            list.ReadOctetString().Length.ShouldBe(32);
        return count;
    }

    private static byte[] Replace(byte[] all, byte[] part, Action<byte[]> change)
    {
        var at = all.AsSpan().IndexOf(part);
        change(part);
        byte[] copy = [.. all];
        part.CopyTo(copy, at);
        return copy;
    }

    private static byte[] Edit(byte[] asic, string name, string text)
    {
        using var stream = new MemoryStream();
        stream.Write(asic);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)?.Delete();
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }
        return stream.ToArray();
    }

    private static string[] Names(byte[] asic)
    {
        using var zip = new ZipArchive(new MemoryStream(asic));
        return [.. zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)];
    }

    internal static byte[] Read(byte[] asic, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(asic));
        using var content = zip.GetEntry(name)!.Open();
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }
}
