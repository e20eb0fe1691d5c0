using System.IO.Compression;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class AsicBombTests
{
    [Fact]
    public void Validate_Bomb_IsRefusedWithoutExpandingIt()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("a.txt").Open())
            for (var i = 0; i < 64; i++)
                entry.Write(new byte[1 << 20]);
        bomb.Length.ShouldBeLessThan(100_000);
        AsicValidator.Validate(bomb, XadesTests.Context()).Refused.ShouldBe(Refusal.OverLimit);
    }
}
