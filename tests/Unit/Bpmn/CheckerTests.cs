using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("start s; user a; end e; s > a; a > e", "")]
    [InlineData("start s; user a; user lost; end e; s > a; a > e; lost > e", "lost unreachable")]
    [InlineData("start s; user a; user b; end e; s > a; a > b; b > a", "s no-end, a no-end, b no-end, e unreachable")]
    [InlineData("start s; user a; s > a", "a dead-end")]
    [InlineData("start s; xor g; user a; end e; s > g; g > a : x = 1; g > e : x = 2; a > e", "g no-default")]
    [InlineData("start s; xor g; user a; user b; and j; end e; s > g; g > a : x = 1; g >> b; a > j; b > j; j > e", "j blocks")]
    [InlineData("start s; or g; user a; user b; and j; end e; s > g; g > a : x = 1; g >> b; a > j; b > j; j > e", "j blocks")]
    [InlineData("start s; or g; user a; user b; or j; end e; s > g; g > a : x = 1; g >> b; a > j; b > j; j > e", "")]
    [InlineData("start s; and g; user a; user b; and j; end e; s > g; g > a; g > b; a > j; b > j; j > e", "")]
    [InlineData("start s; and g; user a; user b; timer t on b PT1H; and j; end e; s > g; g > a; g > b; a > j; b > j; j > e; t > e", "j blocks")]
    [InlineData("start s; and g; user a; user b; timer t on b PT1H; and j; end e; terminate x; s > g; g > a; g > b; a > j; b > j; j > e; t > x", "")]
    [InlineData("start s; sub p {; start i; user u; user v; end o; i > u; u > o; v > o; }; end e; s > p; p > e", "v unreachable")]
    [InlineData("start s; and f; user b; xor m; and g; and j; end e; s > f; f > m; f > b; b > j; m > g; g > m; g > j; j > e", "process unchecked")]
    public void Check_Process_Finds(string sketch, string expected) =>
        string.Join(", ", DefinitionChecker.Check(Sketch.Definition(sketch)).Select(finding => $"{finding.ElementId} {finding.Code}")).ShouldBe(expected);

    [Theory]
    [InlineData("start s; user a clerk; end e; s > a; a > e", "role clerk")]
    [InlineData("start s; user a head; end e; s > a; a > e", "")]
    [InlineData("start s; user a; end e; s > a; a > e", "role ")]
    [InlineData("start s; user b head; end e; s > b; b > e", "form b")]
    [InlineData("start s; sub p {; start i; user b head; i > b; }; end e; s > p; p > e", "form b")]
    [InlineData("start s; service a pay; end e; s > a; a > e", "")]
    [InlineData("start s; service a paid; end e; s > a; a > e", "operation paid")]
    [InlineData("start s; businessRule a; end e; s > a; a > e", "operation ")]
    [InlineData("start s; call a other; end e; s > a; a > e", "")]
    [InlineData("start s; call a gone; end e; s > a; a > e", "process gone")]
    [InlineData("start s; call a other here; end e; s > a; a > e", "")]
    [InlineData("start s; call a other nowhere; end e; s > a; a > e", "unit nowhere")]
    [InlineData("start s; call a other far; end e; s > a; a > e", "unit far")]
    public void Check_WhatDoesNotExist_IsFound(string sketch, string expected)
    {
        var around = new Surroundings(Set("head"), Set("here"), Set("a"), Set("pay"), Set("other"), Set("far"));
        string.Join(", ", DefinitionChecker.Check(Sketch.Definition(sketch), around).Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Code} {finding.Value}")).ShouldBe(expected);
        DefinitionChecker.Check(Sketch.Definition(sketch), new()).ShouldAllBe(finding => finding.Code == "role" || finding.Severity == Severity.Warning, "nothing that was not given is checked");
    }

    [Theory]
    [InlineData("far", "")]
    [InlineData("here", "")]
    [InlineData("nowhere", "unit nowhere")]
    [InlineData("=there", "")]
    public void Check_UnitOfAMessage_MayBeElsewhere(string unit, string expected)
    {
        var xml = Sketch.Xml("start s; throw t message asked; end e; s > t; t > e").Replace("<intermediateThrowEvent", $"<intermediateThrowEvent sen:unit=\"{unit}\"", StringComparison.Ordinal);
        string.Join(", ", DefinitionChecker.Check(ProcessDefinition.Load(xml).Definition!, new(Units: Set("here"), Destinations: Set("far"))).Select(finding => $"{finding.Code} {finding.Value}")).ShouldBe(expected);
    }

    private static HashSet<string> Set(string one) => [one];
}
