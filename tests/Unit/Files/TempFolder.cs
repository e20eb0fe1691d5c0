namespace Sen.Tests.Files;

/// <summary>A folder of one test, gone with it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("sen-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
