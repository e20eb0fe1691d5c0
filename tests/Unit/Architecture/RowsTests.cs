using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sen.Tests.Unit.Architecture;

/// <summary>Rule 1: references run down, and inside a row only the edges of the table in ARCHITECTURE.md exist.</summary>
public sealed class RowsTests
{
    [Fact]
    public void ProjectReferences_MatchTheTableOfRows()
    {
        var (rows, edges) = Table();
        var projects = Repository.Projects().ToDictionary(p => p.Name, p => p.File);
        projects.Keys.Order().ShouldBe(rows.Keys.Order(), "every project stands in a row of ARCHITECTURE.md");
        foreach (var (name, file) in projects)
            foreach (var other in References(file))
                (rows[other] < rows[name] || edges.Contains((name, other))).ShouldBeTrue($"{name} must not reference {other}");
        foreach (var (from, to) in edges)
            References(projects[from]).ShouldContain(to, $"the table shows {from} → {to}, the project does not");
    }

    [Fact]
    public void Engines_ReferenceNothingElse()
    {
        foreach (var (name, file) in Repository.Projects().Where(p => p.File.Contains("/Engines/", StringComparison.Ordinal)))
        {
            File.ReadAllText(file).ShouldNotContain("FrameworkReference", customMessage: name);
            foreach (var source in System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.cs", SearchOption.AllDirectories).Where(Repository.IsSource))
                Regex.IsMatch(File.ReadAllText(source), @"\b(DateTime(Offset)?\.(Utc)?Now|Npgsql|System\.Net\.Http|File\.(Open|Read|Write))").ShouldBeFalse(source);
        }
    }

    private static (Dictionary<string, int> Rows, HashSet<(string, string)> Edges) Table()
    {
        var rows = new Dictionary<string, int>();
        var edges = new HashSet<(string, string)>();
        foreach (Match line in Regex.Matches(Repository.Read("ARCHITECTURE.md"), @"^\| (\d) \| ([^|]+)\|([^|]*)\|$", RegexOptions.Multiline))
        {
            foreach (var name in line.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries))
                rows[name] = int.Parse(line.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            foreach (Match edge in Regex.Matches(line.Groups[3].Value, @"(\w+) → (\w+)"))
                edges.Add((edge.Groups[1].Value, edge.Groups[2].Value));
        }
        return (rows, edges);
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => r.Attribute("Include")!.Value)
            .SelectMany(r => r.Contains('*', StringComparison.Ordinal) ? Repository.Projects().Where(p => p.Name != "Host").Select(p => p.Name) : [Repository.NameOf(r)])
            .Where(n => !(Repository.NameOf(project) == "Host" && n == "Host"));
}
