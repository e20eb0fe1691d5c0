namespace Sen.Tests.Unit.Ui;

/// <summary>The folder of the sources, found upwards from the tests.</summary>
internal static class Repository
{
    public static readonly string Root = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Sen.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no Sen.slnx above the tests"));
}
