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

    private static readonly string[] Names = [.. System.IO.Directory.EnumerateFiles(Folder, "*.bpmn").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files() => [.. Names];

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

    [Fact]
    public void Folder_NoFileRepeatsAnother()
    {
        // The same process and the same events under another name would count twice and show once.
        string Alone(string file)
        {
            var xml = XDocument.Parse(File.ReadAllText(Path.Combine(Folder, file + ".bpmn")));
            foreach (var element in xml.Descendants())
                element.SetAttributeValue("name", null);
            xml.Descendants(S + "case").Single().SetAttributeValue("paragraph", null);
            return xml.ToString();
        }
        Names.GroupBy(Alone).Where(group => group.Count() > 1).Select(group => string.Join(" = ", group)).ShouldBeEmpty();
    }

    // What a rule of chapter 13 hangs on, changed in the file: the trace must change, or the file be refused.
    [Theory]
    [InlineData("exclusiveGateway", "parallelGateway", 0.9)]
    [InlineData("inclusiveGateway", "parallelGateway", 0.5)]
    [InlineData("inclusiveGateway", "exclusiveGateway", 0.6)]
    [InlineData("parallelGateway", "exclusiveGateway", 0.8)]
    [InlineData("eventBasedGateway", "parallelGateway", 1.0)]
    [InlineData("cancelActivity", null, 0.8)]
    [InlineData("isInterrupting", null, 0.8)]
    [InlineData("isSequential", null, 0.7)]
    [InlineData("testBefore", null, 0.5)]
    [InlineData("cancelRemainingInstances", null, 0.5)]
    [InlineData("terminateEventDefinition", "", 0.8)]
    [InlineData("errorEventDefinition", "", 0.8)]
    [InlineData("completionCondition", "", 0.8)]
    [InlineData("conditionExpression", "not", 0.7)]
    public void Play_SpoiledFile_LeavesAnotherTrace(string what, string? into, double share)
    {
        var (spoiled, same) = (0, new List<string>());
        foreach (var file in Names)
        {
            var text = File.ReadAllText(Path.Combine(Folder, file + ".bpmn"));
            var count = XDocument.Parse(text).Descendants().Count(one => Spoil(one, what, into));
            for (var i = 0; i < count; i++)
            {
                var xml = XDocument.Parse(text);
                var places = xml.Descendants().ToArray();
                var (seen, at) = (0, 0);
                // Find the i-th place on a copy, then spoil that one alone.
                foreach (var one in XDocument.Parse(text).Descendants().ToArray())
                {
                    if (Spoil(one, what, into) && seen++ == i)
                        break;
                    at++;
                }
                Spoil(places[at], what, into);
                spoiled++;
                if (ProcessDefinition.Load(xml.ToString()).Definition is not { } definition)
                    continue;
                var expected = xml.Descendants(S + "case").Single();
                if (Record.Exception(() => Script.Play(definition, (string)expected.Attribute("events")!).Trace.ShouldBe((string)expected.Attribute("trace")!)) is null)
                    same.Add(file);
            }
        }
        spoiled.ShouldBeGreaterThan(0);
        (1 - same.Count / (double)spoiled).ShouldBeGreaterThanOrEqualTo(share, $"{same.Count} of {spoiled}: {string.Join(", ", same)}");
    }

    private static bool Spoil(XElement element, string what, string? into)
    {
        if (into is null)
        {
            if (element.Attribute(what) is not { } flag)
                return false;
            flag.Value = flag.Value == "true" ? "false" : "true";
        }
        else if (element.Name.LocalName != what)
            return false;
        else if (into == "not")
            element.Value = $"not({element.Value})";
        else if (into.Length > 0)
            element.Name = element.Name.Namespace + into;
        else
            element.RemoveAll();
        if (into == "" && what != "completionCondition")
            element.Name = element.Name.Namespace + "documentation";
        return true;
    }
}
