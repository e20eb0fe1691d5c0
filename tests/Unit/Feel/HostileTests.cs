using System.Globalization;
using Sen.Feel;

namespace Sen.Tests.Unit.Feel;

public sealed class HostileTests
{
    private static readonly Dictionary<string, object?> Nothing = [];

    [Theory]
    [InlineData("1 +", 1, 4, "an expression", "end of text")]
    [InlineData("if a\nthen b", 2, 7, "'else'", "end of text")]
    [InlineData("[1, 2", 1, 6, "','", "end of text")]
    [InlineData("a b )", 1, 5, "an operator or the end of the expression", "')'")]
    [InlineData("\"open", 1, 6, "a closing '\"'", "end of text")]
    [InlineData("{a 1}", 1, 5, "':' after the name of the entry", "'}'")]
    public void Parse_BadText_SaysWhereAndWhat(string text, int line, int column, string expected, string found)
    {
        FeelExpression.TryParse(text, out _, out var error).ShouldBeFalse();
        (error!.Line, error.Column, error.Expected, error.Found).ShouldBe((line, column, expected, found));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("-")]
    [InlineData("{a:")]
    [InlineData("if ")]
    [InlineData("function(x) ")]
    [InlineData("1 + (")]
    [InlineData("not(")]
    [InlineData("1 in (")]
    public void Parse_DeepNesting_IsRefused(string unit) =>
        Should.Throw<FeelSyntaxException>(() => FeelExpression.Parse(string.Concat(Enumerable.Repeat(unit, 20_000))));

    [Fact]
    public void Parse_NestedAlternatives_EndSoon() =>
        Should.Throw<FeelSyntaxException>(() => FeelExpression.Parse(string.Concat(Enumerable.Repeat("1 in (", 60)) + "1 ]"));

    [Fact]
    public void Parse_LongOperatorChain_IsRefusedClearly() =>
        Should.Throw<FeelSyntaxException>(() => FeelExpression.Parse("1" + string.Concat(Enumerable.Repeat(" + 1", 50_000)))).Expected.ShouldContain("nesting");

    [Theory]
    [InlineData("for i in 1..9999999999 return i", "steps")]
    [InlineData("some i in 1..9999999999 satisfies false", "steps")]
    [InlineData("count(for a in 1..1000, b in 1..1000, c in 1..1000 return 1)", "steps")]
    [InlineData("{f: function(n) f(n + 1), r: f(1)}.r", "depth")]
    [InlineData("{d: function(s, n) if n = 0 then s else d(s + s, n - 1), r: d(\"0123456789\", 60)}.r", "size")]
    [InlineData("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(a+)+$\")", "pattern")]
    [InlineData("for i in 1..1000 return matches(\"aaaaaaaaaaaaaaaaaaaa!\", \"^(a+)+$\")", "pattern")]
    [InlineData("{d: function(s, n) if n = 0 then s else d(s + s, n - 1), l: d(\"aaaaaaaaaa\", 14), r: replace(l, \"a\", l)}.r", "size")]
    [InlineData("string(for i in 1..50000 return [partial[-1]])", "depth")]
    [InlineData("for i in 1..50000 return [partial[-1]]", "depth")]
    [InlineData("(for i in 1..50000 return [partial[-1]]) = (for i in 1..50000 return [partial[-1]])", "depth")]
    [InlineData("{d: function(l, n) if n = 0 then l else d([l, l], n - 1), r: string(d([1], 60))}.r", "size")]
    [InlineData("{d: function(l, n) if n = 0 then l else d([l, l], n - 1), r: d([1], 60)}.r", "size")]
    [InlineData("{d: function(l, n) if n = 0 then l else d([l, l], n - 1), r: d([1], 60) = d([1], 60)}.r", "steps")]
    [InlineData("{d: function(l, n) if n = 0 then l else d({a: l, b: l}, n - 1), r: d({}, 60) in (d({}, 60))}.r", "steps")]
    [InlineData("{d: function(l, n) if n = 0 then l else d([l, l], n - 1), r: list contains([d([1], 60)], d([1], 60))}.r", "steps")]
    [InlineData("duplicate values(for i in 1..100000 return i)", "steps")]
    [InlineData("{l: for i in 1..90000 return i, r: for i in 1..900000 return list contains(l, -1)}.r", "steps")]
    [InlineData("{l: for i in 1..90000 return i, r: for i in 1..900000 return sum(l)}.r", "steps")]
    [InlineData("{l: for i in 1..90000 return i, r: for i in 1..900000 return -1 in (l)}.r", "steps")]
    [InlineData("{l: for i in 1..90000 return {a: i}, r: for i in 1..900000 return l.a}.r", "steps")]
    [InlineData("{l: for i in 1..90000 return i, r: for i in 1..900000 return l instance of list<number>}.r", "steps")]
    [InlineData("for i in 1..100000 return sum(partial)", "steps")]
    [InlineData("for i in 1..900000 return exp(i / 1000000)", "steps")]
    [InlineData("for i in 1..900000 return i ** 0.5", "steps")]
    [InlineData("for i in 10 ** 40..10 ** 41 return i", "steps")]
    public void Evaluate_Hostile_EndsWithTheLimit(string text, string limit) =>
        Should.Throw<FeelLimitException>(() => FeelExpression.Parse(text).Evaluate(Nothing)).Limit.ShouldBe(limit);

    /// <summary>Work counts for what it is: ten thousand operators in each of a million turns are no million steps.</summary>
    [Fact]
    public void Evaluate_LongBody_CountsMoreThanAStepATurn()
    {
        var body = string.Join(" + ", Enumerable.Repeat("i", 300));
        var limits = new FeelLimits(Steps: 10_000);
        Should.Throw<FeelLimitException>(() => FeelExpression.Parse($"count(for i in 1..5000 return {body})").Evaluate(Nothing, limits)).Limit.ShouldBe("steps");
        FeelExpression.Parse("count(for i in 1..5000 return i)").Evaluate(Nothing, limits).ShouldBe(5_000m);
    }

    [Fact]
    public void Text_OfAValueWithoutEnd_IsCut()
    {
        object? value = new object?[] { 1m };
        for (var i = 0; i < 60; i++)
            value = new[] { value, value };
        FeelValues.Text(value).Length.ShouldBeInRange(1_000_000, 1_000_002);
        FeelValues.Text(value, true, 50).ShouldBe(FeelValues.Text(value)[..50] + "…");
        object? deep = 1m;
        for (var i = 0; i < 50_000; i++)
            deep = new[] { deep };
        FeelValues.Text(deep).ShouldBe(new string('[', 401) + "…");
        new FeelReason("feel.no-member", [value, "x"], 1, 1).Message.Length.ShouldBeLessThan(600);
        Should.Throw<FeelLimitException>(() => FeelValues.Equal(value, value)).Limit.ShouldBe("steps");
        var type = string.Concat(Enumerable.Repeat("list<", 61)) + "number" + new string('>', 61);
        Should.Throw<FeelLimitException>(() => FeelExpression.Parse("x instance of " + type).Evaluate(new Dictionary<string, object?> { ["x"] = value })).Limit.ShouldBe("steps");
    }

    [Theory]
    [InlineData("10 ** 1000000000")]
    [InlineData("10 ** 6145")]
    [InlineData("9.9e6144 + 9.9e6144")]
    [InlineData("1e6145")]
    [InlineData("1e99999999999999999999")]
    [InlineData("exp(14150)")]
    [InlineData("2 ** 1e6000")]
    [InlineData("@\"P1D\" * 1e30")]
    [InlineData("@\"P1M\" * 1e20")]
    [InlineData("@\"2026-01-01T00:00:00\" + @\"P999999999999999D\"")]
    [InlineData("@\"999999999-12-31\" + @\"P1D\"")]
    [InlineData("@\"P99999999999999999999D\"")]
    [InlineData("-date(999999999999, 1, 1)")]
    [InlineData("date(2020, 1, 1) + duration(\"P999999999Y\")")]
    public void Evaluate_OutOfRange_IsNull(string text) => FeelExpression.Parse(text).Evaluate(Nothing).ShouldBeNull();

    /// <summary>Random arithmetic against a plain evaluation beside it, then random soups of tokens, which may fail only as the contract says.</summary>
    [Fact]
    public void Random_AgreesAndNeverCrashes()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            var (text, value) = Sum(random, 3);
            FeelExpression.Parse(text).Evaluate(Nothing).ShouldBe(value, $"seed {seed}: {text}");
        }
        string[] words = ["1", "2.5", "\"a\"", "x", "null", "true", "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", ":", ",", "..", ".", "<", ">=", "=", "and", "or",
            "if", "then", "else", "for", "in", "return", "some", "satisfies", "between", "function", "instance of", "number", "count", "@\"P1D\"", "?", "not", "date and time"];
        var limits = new FeelLimits(10_000, 50, 10_000);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            if (FeelExpression.TryParse(text, out var expression, out _))
                Should.NotThrow(() => expression.Evaluate(Nothing, limits), $"seed {seed}: {text}");
        }
    }

    private static (string Text, decimal Value) Sum(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            var n = random.Next(-500, 500) / 10m;
            return ($"({n.ToString(CultureInfo.InvariantCulture)})", n);
        }
        var ((a, x), (b, y)) = (Sum(random, depth - 1), Sum(random, depth - 1));
        return random.Next(4) switch
        {
            0 => ($"({a} + {b})", x + y),
            1 => ($"({a} - {b})", x - y),
            2 => ($"({a} * {b})", x * y),
            _ => ($"(if {a} > {b} then {a} else {b})", Math.Max(x, y)),
        };
    }
}
