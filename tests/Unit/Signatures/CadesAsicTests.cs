using System.IO.Compression;
using System.Text;
using Sen.Signatures;
using static Sen.Tests.Unit.Signatures.XadesTests;

namespace Sen.Tests.Unit.Signatures;

public sealed class CadesAsicTests
{
    private static readonly byte[] Content = "Nội dung"u8.ToArray();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Cades_Passes_AndChangedContentFails(bool inside, bool stamped)
    {
        var options = new CadesOptions(Samples.Now) { Timestamp = stamped ? Samples.Timestamper.Source(new Clock(Samples.Now)) : null };
        var cms = inside
            ? await CadesSigner.SignEnveloping(Content, Samples.Seal, options)
            : await CadesSigner.SignDetached(new MemoryStream(Content), Samples.Seal, options);
        var good = CadesValidator.Validate(cms, inside ? null : File("a", "Nội dung"), Context()).Signatures[0].Report;
        good.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', good.Findings));
        good.ClaimedTime.ShouldBe(Samples.Now);
        good.TimestampTime.HasValue.ShouldBe(stamped);
        CadesValidator.Content(cms).ShouldBe(inside ? Content : null);
        if (inside)
            cms.AsSpan(cms.AsSpan().IndexOf(Content), 1).Fill((byte)'M');
        CadesValidator.Validate(cms, inside ? null : File("a", "Mội dung"), Context()).Signatures[0].Report.Code.ShouldBe("TOTAL_FAILED/HASH_FAILURE");
        CadesValidator.Validate(cms, inside ? File("a", "x") : null, Context()).Signatures[0].Report.SubIndication.ShouldBe("SIGNED_DATA_NOT_FOUND");
    }

    [Theory]
    [InlineData("B")]
    [InlineData("LTA")]
    public async Task Asic_Passes_AndEachTrickIsFoundOut(string level)
    {
        var asic = await Container(level);
        Encoding.ASCII.GetString(asic, 30, 8).ShouldBe("mimetype");
        Encoding.ASCII.GetString(asic, 38, AsicWriter.MimeType.Length).ShouldBe(AsicWriter.MimeType);
        var good = Validate(asic).Signatures.ShouldHaveSingleItem();
        good.Report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', good.Report.Findings));
        good.Report.Integrity.ShouldBe(Integrity.Intact);
        Validate(Edit(asic, zip => Put(zip, "hồ sơ/thêm.txt", "chen"))).Integrity.ShouldBe(Integrity.ForbiddenChange);
        Validate(Edit(asic, zip => Replace(zip, "hồ sơ/đơn.txt", "khác"))).Signatures[0].Report.Code.ShouldBe("TOTAL_FAILED/HASH_FAILURE");
        Validate(Edit(asic, zip => zip.GetEntry("b.bin")!.Delete())).Signatures[0].Report.SubIndication.ShouldBe("SIGNED_DATA_NOT_FOUND");
        Validate(Edit(asic, zip => Put(zip, "b.bin", "hai lần"))).Refused.ShouldBe(Refusal.NotContainer);
        Validate(Edit(asic, zip => Put(zip, "../x", "ra ngoài"))).Refused.ShouldBe(Refusal.NotContainer);
        Validate(asic[..(asic.Length / 2)]).Refused.ShouldBe(Refusal.NotContainer);
    }

    [Fact]
    public async Task Asic_Extend_BecomesLasting()
    {
        using var output = new MemoryStream();
        await AsicExtender.Extend(new MemoryStream(await Container("B")), output, Terms(true));
        var later = Samples.Now.AddYears(2);
        var alone = new AdesContext(Samples.Authority.Anchors, later) { Data = new([], [Samples.Authority.RevokedLeaves(later), Samples.Authority.RevokedAuthorities(later)], []) };
        AsicValidator.Validate(output, alone).Signatures[0].Report.Code.ShouldBe("TOTAL_PASSED");
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    [InlineData("META-INF/x")]
    [InlineData("mimetype")]
    [InlineData("C:a")]
    public async Task Asic_NameThatUnpacksElsewhere_IsRefused(string name) =>
        (await Should.ThrowAsync<RefusedException>(() => AsicWriter.Write(new MemoryStream(), [File(name, "x")], Samples.Seal, Options("B")))).Reason.ShouldBe(Refusal.NotContainer);

    private static AdesReport Validate(byte[] asic) => AsicValidator.Validate(new MemoryStream(asic), Context());

    internal static async Task<byte[]> Container(string level)
    {
        using var output = new MemoryStream();
        await AsicWriter.Write(output, [File("hồ sơ/đơn.txt", "một"), File("b.bin", "hai")], Samples.Seal, Options(level));
        return output.ToArray();
    }

    private static byte[] Edit(byte[] asic, Action<ZipArchive> edit)
    {
        using var stream = new MemoryStream();
        stream.Write(asic);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            edit(zip);
        return stream.ToArray();
    }

    private static void Replace(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)!.Delete();
        Put(zip, name, text);
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
