using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sen.Tests.Unit.Ui;

/// <summary>The words of every module, complete in the three languages.</summary>
public sealed partial class TextTests
{
    public static TheoryData<string> Modules => new(System.IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "Text.vi.json", SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Select(path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Read(string module, string language)
    {
        var seen = new Dictionary<string, string>();
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, module, $"Text.{language}.json")));
        foreach (var text in document.RootElement.EnumerateObject())
            seen.TryAdd(text.Name, text.Value.GetString()!).ShouldBeTrue($"{module}: {text.Name} stands twice in {language}");
        return seen;
    }

    [Fact]
    public void Modules_AreFound() => Modules.Count.ShouldBeGreaterThan(5);

    [Theory, MemberData(nameof(Modules))]
    public void Texts_ThreeLanguages_SayTheSame(string module)
    {
        var source = Read(module, "vi");
        foreach (var language in new[] { "en", "ar" })
        {
            var other = Read(module, language);
            other.Keys.Order(StringComparer.Ordinal).ShouldBe(source.Keys.Order(StringComparer.Ordinal), $"{module} {language}");
            foreach (var (key, text) in source)
            {
                other[key].ShouldNotBeNullOrWhiteSpace($"{module} {language} {key}");
                Holes(other[key]).ShouldBe(Holes(text), $"{module} {language} {key}");
            }
        }
    }

    private static string[] Holes(string text) => [.. Hole().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Hole();
}
