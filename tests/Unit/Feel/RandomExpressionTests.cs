using System.Globalization;
using Sen.Feel;
using Xunit.Abstractions;

namespace Sen.Tests.Unit.Feel;

/// <summary>Random expressions: the compiled engine against the plain interpreter, with and without tracing.</summary>
public sealed class RandomExpressionTests(ITestOutputHelper output)
{
    private const int Expressions = 12_000;

    private static readonly Dictionary<string, object?> Context = new()
    {
        ["n"] = 7m, ["m"] = -2.5m, ["zero"] = 0m, ["third"] = FeelExpression.Parse("1 / 3").Evaluate(new Dictionary<string, object?>()), ["far"] = FeelValues.Import(1e30), ["s"] = "sen", ["t"] = "Ấp 3", ["yes"] = true, ["no"] = false, ["nothing"] = null,
        ["rows"] = new object?[]
        {
            new Dictionary<string, object?> { ["a"] = 1m, ["b"] = "x" }, new Dictionary<string, object?> { ["a"] = 5m, ["b"] = "y" }, new Dictionary<string, object?> { ["a"] = null, ["b"] = "x" },
        },
        ["numbers"] = new object?[] { 3m, 1m, 2m, null },
    };

    [Fact]
    public void Compiled_RandomExpressions_GiveWhatThePlainInterpreterGives()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var plain = new PlainInterpreter(Context);
        var nulls = 0;
        for (var i = 0; i < Expressions; i++)
        {
            var text = Any(random, 4);
            var expected = FeelValues.Text(plain.Value(text), true);
            nulls += expected == "null" ? 1 : 0;
            var expression = FeelExpression.Parse(text);
            FeelValues.Text(expression.Evaluate(Context), true).ShouldBe(expected, $"seed {seed}: {text}");
            if (i % 10 == 0)
                FeelValues.Text(expression.Explain(Context).Value, true).ShouldBe(expected, $"explained, seed {seed}: {text}");
        }
        nulls.ShouldBeLessThan(Expressions * 3 / 4, "most expressions should mean something");
    }

    private static string Any(Random r, int depth) => r.Next(5) switch { 0 => Number(r, depth), 1 => Truth(r, depth), 2 => Text(r, depth), 3 => List(r, depth), _ => Number(r, depth) };

    private static string Number(Random r, int depth)
    {
        if (depth == 0)
            return r.Next(6) switch { 0 => "n", 1 => "m", 2 => "zero", 3 => Pick(r, "third", "far"), 4 => Digits(r), _ => r.Next(30) == 0 ? "nothing" : Digits(r) };
        return r.Next(17) switch
        {
            12 => $"({Number(r, depth - 1)} ** {Pick(r, "2", "3", "-1", "0", "7", "-2")})",
            13 => $"modulo({Number(r, depth - 1)}, {Number(r, depth - 1)})",
            14 => $"decimal({Number(r, depth - 1)}, {r.Next(-3, 40)})",
            15 => $"floor({Number(r, depth - 1)}, {r.Next(-3, 40)})",
            16 => $"{Pick(r, "mean", "min", "max")}({List(r, depth - 1)})",
            0 => $"({Number(r, depth - 1)} + {Number(r, depth - 1)})",
            1 => $"({Number(r, depth - 1)} - {Number(r, depth - 1)})",
            2 => $"({Number(r, depth - 1)} * {Number(r, depth - 1)})",
            3 => $"({Number(r, depth - 1)} / {Number(r, depth - 1)})",
            4 => $"-{Number(r, 0)}",
            5 => $"(if {Truth(r, depth - 1)} then {Number(r, depth - 1)} else {Number(r, depth - 1)})",
            6 => $"count({List(r, depth - 1)})",
            7 => $"sum({List(r, depth - 1)})",
            8 => $"abs({Number(r, depth - 1)})",
            9 => $"floor({Number(r, depth - 1)})",
            10 => $"{{q: {Number(r, depth - 1)}, w: q}}.w",
            _ => $"({(r.Next(8) == 0 ? Text(r, depth - 1) : Number(r, depth - 1))} + {Number(r, depth - 1)})",
        };
    }

    /// <summary>Mostly short numbers; sometimes what a decimal cannot hold, or only just.</summary>
    private static string Digits(Random r) => r.Next(6) > 0 ? (r.Next(2000) / (decimal)(r.Next(3) == 0 ? 8 : 1)).ToString(CultureInfo.InvariantCulture) : r.Next(5) switch
    {
        0 => $"{r.Next(1, 1000)}e{r.Next(-45, 45)}",
        1 => $"{r.NextInt64(1, long.MaxValue)}{r.NextInt64(1, long.MaxValue)}",
        2 => $"{r.Next(100)}.{r.NextInt64(1, long.MaxValue):D19}{r.NextInt64(1, 1_000_000_000_000):D12}",
        3 => r.Next(10) == 0 ? Pick(r, "1e6144", "1e-6176") : Pick(r, "79228162514264337593543950335", "79228162514264337593543950336", "9999999999999999999999999999999999", "5e-29"),
        _ => $"{r.NextInt64(1, long.MaxValue)}e{r.Next(-30, 12)}",
    };

    private static string Truth(Random r, int depth)
    {
        if (depth == 0)
            return r.Next(4) switch { 0 => "yes", 1 => "no", 2 => "true", _ => "false" };
        return r.Next(10) switch
        {
            0 => $"({Truth(r, depth - 1)} and {Truth(r, depth - 1)})",
            1 => $"({Truth(r, depth - 1)} or {Truth(r, depth - 1)})",
            2 => $"not({Truth(r, depth - 1)})",
            3 => $"({Number(r, depth - 1)} {Pick(r, "<", "<=", ">", ">=", "=", "!=")} {Number(r, depth - 1)})",
            4 => $"({Text(r, depth - 1)} {Pick(r, "<", "=", "!=")} {(r.Next(6) == 0 ? Number(r, depth - 1) : Text(r, depth - 1))})",
            5 => $"({Number(r, depth - 1)} between {Number(r, depth - 1)} and {Number(r, depth - 1)})",
            6 => $"({Number(r, depth - 1)} in {Pick(r, "[", "(")}1..{r.Next(2, 900)}{Pick(r, "]", ")")})",
            7 => $"(some v in {List(r, depth - 1)} satisfies v > {Number(r, 0)})",
            8 => $"(every v in {List(r, depth - 1)} satisfies (v != {Number(r, 0)}))",
            _ => $"({List(r, depth - 1)} = {List(r, depth - 1)})",
        };
    }

    private static string Text(Random r, int depth)
    {
        if (depth == 0)
            return r.Next(4) switch { 0 => "s", 1 => "t", 2 => "\"\"", _ => $"\"{Pick(r, "a", "bc", "đường", "😀")}\"" };
        return r.Next(4) switch
        {
            0 => $"({Text(r, depth - 1)} + {Text(r, depth - 1)})",
            1 => $"upper case({Text(r, depth - 1)})",
            2 => $"(if {Truth(r, depth - 1)} then {Text(r, depth - 1)} else {Text(r, depth - 1)})",
            _ => Text(r, 0),
        };
    }

    private static string List(Random r, int depth)
    {
        if (depth == 0)
            return r.Next(3) switch { 0 => "numbers", 1 => $"[{Digits(r)}, {Digits(r)}]", _ => "[]" };
        return r.Next(8) switch
        {
            0 => $"[{Any(r, depth - 1)}, {Any(r, depth - 1)}]",
            1 => $"(for i in 1..{r.Next(1, 5)} return i * {Number(r, depth - 1)})",
            2 => $"(for v in {List(r, depth - 1)} return [v, {Any(r, depth - 1)}])",
            3 => $"{List(r, depth - 1)}[item > {Number(r, depth - 1)}]",
            4 => $"rows[a {Pick(r, ">", "=", "<=")} {Number(r, depth - 1)}]",
            5 => $"rows[b = \"x\"].a",
            6 => $"[{List(r, depth - 1)}[{r.Next(-3, 5)}]]",
            _ => "rows.b",
        };
    }

    private static string Pick(Random r, params string[] choices) => choices[r.Next(choices.Length)];
}
