using System.Xml.Linq;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class RoundTripTests
{
    private const string Everything =
        """
        start s; user a clerk; service v stamp; businessRule d; script k 1 -> n; send x result; receive r paid; manual m; task w; pass p
        xor g; and f; and j; or o; timer t PT1H; timer d8 2026-11-22T08:00:00+07:00; message c paid; signal z stop
        timer bt on a P1D; timer! bx on a PT5M; message bm on v paid; signal! bs on q stop
        sub q {; start qs; user qa; end qe; qs > qa; qa > qe; }
        end e; terminate te
        s > a; a > v; v > d; d > k; k > x; x > r; r > m; m > w; w > p; p > g; g > f : n = 1; g >> o; f > q; f > t; q > j; t > j; j > e
        o > d8 : n < 5; o > c : n > 0; d8 > e; c > z; z > e; bt > te; bx > e; bm > e; bs > e
        """;

    [Fact]
    public void ToXml_EveryElement_ReadsBackEqual()
    {
        var first = Sketch.Definition(Everything);
        var second = ProcessDefinition.Load(first.ToXml());
        second.Problems.ShouldBeEmpty();
        second.Definition!.ToXml().ShouldBe(first.ToXml());
        second.Definition!.AllNodes.Select(node => node.ToString()).ShouldBe(first.AllNodes.Select(node => node.ToString()));
        first.AllNodes.Count.ShouldBe(Everything.Split(['\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Count(line => line != "}" && !line.Contains('>') || line.Contains("->")));
    }

    [Fact]
    public void ToXml_ForeignContent_IsKept()
    {
        var xml = Sketch.Xml("start s; user a; end e; s > a; a > e")
            .Replace("<userTask id=\"a\"", "<userTask xmlns:x=\"urn:x\" x:colour=\"red\" id=\"a\"", StringComparison.Ordinal)
            .Replace("<startEvent", "<documentation>Why</documentation><textAnnotation id=\"n\"><text>Note</text></textAnnotation><startEvent", StringComparison.Ordinal)
            .Replace("</definitions>", "<bpmndi:BPMNDiagram xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" id=\"dia\"/></definitions>", StringComparison.Ordinal);
        var written = XDocument.Parse(ProcessDefinition.Load(xml).Definition!.ToXml());
        written.Descendants().Attributes(XNamespace.Get("urn:x") + "colour").ShouldHaveSingleItem().Value.ShouldBe("red");
        var names = written.Descendants().Select(element => element.Name.LocalName).ToArray();
        names.ShouldContain("documentation");
        names.ShouldContain("textAnnotation");
        names.ShouldContain("BPMNDiagram");
    }

    [Fact]
    public void ToJson_RunningInstance_IsSmallAndReadsBack()
    {
        var (_, state) = Script.Play(Sketch.Definition("start s; user a; timer t on a PT1H; end e; s > a; a > e; t > e"), "name=Mị");
        state.ToJson().ShouldBe("""{"version":2,"process":"process","status":"running","next":4,"tokens":[{"id":1,"scope":0,"at":"a"}],"waits":[{"id":"a.2","kind":"task","at":"a","token":1},{"id":"t.3","kind":"timer","at":"t","token":1}],"variables":{"name":"Mị"}}""");
        InstanceState.FromJson(state.ToJson()).ToJson().ShouldBe(state.ToJson());
        Should.Throw<NotSupportedException>(() => InstanceState.FromJson(state.ToJson().Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal)));
        // What the program before this one wrote.
        InstanceState.FromJson(state.ToJson().Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal)).ToJson().ShouldBe(state.ToJson());
    }

    [Fact]
    public void Step_GivenState_IsNotChanged()
    {
        var definition = Sketch.Definition("start s; user a; script k 2 -> n; user b; end e; s > a; a > k; k > b; b > e");
        var state = Engine.Start(definition, new() { ["n"] = 1 }).State;
        var before = state.ToJson();
        var step = Engine.Step(definition, state, new TaskCompleted("a.2") { Variables = new() { ["m"] = 3 } });
        step.State.Variables.ShouldBe(new Dictionary<string, object?> { ["n"] = 2m, ["m"] = 3m });
        state.ToJson().ShouldBe(before);
        step.Effects.ShouldBe([new TaskOpened("b.4", "b", "Name of b", null, null, null, null)]);
    }
}
