using System.IO.Compression;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class AsicBombTests
{
    [Fact]
    public async Task ValidateAndExtend_Bomb_IsRefusedWithoutExpandingIt()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("a.txt").Open())
            for (var i = 0; i < 64; i++)
                entry.Write(new byte[1 << 20]);
        bomb.Length.ShouldBeLessThan(100_000);
        AsicValidator.Validate(bomb, XadesTests.Context()).Refused.ShouldBe(Refusal.OverLimit);
        using var output = new MemoryStream();
        var terms = new LongTerm(Samples.Authority.Statements(TimeProvider.System), Samples.Timestamper.Source(TimeProvider.System), Archive: true);
        (await Should.ThrowAsync<RefusedException>(() => AsicExtender.Extend(bomb, output, terms))).Reason.ShouldBe(Refusal.OverLimit);
        output.Length.ShouldBe(0);
    }
}
