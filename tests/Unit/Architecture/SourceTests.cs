using System.Text.RegularExpressions;

namespace Sen.Tests.Unit.Architecture;

/// <summary>Rules 2 to 6 and the sizes, read from the sources.</summary>
public sealed class SourceTests
{
    private static readonly string[] Modules = ["Directory", "Identity", "Flows", "Signing", "Procedures", "Indicators", "Operations", "Portal", "Assistant"];

    [Fact]
    public void Modules_KeepEverythingInternal_ButContractsAndTheModuleClass()
    {
        foreach (var module in Modules)
            foreach (var file in Files($"src/{module}", ".cs").Where(f => Path.GetFileName(f) is not "Contracts.cs" && Path.GetFileName(f) != module + "Module.cs"))
                Regex.Count(File.ReadAllText(file), @"^public (sealed |static |abstract |readonly )*(partial )?(class|record|struct|enum|interface|delegate)", RegexOptions.Multiline)
                    .ShouldBe(0, $"{Short(file)} has a public type");
    }

    [Fact]
    public void Interfaces_ExistOnlyWhereTwoImplementationsDo()
    {
        var sources = Repository.Sources(".cs").Where(f => f.Contains("/src/", StringComparison.Ordinal)).Select(f => (File: f, Text: File.ReadAllText(f))).ToArray();
        foreach (var (file, text) in sources)
            foreach (Match match in Regex.Matches(text, @"\binterface (I[A-Z]\w+)"))
                sources.Sum(s => Regex.Count(s.Text, $@"(class|record|struct) \w+[^;{{]*[:,]\s*([\w.<>, ]+,\s*)?{match.Groups[1].Value}\b"))
                    .ShouldBeGreaterThanOrEqualTo(2, $"{match.Groups[1].Value} in {Short(file)} has one implementation");
    }

    [Fact]
    public void Sql_NamesItsOwnSchema_OrALowerViews()
    {
        string[] above = ["Indicators", "Assistant"];
        foreach (var module in Modules.Except(above))
            foreach (var file in Files($"src/{module}", ".cs", ".sql"))
                foreach (var other in Modules.Where(m => m != module))
                    foreach (Match match in Regex.Matches(File.ReadAllText(file), $@"\b(from|join|into|update)\s+{other.ToLowerInvariant()}\.(\w+)", RegexOptions.IgnoreCase))
                        match.Groups[2].Value.ShouldStartWith("v_", customMessage: $"{Short(file)} reads {match.Value}");
    }

    [Fact]
    public void Host_ScansNoAssemblies()
    {
        foreach (var file in Files("src/Host", ".cs"))
            Regex.IsMatch(File.ReadAllText(file), @"GetAssemblies\(|\.GetTypes\(|ExportedTypes").ShouldBeFalse(Short(file));
    }

    [Fact]
    public void Files_StaySmall()
    {
        foreach (var file in Repository.Sources(".cs", ".cshtml"))
            File.ReadLines(file).Count().ShouldBeLessThan(file.EndsWith(".cs", StringComparison.Ordinal) ? 500 : 200, Short(file));
    }

    [Fact]
    public void Pages_NameNoVendorClass_AndHoldNoInlineScriptOrStyle()
    {
        foreach (var file in Repository.Sources(".cshtml").Where(f => f.Contains("/src/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            if (!file.Contains("/src/Ui/", StringComparison.Ordinal))
                Regex.IsMatch(text, @"class=""[^""]*\bds-").ShouldBeFalse($"{Short(file)} names a vendor's class");
            Regex.IsMatch(text, @"<script(?![^>]*\bsrc=)", RegexOptions.IgnoreCase).ShouldBeFalse($"{Short(file)} has inline script");
            if (!file.Contains("/Print/", StringComparison.Ordinal))
                Regex.IsMatch(text, @"\sstyle=""|<style", RegexOptions.IgnoreCase).ShouldBeFalse($"{Short(file)} has inline style");
            Regex.IsMatch(text, @"\son(click|load|submit|change|error)=", RegexOptions.IgnoreCase).ShouldBeFalse($"{Short(file)} has an inline handler");
        }
    }

    [Fact]
    public void Pages_SayForWhomTheyAre()
    {
        foreach (var file in Repository.Sources(".cshtml.cs").Where(f => f.Contains("/src/", StringComparison.Ordinal)))
            File.ReadAllText(file).ShouldContain("[OpenTo(", customMessage: Short(file));
    }

    [Fact]
    public void Code_TakesTimeFromTimeProvider()
    {
        foreach (var file in Files("src", ".cs"))
            Regex.IsMatch(File.ReadAllText(file), @"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b").ShouldBeFalse(Short(file));
    }

    private static IEnumerable<string> Files(string folder, params string[] endings) =>
        Repository.Sources(endings).Where(f => f.StartsWith(Path.Combine(Repository.Root, folder) + "/", StringComparison.Ordinal));

    private static string Short(string file) => Path.GetRelativePath(Repository.Root, file);
}
