using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class LoadTests
{
    private const string Line = "start s; user a; xor g; user b; end e; s > a; a > g; g > e : x = 1; g >> b; b > e";

    [Theory]
    [InlineData("start s; callActivity a; end e; s > a; a > e", "a", "reference", "which process")]
    [InlineData("start s; transaction a; end e; s > a; a > e", "a", "element", "transaction")]
    [InlineData("start s; complexGateway a; end e; s > a; a > e", "a", "element", "complexGateway")]
    [InlineData("start s; conditional a; end e; s > a; a > e", "a", "event", "conditionalEventDefinition")]
    [InlineData("start s; throw a compensate; end e; s > a; a > e", "a", "event", "compensateEventDefinition")]
    [InlineData("start s; user u; compensate a on u; end e; s > u; u > e", "a", "event", "boundaryEvent with compensateEventDefinition")]
    [InlineData("start s; end a cancel; s > a", "a", "event", "cancelEventDefinition")]
    [InlineData("start s conditional; end e; s > e", "s", "event", "startEvent with conditionalEventDefinition")]
    [InlineData("start s; choreographyTask a; end e; s > a; a > e", "a", "element", "choreographyTask")]
    [InlineData("start s; sub p {; transaction a; }; end e; s > p; p > e", "a", "element", "transaction")]
    [InlineData("start s; start r; end e; s > e; r > e", "process", "structure", "more than one start")]
    [InlineData("start s error E1; end e; s > e", "s", "event", "event sub-process")]
    [InlineData("start s; sub p {; start i message m; end o; i > o; }; end e; s > p; p > e", "i", "structure", "no trigger")]
    [InlineData("start s; handler h {; start i; end o; i > o; }; end e; s > e", "h", "structure", "with a trigger")]
    [InlineData("start s; handler h {; start! i error E1; end o; i > o; }; end e; s > e", "i", "structure", "always interrupts")]
    [InlineData("start s; user a; error! x on a E1; end e; s > a; a > e; x > e", "x", "structure", "always interrupts")]
    [InlineData("start s; event g; user a; end e; s > g; g > a; a > e", "a", "structure", "event-based gateway")]
    [InlineData("start s; throw l link L; end e; s > l", "l", "reference", "link")]
    [InlineData("start s; throw t error E1; end e; s > t; t > e", "t", "event", "intermediateThrowEvent with errorEventDefinition")]
    [InlineData("start s; adhoc q {; start i; user a; i > a; }; end e; s > q; q > e", "q", "structure", "no start and no end")]
    [InlineData("start s; end e; s > e; s > gone", "s_gone", "reference", "connect")]
    [InlineData("start s; end e; s > e; e > s", "e", "structure", "leave an end")]
    [InlineData("start s; xor g; end e; s > g; g > e : amount ==", "g_e", "feel", "not a FEEL expression")]
    [InlineData("start s; xor g; user a; end e; s > g; g > a; g > e : x = 1; a > e", "g", "structure", "needs a condition")]
    [InlineData("start s; and g; user a; end e; s > g; g > a; g > e : x = 1; a > e", "g", "structure", "no effect")]
    [InlineData("start s; and g; user a; end e; s > g; g >> a; g > e; a > e", "g", "attribute", "default")]
    [InlineData("start s; timer t 11/22/2026; end e; s > t; t > e", "t", "timer", "not an ISO 8601 date")]
    [InlineData("start s; timer t soon; end e; s > t; t > e", "t", "timer", "not an ISO 8601 date")]
    [InlineData("start s; timer t PT; end e; s > t; t > e", "t", "timer", "not an ISO 8601 duration")]
    [InlineData("start s; end e; timer t on s PT1H; s > e; t > e", "t", "reference", "attached")]
    [InlineData("start s; user a; user a; end e; s > a; a > e", "a", "structure", "Two elements")]
    public void Load_WhatCannotRun_IsRefusedByElement(string sketch, string element, string code, string reason) =>
        ShouldRefuse(Sketch.Xml(sketch), element, code, reason);

    [Theory]
    [InlineData("<endEvent id=\"e\" name=\"Name of e\"", "<endEvent id=\"e\"><errorEventDefinition/></endEvent><endEvent id=\"e2\"", "e", "reference", "names no error")]
    [InlineData("<startEvent id=\"s\" name=\"Name of s\"", "<startEvent id=\"s\"><messageEventDefinition/></startEvent><manualTask id=\"m\"", "s", "reference", "names no message")]
    [InlineData("name=\"Name of a\"", "isForCompensation=\"true\"", "a", "attribute", "isForCompensation")]
    [InlineData("name=\"Name of a\"", "startQuantity=\"2\"", "a", "attribute", "startQuantity")]
    [InlineData("name=\"Name of a\"", "sen:rol=\"x\"", "a", "attribute", "sen:rol")]
    [InlineData("<definitions ", "<definitions expressionLanguage=\"http://www.w3.org/1999/XPath\" ", "g_e", "feel", "not http://www.w3.org/1999/XPath")]
    [InlineData("name=\"Name of a\"", "priority=\"2\"", "a", "attribute", "priority")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><multiInstanceLoopCharacteristics/></userTask>", "a", "element", "neither how many")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><multiInstanceLoopCharacteristics behavior=\"One\"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>", "a", "attribute", "behavior")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><dataInputAssociation><sourceRef>gone</sourceRef><targetRef>gone</targetRef></dataInputAssociation></userTask>", "a", "reference", "no data")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><strange/></userTask>", "a", "element", "strange")]
    [InlineData("isExecutable=\"true\"", "isExecutable=\"false\"", "process", "process", "not executable")]
    [InlineData("<process id", "<extension mustUnderstand=\"true\" definition=\"x:y\"/><process id", null, "element", "mustUnderstand")]
    [InlineData("<userTask id=\"a\"", "<receiveTask id=\"a\"", "a", "reference", "names no message")]
    [InlineData("<userTask id=\"a\"", "<scriptTask scriptFormat=\"groovy\" id=\"a\"", "a", "element", "no script")]
    public void Load_ChangedText_IsRefusedByElement(string from, string to, string? element, string code, string reason)
    {
        var xml = Sketch.Xml(Line);
        xml.ShouldContain(from);
        var changed = xml.Replace(from, to, StringComparison.Ordinal);
        if (to.StartsWith("<receive", StringComparison.Ordinal) || to.StartsWith("<script", StringComparison.Ordinal))
            changed = changed.Replace("</userTask>", "</" + to[1..].Split(' ')[0] + ">", StringComparison.Ordinal);
        ShouldRefuse(changed, element, code, reason);
    }

    [Theory]
    [InlineData("", "xml")]
    [InlineData("<a", "xml")]
    [InlineData("<html/>", "xml")]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "xml")]
    [InlineData("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "process")]
    [InlineData("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='a'/><process id='b'/></definitions>", "process")]
    public void Load_NotAProcess_IsRefused(string xml, string code) =>
        ProcessDefinition.Load(xml).Problems.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void Load_SeveralFaults_NamesThemAll() =>
        ProcessDefinition.Load(Sketch.Xml("start s; complexGateway a; transaction b; end e; s > a; a > b; b > e"))
            .Problems.Select(problem => (problem.ElementId, problem.Name)).ShouldBe([("a", "Name of a"), ("b", "Name of b")]);

    [Fact]
    public void Load_FaultInside_NamesThePlace()
    {
        var problem = ProcessDefinition.Load(Sketch.Xml("start s; sub p {; start i; sub q {; transaction a; }; i > q; }; end e; s > p; p > e")).Problems.ShouldHaveSingleItem();
        (problem.ElementId, problem.Place).ShouldBe(("a", "Name of p › Name of q"));
    }

    [Fact]
    public void Load_FaultInAPool_NamesThePool_AndTheProcessIsChosenById()
    {
        var xml = Sketch.Xml("start s; sub p {; start i; transaction a; i > a; }; end e; s > p; p > e").Replace("<process ",
            "<collaboration id=\"C\"><participant id=\"P1\" name=\"Commune\" processRef=\"process\"/></collaboration><process id=\"other\" isExecutable=\"true\"><startEvent id=\"x\"/></process><process ", StringComparison.Ordinal);
        ProcessDefinition.Load(xml, "process").Problems.ShouldHaveSingleItem().Place.ShouldBe("Commune › Name of p");
        ProcessDefinition.Load(xml, "other").Problems.ShouldBeEmpty();
        ProcessDefinition.Load(xml).Problems.ShouldHaveSingleItem().Reason.ShouldContain("other, process");
        ProcessDefinition.Load(xml, "third").Problems.ShouldHaveSingleItem().Reason.ShouldContain("no process third");
    }

    [Fact]
    public void Load_Lane_GivesItsNameAsRole()
    {
        var xml = Sketch.Xml("start s; user a; user b clerk; end e; s > a; a > b; b > e").Replace("<startEvent",
            "<laneSet><lane id=\"l\" name=\"Head\"><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef></lane></laneSet><startEvent", StringComparison.Ordinal);
        ProcessDefinition.Load(xml).Definition!.AllNodes.Where(node => node.Kind == NodeKind.UserTask).Select(task => task.Role).ShouldBe(["Head", "clerk"]);
    }

    private static void ShouldRefuse(string xml, string? element, string code, string reason)
    {
        var read = ProcessDefinition.Load(xml);
        read.Definition.ShouldBeNull();
        read.Problems.ShouldContain(problem => problem.ElementId == element && problem.Code == code && problem.Reason.Contains(reason),
            string.Join('\n', read.Problems));
    }
}
