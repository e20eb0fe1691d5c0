using System.Numerics;
using System.Text.Json;
using Sen.Feel;
using Sen.Feel.Dmn;

namespace Sen.Tests.Unit.Feel;

/// <summary>Numbers of IEEE 754-2008 decimal128 (DMN 1.5 §10.3.2.3.1): 34 digits, a half to the even digit, exponents to 6144. Values reckoned by hand or known from tables.</summary>
public sealed class NumberTests
{
    private static readonly Dictionary<string, object?> Nothing = [];

    private static object? Value(string text) => FeelExpression.Parse(text).Evaluate(Nothing);

    private static void Same(string text, string value) => FeelValues.Text(Value(text)).ShouldBe(value, text);

    [Theory]
    [InlineData("1 / 3", "0.3333333333333333333333333333333333")]
    [InlineData("2 / 3", "0.6666666666666666666666666666666667")]
    [InlineData("1 / 3 * 3", "0.9999999999999999999999999999999999")]
    [InlineData("1 / 3 + 2 / 3", "1")]
    [InlineData("10 ** 30", "1000000000000000000000000000000")]
    [InlineData("79228162514264337593543950335 + 1", "79228162514264337593543950336")]
    [InlineData("79228162514264337593543950336 - 1", "79228162514264337593543950335")]
    [InlineData("12345678901234567 * 98765432109876543", "1219326311370217861743636654061881")]
    [InlineData("99999999999999999 * 99999999999999999", "9999999999999999800000000000000001")]
    [InlineData("1e6144 * 10", "null")]
    [InlineData("1e-6176 / 2", "0")]
    [InlineData("3e-6176 / 2", "2E-6176")]
    [InlineData("1e34 + 1", "1E+34")]
    [InlineData("9999999999999999999999999999999999 + 1", "1E+34")]
    [InlineData("1e33 + 0.5", "1000000000000000000000000000000000")]
    [InlineData("1e33 + 0.5 + 1e-6000", "1000000000000000000000000000000000")]
    [InlineData("(1e33 + 1) + 0.5", "1000000000000000000000000000000002")]
    [InlineData("1e33 + (0.5 + 1e-30)", "1000000000000000000000000000000001")]
    [InlineData("1e6000 - 1e-6000", "1E+6000")]
    [InlineData("0 * -1e6000", "0")]
    public void Arithmetic_IsRoundedOnceTo34Digits(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("1234567890123456789012345678901234", "1234567890123456789012345678901234")]
    [InlineData("0.1234567890123456789012345678901234", "0.1234567890123456789012345678901234")]
    [InlineData("12345678901234567890123456789012345", "1.234567890123456789012345678901234E+34")]
    [InlineData("12345678901234567890123456789012355", "1.234567890123456789012345678901236E+34")]
    [InlineData("12345678901234567890123456789012345.00001", "1.234567890123456789012345678901235E+34")]
    [InlineData("1.23e4", "12300")]
    [InlineData("1.5e-40", "1.5E-40")]
    [InlineData("1E+6144", "1E+6144")]
    [InlineData("number(\"1e40\")", "1E+40")]
    [InlineData("number(\"1 000 000 000 000 000 000 000 000 000 000,5\", \" \", \",\")", "1000000000000000000000000000000.5")]
    [InlineData("number(\"1e7000\")", "null")]
    [InlineData("string(10 ** 6000)", "1E+6000")]
    [InlineData("number(string(10 ** 6000 / 3)) = 10 ** 6000 / 3", "true")]
    [InlineData("string length(string(-1 / 3 / 1e28))", "40")]
    public void Literals_And_Text_KeepEveryDigit(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("sqrt(2)", "1.414213562373095048801688724209698")]
    [InlineData("sqrt(1e-40)", "0.00000000000000000001")]
    [InlineData("sqrt(1e6000)", "1E+3000")]
    [InlineData("exp(1)", "2.718281828459045235360287471352662")]
    [InlineData("exp(0)", "1")]
    [InlineData("exp(1e-100)", "1")]
    [InlineData("exp(-1e9)", "0")]
    [InlineData("log(10)", "2.302585092994045684017991454684364")]
    [InlineData("log(1)", "0")]
    [InlineData("log(1 + 1e-33)", "9.999999999999999999999999999999995E-34")]
    [InlineData("2 ** 0.5", "1.414213562373095048801688724209698")]
    [InlineData("4 ** 0.5", "2")]
    [InlineData("1.000000000002 ** 1.5", "1.0000000000030000000000015")]
    [InlineData("2 ** 113", "1.038459371706965525706099265844019E+34")]
    [InlineData("2 ** 112", "5192296858534827628530496329220096")]
    [InlineData("2 ** -49", "0.000000000000001776356839400250464677810668945312")]
    [InlineData("(-2) ** 3", "-8")]
    [InlineData("(-2) ** 0.5", "null")]
    [InlineData("0 ** -1", "null")]
    [InlineData("1 ** 1e6000", "1")]
    [InlineData("0.5 ** 1e6000", "0")]
    [InlineData("(-1e10) ** 601", "-1E+6010")]
    [InlineData("1.07 ** 360", "37858200475.40776930349719482124525")]
    public void Functions_AreRightToTheLastDigit(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("decimal(1 / 3, 30)", "0.333333333333333333333333333333")]
    [InlineData("decimal(10 ** 33 / 2 + 0.5, 0)", "500000000000000000000000000000000")]
    [InlineData("floor(10 ** 32 / 3)", "33333333333333333333333333333333")]
    [InlineData("ceiling(-10 ** 33 / 3)", "-333333333333333333333333333333333")]
    [InlineData("round up(1e-6176, 6000)", "1E-6000")]
    [InlineData("round half up(1e-6176, 6000)", "0")]
    [InlineData("round half down(2.5e-35, 35)", "2E-35")]
    [InlineData("round half up(2.5e-35, 35)", "3E-35")]
    [InlineData("round down(1234567, -6111)", "0")]
    [InlineData("round up(1, -6111)", "1E+6111")]
    [InlineData("floor(1.5, 6177)", "null")]
    [InlineData("modulo(10 ** 6000, 7)", "1")]
    [InlineData("modulo(-5, 10 ** 40)", "1E+40")]
    [InlineData("modulo(5, 10 ** 40)", "5")]
    [InlineData("odd(10 ** 33 + 1)", "true")]
    [InlineData("even(10 ** 40)", "true")]
    [InlineData("odd(1 / 3)", "null")]
    [InlineData("abs(-1 / 3)", "0.3333333333333333333333333333333333")]
    public void Rounding_And_Remainders(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("sum([1e34, 1, -1e34])", "1")]
    [InlineData("sum([79228162514264337593543950335, 1])", "79228162514264337593543950336")]
    [InlineData("mean([1, 2, 2])", "1.666666666666666666666666666666667")]
    [InlineData("median([1e40, 3e40])", "2E+40")]
    [InlineData("stddev([1, 2, 3, 4])", "1.290994448735805628393088466594133")]
    [InlineData("product([1e20, 1e20])", "1E+40")]
    [InlineData("mode([1 / 3, 1e40, 2 / 6, 1e40, 1])", "[0.3333333333333333333333333333333333, 1E+40]")]
    [InlineData("min([1e40, 2, 1 / 3])", "0.3333333333333333333333333333333333")]
    [InlineData("max(1e40, 2e40)", "2E+40")]
    [InlineData("sort([1e40, 1, 1 / 3, -1e40])", "[-1E+40, 0.3333333333333333333333333333333333, 1, 1E+40]")]
    [InlineData("distinct values([1 / 3, 2 / 6, 1e40, 10 ** 40])", "[0.3333333333333333333333333333333333, 1E+40]")]
    [InlineData("for i in 10 ** 30..10 ** 30 + 2 return i - 10 ** 30", "[0, 1, 2]")]
    [InlineData("[1, 2, 3][10 ** 40]", "null")]
    [InlineData("substring(\"foobar\", 10 / 3)", "obar")]
    public void Lists_OfWideNumbers(string text, string value) => Same(text, value);

    [Theory]
    [InlineData("10 ** 40 > 10 ** 39 and 1 / 3 < 0.34 and 1 / 3 = 2 / 6 and 1 / 3 != 0.3333", "true")]
    [InlineData("10 ** 40 in [1..1e41]", "true")]
    [InlineData("1 / 3 between 0.3 and 0.4", "true")]
    [InlineData("1e40 in (< 10)", "false")]
    [InlineData("(1 / 3) instance of number", "true")]
    [InlineData("[1e40] instance of list<number>", "true")]
    [InlineData("1e40 = \"1e40\"", "null")]
    [InlineData("-(10 ** 40)", "-1E+40")]
    [InlineData("10 ** 40 - 10 ** 40", "0")]
    [InlineData("@\"PT1S\" / @\"PT3S\"", "0.3333333333333333333333333333333333")]
    [InlineData("@\"PT3H\" * (1 / 3)", "PT1H")]
    [InlineData("@\"P1Y\" / (1 / 3)", "P3Y")]
    [InlineData("time(12, 0, 100 / 3)", "12:00:33.333333333")]
    [InlineData("range(\"[1e40..2e40]\")", "[1E+40..2E+40]")]
    public void Wide_NumbersStandWhereverNumbersDo(string text, string value) => Same(text, value);

    [Fact]
    public void Results_ThatADecimalHolds_AreDecimals()
    {
        Value("10 ** 40 / 10 ** 38").ShouldBe(100m);
        Value("1 / 8").ShouldBe(0.125m);
        Value("79228162514264337593543950335").ShouldBe(decimal.MaxValue);
        Value("1e-28").ShouldBe(1e-28m);
        Value("1 / 3").ShouldBeOfType<FeelNumber>();
        Value("79228162514264337593543950336").ShouldBeOfType<FeelNumber>();
        Value("1e-29").ShouldBeOfType<FeelNumber>();
        Value("10 ** 40")!.GetHashCode().ShouldBe(Value("1e20 * 1e20")!.GetHashCode());
    }

    [Fact]
    public void OutOfRange_SaysWhy()
    {
        var result = FeelExpression.Parse("10 ** 6144 * 10").EvaluateWithReasons(Nothing);
        result.Value.ShouldBeNull();
        result.Reasons.Single().Message.ShouldBe("1E+6144 * 10 has no number as its value.");
    }

    [Fact]
    public void Import_TakesEveryNumberOfDotNet()
    {
        FeelValues.Text(FeelValues.Import(1e300)).ShouldBe("1E+300");
        FeelValues.Text(FeelValues.Import(1e-300)).ShouldBe("1E-300");
        FeelValues.Import(0.1).ShouldBe(0.1m);
        FeelValues.Import(double.NaN).ShouldBeNull();
        FeelValues.Text(FeelValues.Import(BigInteger.Pow(10, 40))).ShouldBe("1E+40");
        FeelValues.Text(FeelValues.Import(UInt128.MaxValue)).ShouldBe("3.402823669209384634633746074317682E+38");
        FeelValues.Import((sbyte)-3).ShouldBe(-3m);
        FeelValues.Import(FeelNumber.From(3)).ShouldBe(3m);
    }

    [Fact]
    public void ToDecimal_GivesTheNearest_OrNothing()
    {
        FeelValues.ToDecimal(Value("2 / 3")).ShouldBe(0.6666666666666666666666666667m);
        FeelValues.ToDecimal(Value("1e40")).ShouldBeNull();
        FeelValues.ToDecimal(Value("1e-40")).ShouldBe(0m);
        FeelValues.ToDecimal(12).ShouldBe(12m);
        FeelValues.ToDecimal("12").ShouldBeNull();
    }

    [Theory]
    [InlineData("0.3333333333333333333333333333333333")]
    [InlineData("1E+40")]
    [InlineData("12345678901234567890123456789.25")]
    [InlineData("-1.5E-300")]
    [InlineData("12")]
    public void Json_KeepsEveryDigit(string number)
    {
        using var document = JsonDocument.Parse(number);
        var read = FeelJson.Read(document.RootElement);
        FeelValues.Text(read).ShouldBe(number);
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(number));
        reader.Read();
        FeelJson.Read(ref reader).ShouldBe(read);
        JsonSerializer.Serialize(read).ShouldBe(number);
        if (read is FeelNumber)
            JsonSerializer.Deserialize<FeelNumber>(number).ShouldBe(read);
    }

    [Fact]
    public void Json_BeyondDecimal128_IsNull()
    {
        using var document = JsonDocument.Parse("[1e7000, 1e-7000]");
        FeelValues.Text(FeelJson.Read(document.RootElement)).ShouldBe("[null, 0]");
    }

    [Fact]
    public void Parse_OddText_IsRefused()
    {
        foreach (var text in new[] { "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1x", "--1", "1e5.5", " 1" })
            FeelNumber.TryParse(text, out _).ShouldBeFalse(text);
        FeelNumber.TryParse(new string('9', 100_000) + "e-99999", out var wide).ShouldBeTrue();
        wide.ToString().ShouldBe("10");
    }

    [Fact]
    public void Table_WithWideLimits_ShowsItsGap()
    {
        const string Xml = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="urn:t">
              <inputData id="i" name="n"><variable name="n" typeRef="number"/></inputData>
              <decision id="d" name="D"><variable name="D"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
                <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>n</text></inputExpression></input><output/>
                  <rule><inputEntry><text>&lt; 1e40</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
                  <rule><inputEntry><text>&gt; 2e40</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule>
                </decisionTable></decision>
            </definitions>
            """;
        var model = DmnModel.Read(new StringReader(Xml));
        model.Evaluate("D", new Dictionary<string, object?> { ["n"] = Value("3e40") }).Value.ShouldBe("large");
        model.Evaluate("D", new Dictionary<string, object?> { ["n"] = 1.0 / 3 }).Value.ShouldBe("small");
        model.CheckTables().Single().Values.ShouldBe(["[1E+40..2E+40]"]);
    }
}
