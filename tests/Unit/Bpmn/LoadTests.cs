using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class LoadTests
{
    private const string Line = "start s; user a; xor g; user b; end e; s > a; a > g; g > e : x = 1; g >> b; b > e";

    [Theory]
    [InlineData("start s; callActivity a; end e; s > a; a > e", "a", "element", "callActivity")]
    [InlineData("start s; eventBasedGateway a; end e; s > a; a > e", "a", "element", "eventBasedGateway")]
    [InlineData("start s; transaction a; end e; s > a; a > e", "a", "element", "transaction")]
    [InlineData("user a; end e; a > e", "process", "structure", "exactly one start")]
    [InlineData("start s; start r; end e; s > e; r > e", "process", "structure", "exactly one start")]
    [InlineData("start s; end e; s > e; s > gone", "s_gone", "reference", "connect")]
    [InlineData("start s; end e; s > e; e > s", "e", "structure", "leave an end")]
    [InlineData("start s; xor g; end e; s > g; g > e : amount ==", "g_e", "feel", "not a FEEL expression")]
    [InlineData("start s; xor g; user a; end e; s > g; g > a; g > e : x = 1; a > e", "g", "structure", "needs a condition")]
    [InlineData("start s; and g; user a; end e; s > g; g > a; g > e : x = 1; a > e", "g", "structure", "no effect")]
    [InlineData("start s; and g; user a; end e; s > g; g >> a; g > e; a > e", "g", "structure", "have a default")]
    [InlineData("start s; timer t 11/22/2026; end e; s > t; t > e", "t", "timer", "not an ISO 8601 date")]
    [InlineData("start s; timer t soon; end e; s > t; t > e", "t", "timer", "not an ISO 8601 date")]
    [InlineData("start s; timer t PT; end e; s > t; t > e", "t", "timer", "not an ISO 8601 duration")]
    [InlineData("start s; end e; timer t on s PT1H; s > e; t > e", "t", "reference", "attached")]
    [InlineData("start s; user a; user a; end e; s > a; a > e", "a", "structure", "Two elements")]
    public void Load_WhatCannotRun_IsRefusedByElement(string sketch, string element, string code, string reason) =>
        ShouldRefuse(Sketch.Xml(sketch), element, code, reason);

    [Theory]
    [InlineData("<endEvent id=\"e\" name=\"Name of e\"", "<endEvent id=\"e\"><errorEventDefinition/></endEvent><endEvent id=\"e2\"", "e", "event", "errorEventDefinition")]
    [InlineData("<startEvent id=\"s\" name=\"Name of s\"", "<startEvent id=\"s\"><messageEventDefinition/></startEvent><manualTask id=\"m\"", "s", "event", "messageEventDefinition")]
    [InlineData("name=\"Name of a\"", "isForCompensation=\"true\"", "a", "attribute", "isForCompensation")]
    [InlineData("name=\"Name of a\"", "startQuantity=\"2\"", "a", "attribute", "startQuantity")]
    [InlineData("name=\"Name of a\"", "sen:rol=\"x\"", "a", "attribute", "sen:rol")]
    [InlineData("<definitions ", "<definitions expressionLanguage=\"http://www.w3.org/1999/XPath\" ", "g_e", "feel", "not http://www.w3.org/1999/XPath")]
    [InlineData("name=\"Name of a\"", "priority=\"2\"", "a", "attribute", "priority")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><multiInstanceLoopCharacteristics/></userTask>", "a", "element", "multiInstanceLoopCharacteristics")]
    [InlineData("name=\"Name of a\" />", "name=\"x\"><ioSpecification/></userTask>", "a", "element", "ioSpecification")]
    [InlineData("<userTask id=\"a\"", "<receiveTask id=\"a\"", "a", "reference", "names no message")]
    [InlineData("<userTask id=\"a\"", "<scriptTask scriptFormat=\"groovy\" id=\"a\"", "a", "element", "no script")]
    public void Load_ChangedText_IsRefusedByElement(string from, string to, string element, string code, string reason)
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
        ProcessDefinition.Load(Sketch.Xml("start s; callActivity a; transaction b; end e; s > a; a > b; b > e"))
            .Problems.Select(problem => (problem.ElementId, problem.Name)).ShouldBe([("a", "Name of a"), ("b", "Name of b")]);

    [Fact]
    public void Load_Lane_GivesItsNameAsRole()
    {
        var xml = Sketch.Xml("start s; user a; user b clerk; end e; s > a; a > b; b > e").Replace("<startEvent",
            "<laneSet><lane id=\"l\" name=\"Head\"><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef></lane></laneSet><startEvent", StringComparison.Ordinal);
        ProcessDefinition.Load(xml).Definition!.AllNodes.OfType<UserTask>().Select(task => task.Role).ShouldBe(["Head", "clerk"]);
    }

    private static void ShouldRefuse(string xml, string element, string code, string reason)
    {
        var read = ProcessDefinition.Load(xml);
        read.Definition.ShouldBeNull();
        read.Problems.ShouldContain(problem => problem.ElementId == element && problem.Code == code && problem.Reason.Contains(reason),
            string.Join('\n', read.Problems));
    }
}
