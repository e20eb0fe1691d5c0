using Sen.Feel;

namespace Sen.Tests.Unit.Feel;

/// <summary>Tables by section of DMN 1.5 clause 10; values are compared as FEEL writes them.</summary>
public sealed class ExpressionTests
{
    private static readonly Dictionary<string, object?> Context = new()
    {
        ["age"] = 42,
        ["Full Name"] = "Trần Thị Mẫu",
        ["born"] = new DateOnly(1984, 2, 29),
        ["papers"] = new[] { new Dictionary<string, object?> { ["kind"] = "id", ["pages"] = 2 }, new Dictionary<string, object?> { ["kind"] = "map", ["pages"] = 5 } },
        ["applicant"] = new Dictionary<string, object?> { ["ward"] = new Dictionary<string, object?> { ["code"] = "00123" } },
    };

    private static string Value(string text) => FeelValues.Text(FeelExpression.Parse(text, Context.Keys).Evaluate(Context));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1 / 0", "null")]
    [InlineData("1.5e2", "150")]
    [InlineData("\"a\" + \"b\"", "ab")]
    [InlineData("\"a\" + 1", "null")]
    [InlineData("\"\\U01F600\"", "😀")]
    [InlineData("// why\n1 /* two */ + 1", "2")]
    public void Arithmetic_And_Literals(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("true and null", "null")]
    [InlineData("false and null", "false")]
    [InlineData("true or null", "true")]
    [InlineData("false or null", "null")]
    [InlineData("true and 1", "null")]
    [InlineData("not(null)", "null")]
    [InlineData("not(false)", "true")]
    public void Logic_IsTernary(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("1 = 1.0", "true")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("1 < null", "null")]
    [InlineData("[1, 2] = [1, 2]", "true")]
    [InlineData("{a: 1} = {a: 1}", "true")]
    [InlineData("[1..5] = [1..5]", "true")]
    [InlineData("age between 18 and 60", "true")]
    [InlineData("age in [18..42)", "false")]
    [InlineData("age in (> 60, 42)", "true")]
    [InlineData("age in [40..45] and true", "true")]
    [InlineData("age instance of number", "true")]
    [InlineData("[1, 2] instance of list<number>", "true")]
    [InlineData("born instance of date and time", "false")]
    public void Comparison_And_Membership(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("if age >= 18 then \"adult\" else \"child\"", "adult")]
    [InlineData("if null then 1 else 2", "2")]
    [InlineData("for i in 1..3 return i * i", "[1, 4, 9]")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in 1..2, j in [10, 20] return i + j", "[11, 21, 12, 22]")]
    [InlineData("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", "[1, 2, 6, 24]")]
    [InlineData("some p in papers satisfies p.pages > 4", "true")]
    [InlineData("every p in papers satisfies p.pages > 4", "false")]
    [InlineData("some x in [] satisfies true", "false")]
    public void Conditions_And_Loops(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("papers[kind = \"map\"].pages", "[5]")]
    [InlineData("papers[item.pages > age]", "[]")]
    [InlineData("papers.kind", "[\"id\", \"map\"]")]
    [InlineData("[10, 20, 30][-1]", "30")]
    [InlineData("[10, 20, 30][4]", "null")]
    [InlineData("applicant.ward.code", "00123")]
    [InlineData("applicant.street.code", "null")]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", "120")]
    [InlineData("(function(a, b) a - b)(b: 1, a: 5)", "4")]
    [InlineData("Full Name", "Trần Thị Mẫu")]
    [InlineData("string length(Full Name)", "12")]
    [InlineData("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]")]
    public void Paths_Filters_Functions(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("born + duration(\"P1Y\")", "1985-02-28")]
    [InlineData("@\"2026-01-31\" + @\"P1M\"", "2026-02-28")]
    [InlineData("@\"2026-03-01\" - @\"2024-03-01\"", "P730D")]
    [InlineData("@\"2026-11-22T08:00:00@Asia/Ho_Chi_Minh\" - @\"2026-11-22T00:00:00Z\"", "PT1H")]
    [InlineData("@\"P1DT12H\" / @\"PT12H\"", "3")]
    [InlineData("@\"-0044-03-15\".year", "-44")]
    [InlineData("@\"10:30:00\" + @\"PT14H\"", "00:30:00")]
    [InlineData("born.weekday", "3")]
    [InlineData("years and months duration(born, @\"2026-02-28\")", "P41Y11M")]
    [InlineData("@\"2026-02-30\"", "null")]
    public void Dates_Times_Durations(string text, string value) => Value(text).ShouldBe(value);

    [Theory]
    [InlineData("-", 5, true)]
    [InlineData("< 10", 5, true)]
    [InlineData("[1..3], 5", 5, true)]
    [InlineData("not(5, 6)", 5, false)]
    [InlineData("? > 3 and ? < 5", 5, false)]
    [InlineData("\"5\"", 5, false)]
    public void UnaryTests_BindTheValue(string tests, int value, bool passes) =>
        (FeelExpression.ParseUnaryTests(tests).Evaluate(new Dictionary<string, object?> { ["?"] = value }) is true).ShouldBe(passes);

    [Fact]
    public void Names_AreTheFreeOnes() =>
        FeelExpression.Parse("for i in items return i * rate + count(other things)").Names.ShouldBe(["items", "rate", "other things"], ignoreOrder: true);

    [Fact]
    public void NullHasAReason()
    {
        var result = FeelExpression.Parse("1 +\n  missing").EvaluateWithReasons(Context);
        result.Value.ShouldBeNull();
        (result.Reasons[0].Code, result.Reasons[0].Line, result.Reasons[0].Column).ShouldBe(("feel.unknown-name", 2, 3));
        result.Reasons[0].Message.ShouldBe("Nothing is named 'missing'.");
        FeelTexts.Say(result.Reasons[0], "vi").ShouldBe("Không có gì tên là “missing”.");
    }

    [Fact]
    public void Explain_ShowsEachPart()
    {
        var explained = FeelExpression.Parse("if age > 40 then age * 2 else 0").Explain(Context);
        explained.Value.ShouldBe(84m);
        explained.Parts.Select(part => (part.Text, FeelValues.Text(part.Value))).ShouldBe([("age > 40", "true"), ("age * 2", "84")]);
        explained.Parts[0].Parts.Single().Value.ShouldBe(42m);
    }

    [Fact]
    public void Clock_IsTheCallers()
    {
        FeelExpression.Parse("today()").EvaluateWithReasons(Context).Reasons.ShouldContain(reason => reason.Code == "feel.no-clock");
        FeelExpression.Parse("today() > @\"2020-01-01\"").Evaluate(Context, TimeProvider.System).ShouldBe(true);
    }
}
