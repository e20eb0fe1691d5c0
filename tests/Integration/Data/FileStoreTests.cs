using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;

namespace Sen.Tests.Data;

public sealed class FileStoreTests(Postgres postgres) : IClassFixture<Postgres>, IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sen-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Save_ThenOpen_GivesTheContentUnderACleanName()
    {
        var files = Store();
        byte[] content = [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(200_000)];
        var saved = (await files.Save(new MemoryStream(content), "../Giấy khai sinh.exe", FileRule.Papers, Postgres.Official, default)).Value;
        saved.Name.ShouldBe("Giấy khai sinh.pdf");
        saved.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await files.Find(saved.Id, default)).ShouldBe(saved);
        await using var stream = await files.Open(saved.Id, default);
        var read = new byte[content.Length];
        await stream!.ReadExactlyAsync(read);
        read.ShouldBe(content);

        var again = (await files.Save(new MemoryStream(content), "b.pdf", FileRule.Pdf, Postgres.Official, default)).Value;
        (again.Id == saved.Id, again.Sha256).ShouldBe((false, saved.Sha256));
        System.IO.Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Save_Refused_LeavesNoRow()
    {
        var files = Store();
        (await files.Save(new MemoryStream([0xFF, 0xD8, 0xFF]), "a.pdf", FileRule.Pdf, Postgres.Official, default)).Problem!.Code.ShouldBe("file.type");
        (await files.Find(Guid.NewGuid(), default)).ShouldBeNull();
        (await files.Open(Guid.NewGuid(), default)).ShouldBeNull();
        (await files.Check(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Open_ContentGone_IsDamage()
    {
        var files = Store();
        var saved = (await files.Save(new MemoryStream("%PDF-1.7 gone"u8.ToArray()), "a.pdf", FileRule.Pdf, Postgres.Official, default)).Value;
        File.Delete(System.IO.Directory.GetFiles(_folder, saved.Sha256, SearchOption.AllDirectories).Single());
        await Should.ThrowAsync<FileDamagedException>(() => files.Open(saved.Id, default));
    }

    private FileStore Store() => postgres.Services(services => services.AddFiles(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Sen:DataFolder"] = _folder,
        ["Sen:FileKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
    }).Build())).GetRequiredService<FileStore>();
}
