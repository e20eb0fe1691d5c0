using Sen.Feel;
using Sen.Feel.Dmn;

namespace Sen.Tests.Unit.Feel;

public sealed class DmnTests
{
    /// <summary>A fee by area: two rules overlap above 100, so that each hit policy shows its own way.</summary>
    private static DmnModel Model(string policy, string extra = "") => DmnModel.Read(new StringReader($"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fees" namespace="urn:fees">
          <inputData id="i" name="Plot Area"><variable name="Plot Area" typeRef="number"/></inputData>
          <decision id="d" name="Fee"><variable name="Fee"/>
            <informationRequirement><requiredInput href="#i"/></informationRequirement>
            <decisionTable {policy}>
              <input><inputExpression><text>Plot Area</text></inputExpression></input>
              <output><outputValues><text>30000, 15000</text></outputValues>{extra}</output>
              <rule><inputEntry><text>&gt; 50</text></inputEntry><outputEntry><text>15000</text></outputEntry></rule>
              <rule><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>15000 * 2</text></outputEntry></rule>
            </decisionTable>
          </decision>
          <decision id="t" name="Total"><variable name="Total" typeRef="string"/>
            <informationRequirement><requiredDecision href="#d"/></informationRequirement>
            <literalExpression><text>"Fee: " + string(Fee)</text></literalExpression>
          </decision>
        </definitions>
        """));

    [Theory]
    [InlineData("", 60, "15000")]
    [InlineData("", 200, "null")]
    [InlineData("hitPolicy=\"FIRST\"", 200, "15000")]
    [InlineData("hitPolicy=\"PRIORITY\"", 200, "30000")]
    [InlineData("hitPolicy=\"ANY\"", 200, "null")]
    [InlineData("hitPolicy=\"RULE ORDER\"", 200, "[15000, 30000]")]
    [InlineData("hitPolicy=\"OUTPUT ORDER\"", 200, "[30000, 15000]")]
    [InlineData("hitPolicy=\"COLLECT\"", 200, "[15000, 30000]")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", 200, "45000")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", 200, "2")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", 200, "30000")]
    public void Table_EachHitPolicy(string policy, int area, string fee) =>
        FeelValues.Text(Model(policy).Evaluate("Fee", new Dictionary<string, object?> { ["Plot Area"] = area }).Value).ShouldBe(fee);

    [Fact]
    public void Table_NoRule_GivesTheDefault() =>
        Model("", "<defaultOutputEntry><text>0</text></defaultOutputEntry>").Evaluate("Fee", new Dictionary<string, object?> { ["Plot Area"] = 1 }).Value.ShouldBe(0m);

    [Fact]
    public void Graph_EvaluatesWhatIsRequired() =>
        Model("").Evaluate("Total", new Dictionary<string, object?> { ["Plot Area"] = 60 }).Value.ShouldBe("Fee: 15000");

    [Fact]
    public void Input_OfWrongType_IsNullWithReason()
    {
        var result = Model("").Evaluate("Fee", new Dictionary<string, object?> { ["Plot Area"] = "large" });
        result.Value.ShouldBeNull();
        result.Reasons.ShouldContain(reason => reason.Code == "dmn.wrong-type");
    }

    [Fact]
    public void Read_WrongNamesAndBrokenText_AreProblems()
    {
        var model = DmnModel.Read(new StringReader("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
              <decision id="a" name="A"><literalExpression><text>nobody + 1</text></literalExpression></decision>
              <decision id="b" name="B"><literalExpression><text>1 +</text></literalExpression></decision>
            </definitions>
            """));
        model.Problems.Select(problem => problem.Element).ShouldBe(["B", "A"]);
        model.Problems[0].Message.ShouldStartWith("Line 1, column 4: expected an expression");
        model.Problems[1].Message.ShouldContain("'nobody'");
    }

    [Fact]
    public void Read_CircleOfDecisions_IsNull()
    {
        var model = DmnModel.Read(new StringReader("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
              <decision id="a" name="A"><informationRequirement><requiredDecision href="#b"/></informationRequirement><literalExpression><text>B</text></literalExpression></decision>
              <decision id="b" name="B"><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>A</text></literalExpression></decision>
            </definitions>
            """));
        model.Evaluate("A", new Dictionary<string, object?>()).Reasons.ShouldContain(reason => reason.Code == "dmn.circle");
    }

    [Fact]
    public void Read_DocumentType_IsRefused() =>
        Should.Throw<System.Xml.XmlException>(() => DmnModel.Read(new StringReader("<!DOCTYPE d [<!ENTITY x \"y\">]><definitions/>")));
}
