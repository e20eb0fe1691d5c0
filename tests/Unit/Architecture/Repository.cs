namespace Sen.Tests.Unit.Architecture;

/// <summary>The repository that these tests read: found upwards from the test's own folder.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<(string Name, string File)> Projects() =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => (NameOf(f), f));

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project)["Sen.".Length..];

    /// <summary>Files that people wrote.</summary>
    public static IEnumerable<string> Sources(params string[] endings) =>
        new[] { "src", "tests" }.SelectMany(f => System.IO.Directory.EnumerateFiles(Path.Combine(Root, f), "*", SearchOption.AllDirectories))
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) && IsSource(f));

    public static bool IsSource(string file) =>
        !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        && !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/wwwroot/lib/", StringComparison.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sen.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
