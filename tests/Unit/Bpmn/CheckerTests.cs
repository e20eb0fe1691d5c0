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
}
