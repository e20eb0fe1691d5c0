using System.Xml.Linq;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// Token semantics by paragraph of BPMN 2.0.2, chapter 13: each file of the folder Semantics is a process that says in
/// <c>sen:case</c> which paragraph it shows, which events come, and which trace they must leave (notation: <see cref="Script"/>).
/// </summary>
public sealed class SemanticsTests
{
    private static readonly XNamespace S = "urn:sen:bpmn:1";
    private static readonly string Folder = Path.Combine(Architecture.Repository.Root, "tests/Unit/Bpmn/Semantics");

    public static TheoryData<string> Files() => [.. System.IO.Directory.EnumerateFiles(Folder, "*.bpmn").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Play_File_LeavesItsTrace(string file)
    {
        var xml = File.ReadAllText(Path.Combine(Folder, file + ".bpmn"));
        var expected = XDocument.Parse(xml).Descendants(S + "case").Single();
        file.ShouldStartWith((string)expected.Attribute("paragraph")! + "-");
        var loaded = ProcessDefinition.Load(xml);
        loaded.Problems.ShouldBeEmpty();
        var (trace, state) = Script.Play(loaded.Definition!, (string)expected.Attribute("events")!);
        trace.ShouldBe((string)expected.Attribute("trace")!);
        if (state.Status == InstanceStatus.Ended)
            (state.Tokens.Count + state.Waits.Count).ShouldBe(0);
        // What was written by us runs the same.
        Script.Play(ProcessDefinition.Load(loaded.Definition!.ToXml()).Definition!, (string)expected.Attribute("events")!).Trace.ShouldBe(trace);
    }

    [Fact]
    public void Folder_CoversEveryParagraphThatIsExecuted()
    {
        var paragraphs = System.IO.Directory.EnumerateFiles(Folder, "*.bpmn").Select(file => Path.GetFileName(file).Split('-')[0]).ToArray();
        paragraphs.Length.ShouldBeGreaterThanOrEqualTo(200);
        paragraphs.Distinct().Order().ShouldBe(["13.2", "13.3.1", "13.3.2", "13.3.3", "13.3.4", "13.3.5", "13.3.6", "13.3.7",
            "13.4.1", "13.4.2", "13.4.3", "13.4.4", "13.5.1", "13.5.2", "13.5.3", "13.5.4", "13.5.6"]);
    }
}
