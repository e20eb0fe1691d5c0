using Sen.Data;
using Sen.Lexis;
using Sen.Tests.Unit.Lexis;

namespace Sen.Tests.Unit.Data;

public sealed class FolderStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sen-lexis");

    [Fact]
    public void Index_InAFolder_LivesOnAfterTheProgram()
    {
        using (var index = LexisIndex.Open(new FolderStore(_folder.FullName), Shelf.Schema))
        {
            index.Apply([Shelf.Of("a", "khai sinh"), Shelf.Of("b", "khai tử")]);
            index.Apply([Shelf.Of("c", "kết hôn")], ["b"]);
            index.MergeAll().ShouldBeTrue();
        }
        File.WriteAllText(Path.Combine(_folder.FullName, "manifest.new"), "half");
        using var again = LexisIndex.Open(new FolderStore(_folder.FullName), Shelf.Schema);
        again.Verify();
        again.Keys("khai").ShouldBe(["a"]);
        again.Keys("kết hôn").ShouldBe(["c"]);
        _folder.GetFiles().Length.ShouldBe(3);
    }

    [Fact]
    public void CutFile_IsRefused()
    {
        using (var index = LexisIndex.Open(new FolderStore(_folder.FullName), Shelf.Schema))
            index.Apply([Shelf.Of("a", "khai sinh")]);
        using (var file = _folder.GetFiles("*.idx").Single().OpenWrite())
            file.SetLength(100);
        Should.Throw<LexisCorruptException>(() => LexisIndex.Open(new FolderStore(_folder.FullName), Shelf.Schema));
        LexisIndex.Clear(new FolderStore(_folder.FullName));
        using var anew = LexisIndex.Open(new FolderStore(_folder.FullName), Shelf.Schema);
        anew.Count.ShouldBe(0);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
