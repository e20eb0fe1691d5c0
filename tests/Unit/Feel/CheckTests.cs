using Sen.Feel;
using Sen.Feel.Dmn;

namespace Sen.Tests.Unit.Feel;

/// <summary>What is found before data meets a rule.</summary>
public sealed class CheckTests
{
    private static readonly Dictionary<string, FeelType> Names = new()
    {
        ["age"] = FeelType.Of(FeelKind.Number),
        ["name"] = FeelType.Of(FeelKind.String),
        ["born"] = FeelType.Of(FeelKind.Date),
        ["paid"] = FeelType.Of(FeelKind.Boolean),
        ["papers"] = FeelType.ListOf(FeelType.ContextOf(new Dictionary<string, FeelType> { ["kind"] = FeelType.Of(FeelKind.String), ["pages"] = FeelType.Of(FeelKind.Number) })),
        ["other"] = FeelType.Any,
    };

    [Theory]
    [InlineData("agee > 18", "feel.unknown-name", 1, 1)]
    [InlineData("age +\n  name", "feel.bad-operands", 1, 1)]
    [InlineData("age > name", "feel.no-order", 1, 1)]
    [InlineData("name = 5", "feel.never-equal", 1, 1)]
    [InlineData("papers[kin = \"map\"]", "feel.unknown-name", 1, 8)]
    [InlineData("papers.page", "feel.no-entry", 1, 1)]
    [InlineData("born.hour", "feel.no-member", 1, 1)]
    [InlineData("if age then 1 else 2", "feel.not-boolean", 1, 4)]
    [InlineData("paid and age", "feel.not-boolean", 1, 10)]
    [InlineData("upper case(age)", "feel.bad-argument", 1, 1)]
    [InlineData("substring(name)", "feel.argument-count", 1, 1)]
    [InlineData("substring(text: name, start position: 1)", "feel.parameter-names", 1, 1)]
    [InlineData("age(1)", "feel.not-a-function", 1, 1)]
    [InlineData("age in (\"a\", 5)", "feel.never-equal", 1, 9)]
    [InlineData("-name", "feel.bad-operand", 1, 1)]
    [InlineData("for p in papers return p.pages + p.kind", "feel.bad-operands", 1, 24)]
    [InlineData("(function(x, y) x + y)(1)", "feel.argument-count", 1, 2)]
    [InlineData("@\"2026-02-30\" < born", "feel.bad-literal", 1, 1)]
    public void Check_WhatCannotBe_IsNamedWithItsPlace(string text, string code, int line, int column)
    {
        var problem = FeelExpression.Parse(text).Check(Names).Problems.ShouldHaveSingleItem();
        (problem.Code, problem.Line, problem.Column).ShouldBe((code, line, column));
        foreach (var language in new[] { "vi", "en", "ar" })
            FeelTexts.Say(problem, language).ShouldNotContain("feel.", customMessage: language);
    }

    [Theory]
    [InlineData("papers[kind = \"map\"].pages", FeelKind.List)]
    [InlineData("papers[1].pages", FeelKind.Number)]
    [InlineData("sum(for p in papers return p.pages)", FeelKind.Number)]
    [InlineData("born + duration(\"P18Y\") <= today()", FeelKind.Boolean)]
    [InlineData("other.anything[whatever > 3]", FeelKind.List)]
    [InlineData("{a: 1, b: a + 1}.b", FeelKind.Number)]
    [InlineData("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", FeelKind.Any)]
    [InlineData("sort(papers, function(x, y) x.pages < y.pages)", FeelKind.Any)]
    [InlineData("every p in papers satisfies p.pages > 0 and paid", FeelKind.Boolean)]
    [InlineData("if age = null then \"?\" else string(age)", FeelKind.String)]
    [InlineData("age in [18..60)", FeelKind.Boolean)]
    public void Check_WhatCanBe_HasNoProblemAndAType(string text, FeelKind kind)
    {
        var check = FeelExpression.Parse(text).Check(Names);
        check.Problems.ShouldBeEmpty();
        check.Type.Kind.ShouldBe(kind);
    }

    private static IReadOnlyList<TableFinding> Findings(string policy, string? inputs, params string[] rules) => DmnModel.Read(new StringReader($"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="urn:t">
          <inputData id="a" name="age"/><inputData id="k" name="kind"/>
          <decision id="d" name="Fee">
            <informationRequirement><requiredInput href="#a"/></informationRequirement>
            <informationRequirement><requiredInput href="#k"/></informationRequirement>
            <decisionTable hitPolicy="{policy}">
              <input><inputExpression><text>age</text></inputExpression></input>
              <input><inputExpression><text>kind</text></inputExpression>{(inputs is null ? "" : $"<inputValues><text>{inputs}</text></inputValues>")}</input>
              <output/>
              {string.Concat(rules.Select(rule => "<rule>" + string.Concat(rule.Split('|').Select((cell, i) => i < 2 ? $"<inputEntry><text>{cell.Trim().Replace("<", "&lt;", StringComparison.Ordinal)}</text></inputEntry>" : $"<outputEntry><text>{cell}</text></outputEntry>")) + "</rule>"))}
            </decisionTable>
          </decision>
        </definitions>
        """)).CheckTables();

    [Fact]
    public void CheckTables_Overlap_ShowsTheCommonValues()
    {
        var found = Findings("UNIQUE", null, "< 20 | \"a\", \"b\" | 1", "[18..60) | \"b\" | 2", ">= 60 | - | 3").Where(f => f.Kind == TableFindingKind.Overlap).ShouldHaveSingleItem();
        found.Rules.ShouldBe([1, 2]);
        found.Values.ShouldBe(["[18..20)", "\"b\""]);
    }

    [Fact]
    public void CheckTables_Gap_ShowsTheMissingValues()
    {
        var found = Findings("UNIQUE", "\"a\", \"b\"", "< 18 | - | 1", "> 18 | \"a\" | 2").Where(f => f.Kind == TableFindingKind.Gap).Select(f => string.Join(" | ", f.Values)).ToArray();
        found.ShouldBe(["18 | -", "> 18 | \"b\""], ignoreOrder: true);
    }

    [Fact]
    public void CheckTables_WholeTable_HasNoFindings() =>
        Findings("UNIQUE", "\"a\", \"b\"", "< 18 | - | 1", ">= 18 | \"a\" | 2", ">= 18 | not(\"a\") | 3").ShouldBeEmpty();

    [Fact]
    public void CheckTables_PolicyAny_ReportsOnlyDifferentOutputs()
    {
        Findings("ANY", "\"a\"", "< 18 | - | 1", "- | - | 1").ShouldBeEmpty();
        Findings("ANY", "\"a\"", "< 18 | - | 1", "- | - | 2").ShouldHaveSingleItem().Kind.ShouldBe(TableFindingKind.Conflict);
    }

    [Fact]
    public void CheckTables_PolicyFirst_NamesTheRuleThatNeverDecides()
    {
        var found = Findings("FIRST", "\"a\"", "- | - | 1", "< 18 | - | 2").ShouldHaveSingleItem();
        (found.Kind, found.Rules[1]).ShouldBe((TableFindingKind.Unreachable, 2));
    }

    [Fact]
    public void CheckTables_TestOverOtherData_IsLeftOutOpenly() =>
        Findings("UNIQUE", null, "> limit | - | 1", "< 5 | - | 2").ShouldHaveSingleItem().Kind.ShouldBe(TableFindingKind.Unchecked);

    [Fact]
    public void Explain_Table_TellsInputsAndRules()
    {
        var model = DmnModel.Read(new StringReader("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20180521/MODEL/" name="t" namespace="urn:t">
              <inputData id="a" name="age"/>
              <decision id="d" name="Fee"><informationRequirement><requiredInput href="#a"/></informationRequirement>
                <decisionTable hitPolicy="COLLECT"><input><inputExpression><text>age</text></inputExpression></input><output/>
                  <rule><inputEntry><text>&gt; 1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
                  <rule><inputEntry><text>&lt; 1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
                  <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>
                </decisionTable></decision>
            </definitions>
            """));
        var explained = model.Explain("Fee", new Dictionary<string, object?> { ["age"] = 5 });
        FeelValues.Text(explained.Value).ShouldBe("[1, 3]");
        var trace = explained.Tables.ShouldHaveSingleItem();
        (trace.Table, trace.Inputs[0].Text, trace.Inputs[0].Value).ShouldBe(("Fee", "age", 5m));
        trace.Rules.ShouldBe([1, 3]);
    }
}
