using System.Xml.Linq;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class StepListTests
{
    private static readonly StepList Certificate = new("birth-certificate", "Cấp bản sao trích lục",
    [
        new("receive", "Tiếp nhận", Role: "one-stop-officer", Share: "1 giờ"),
        new("examine", "Thẩm định", Role: "officer", Unit: "justice", Next:
        [
            new("receive", "outcome = \"supplement\"", "Yêu cầu bổ sung"),
            new("end", "outcome = \"refuse\"", "Từ chối"),
            new("sign", Label: "Trình ký"),
        ]),
        new("sign", "Ký", Role: "leader"),
        new("return", "Trả kết quả", Role: "one-stop-officer"),
    ]);

    [Theory]
    [InlineData("", "start receive")]
    [InlineData(" | receive | examine outcome=ok | sign | return", "start receive | examine | examine.choice sign | return | end #")]
    [InlineData(" | receive | examine outcome=supplement | receive", "start receive | examine | examine.choice receive | examine")]
    [InlineData(" | receive | examine outcome=refuse", "start receive | examine | examine.choice end #")]
    public void Compile_Steps_RunAsWritten(string script, string trace) =>
        Script.Play(Certificate.Compile().Definition!, script).Trace.ShouldBe(trace);

    [Fact]
    public void Compile_Steps_AreSoundAndKeepWhatTheySay()
    {
        var definition = Certificate.Compile().Definition!;
        DefinitionChecker.Check(definition).ShouldBeEmpty();
        Engine.Start(definition).Effects.ShouldBe([new TaskOpened("receive.2", "receive", "Tiếp nhận", "one-stop-officer", null, null, "1 giờ")]);
        definition.Find("examine.choice")!.Outgoing.Select(flow => flow.Name).ShouldBe(["Yêu cầu bổ sung", "Từ chối", "Trình ký"]);
    }

    [Fact]
    public void Compile_Steps_DrawsEveryNodeAndFlowFromLeftToRight()
    {
        XNamespace di = "http://www.omg.org/spec/BPMN/20100524/DI";
        var definition = Certificate.Compile().Definition!;
        var plane = XDocument.Parse(definition.ToXml()).Descendants(di + "BPMNPlane").Single();
        plane.Elements(di + "BPMNShape").Select(shape => (string)shape.Attribute("bpmnElement")!).ShouldBe(definition.Body.Nodes.Select(node => node.Id));
        plane.Elements(di + "BPMNEdge").Select(edge => (string)edge.Attribute("bpmnElement")!).ShouldBe(definition.Body.Flows.Select(flow => flow.Id));
        plane.Elements(di + "BPMNShape").Elements().Where(element => element.Name.LocalName == "Bounds").Select(bounds => (int)bounds.Attribute("x")!).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("a", "gone", null, "reference")]
    [InlineData("a", "end", "outcome ==", "feel")]
    [InlineData("a", "end", "x = 1", "structure")]
    [InlineData("start", "end", null, "structure")]
    [InlineData("1 a", "end", null, "structure")]
    public void Compile_FaultyStep_IsRefused(string id, string to, string? when, string code)
    {
        var read = new StepList("p", "P", [new Step(id, "A", Next: [new(to, when)])]).Compile();
        read.Definition.ShouldBeNull();
        read.Problems.ShouldContain(problem => problem.ElementId == id && problem.Code == code);
    }
}
