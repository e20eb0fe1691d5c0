using Sen.Feel;

namespace Sen.Tests.Unit.Feel;

/// <summary>Examples of the tables of built-in functions, DMN 1.5 §10.3.4.</summary>
public sealed class BuiltInTests
{
    private static void Same(string text, string value) =>
        FeelValues.Text(FeelExpression.Parse(text).Evaluate(new Dictionary<string, object?>())).ShouldBe(value, text);

    [Theory]
    [InlineData("number(\"1 000,5\", \" \", \",\")", "1000.5")]
    [InlineData("number(\"1,000\", \",\", \",\")", "null")]
    [InlineData("string(1.10)", "1.1")]
    [InlineData("string([1, \"a\", null])", "[1, \"a\", null]")]
    [InlineData("date(2026, 2, 29)", "null")]
    [InlineData("date(\"2024-02-29\")", "2024-02-29")]
    [InlineData("time(\"23:59:00+07:00\")", "23:59:00+07:00")]
    [InlineData("date and time(\"2026-01-01T24:00:00\")", "2026-01-02T00:00:00")]
    [InlineData("duration(\"P26M\")", "P2Y2M")]
    public void Conversion(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("substring(\"foobar\", 3)", "obar")]
    [InlineData("substring(\"foobar\", -2, 1)", "a")]
    [InlineData("substring(\"\\U01F40Eab\", 2)", "ab")]
    [InlineData("upper case(\"đường\")", "ĐƯỜNG")]
    [InlineData("substring before(\"foobar\", \"bar\")", "foo")]
    [InlineData("substring after(\"foobar\", \"ob\")", "ar")]
    [InlineData("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "[1=ab][2=]cd")]
    [InlineData("matches(\"foobar\", \"^fo*b\")", "true")]
    [InlineData("split(\"John Doe\", \"\\\\s\")", "[\"John\", \"Doe\"]")]
    [InlineData("string join([\"a\", null, \"c\"], \"_and_\")", "a_and_c")]
    public void Strings(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("list contains([1, 2, null], null)", "true")]
    [InlineData("min(1, 2, 3)", "1")]
    [InlineData("max([\"a\", \"b\"])", "b")]
    [InlineData("sum([])", "null")]
    [InlineData("mean(1, 2, 3)", "2")]
    [InlineData("all([true, null])", "null")]
    [InlineData("any([])", "false")]
    [InlineData("sublist([4, 5, 6], 1, 2)", "[4, 5]")]
    [InlineData("append([1], 2, 3)", "[1, 2, 3]")]
    [InlineData("union([1, 2], [2, 3])", "[1, 2, 3]")]
    [InlineData("insert before([1, 3], 1, 2)", "[2, 1, 3]")]
    [InlineData("remove([1, 2, 3], 2)", "[1, 3]")]
    [InlineData("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]")]
    [InlineData("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]")]
    [InlineData("median(8, 2, 5, 3, 4)", "4")]
    [InlineData("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931")]
    [InlineData("mode([6, 1, 9, 6, 1])", "[1, 6]")]
    public void Lists(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("decimal(2.5, 0)", "2")]
    [InlineData("floor(-1.5)", "-2")]
    [InlineData("ceiling(1.56, 1)", "1.6")]
    [InlineData("round up(-5.5, 0)", "-6")]
    [InlineData("round half down(5.5, 0)", "5")]
    [InlineData("round half up(-1.126, 2)", "-1.13")]
    [InlineData("modulo(-12, 5)", "3")]
    [InlineData("modulo(10.1, -4.5)", "-3.4")]
    [InlineData("sqrt(2) * sqrt(2) - 2 < 0.0000001", "true")]
    [InlineData("odd(5.5)", "null")]
    [InlineData("abs(@\"-PT5H\")", "PT5H")]
    public void Numbers(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("before([1..10), 10)", "true")]
    [InlineData("overlaps([1..5], [3..8])", "true")]
    [InlineData("finishes(10, [1..10])", "true")]
    [InlineData("starts((1..5], [1..5])", "false")]
    [InlineData("during(5, [1..10])", "true")]
    [InlineData("coincides([1..5], [1..5])", "true")]
    [InlineData("day of week(@\"2019-09-17\")", "Tuesday")]
    [InlineData("week of year(@\"2003-12-29\")", "1")]
    [InlineData("day of year(@\"2019-09-17\")", "260")]
    [InlineData("get value({key1: \"v\"}, \"key1\")", "v")]
    [InlineData("context put({x: 1}, [\"y\"], 2)", "{x: 1, y: 2}")]
    [InlineData("context merge([{x: 1}, {x: 2}])", "{x: 2}")]
    [InlineData("context([{key: \"a\", value: 1}])", "{a: 1}")]
    [InlineData("count(value: [1])", "null")]
    public void Ranges_Dates_Contexts(string text, string value) => Same(text, value);
}
