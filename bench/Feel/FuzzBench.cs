using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sen.Feel;

namespace Sen.Bench.Feel;

/// <summary>A million broken and odd texts: the parser answers each with a tree or a syntax error, evaluation with a value or a limit.</summary>
internal static class FuzzBench
{
    private static readonly string[] Seeds =
    [
        "if age > 40 then age * 2 else 0", "for i in 1..10, j in [1, 2] return {a: i, b: j}", "some x in items satisfies x.a > 3 and x.b != null",
        "date(\"2026-11-22\") + duration(\"P1M\") in [@\"2026-01-01\"..@\"2026-12-31\"]", "substring(\"foobar\", -3, 2) + string(1.5e3)", "{f: function(n) if n < 1 then 1 else n * f(n - 1), r: f(5)}.r",
        "items[a > 2 and not(b = \"x\")].a", "age instance of list<context<a: number>>", "sort(items, function(x, y) x.a < y.a)[-1]", "matches(\"abc\", \"[a-c]+\", \"i\") or replace(\"a\", \"(a)\", \"$1\") = \"b\"",
        "1 in (< 5, [7..9), null)", "years and months duration(date(\"2020-01-01\"), date(\"2026-01-01\")) / 2", "function(a: number, b) external {java: {class: \"x\"}}", "x between 1 and 2 ** 3 ** -1",
        "exp(1 / 3) * 1e30 - modulo(10 ** 6000, 7)", "string(for i in 1..9 return [partial[-1], 1e-6176 ** i]) = \"\"",
    ];

    private static readonly string[] Tokens =
    [
        "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "**", "/", "=", "!=", "<", "<=", ">", ">=", "?", "@", "\"", "\\", "'", "//", "/*", "*/", " ", "\n", "\0", "é", "😀", "\uD83D",
        "if ", "then ", "else ", "for ", "in ", "return ", "some ", "every ", "satisfies ", "function", "external ", "between ", "and ", "or ", "not", "null", "true", "instance of ", "list<", "1", "0.5", "1e9", "9999999999999999999999999999",
        "item", "partial", "date and time", "age", "items", "a", "\"x\"", "@\"P1D\"", "@\"2026-02-30\"", "@\"23:59:60\"", "10 ** 99", "1e6144", "1e-6176", "1 / 3", "** -1", "exp(", "modulo(", "stddev(", "count(", "[1..", "->",
    ];

    public static Bench Bench { get; } = new("feel-fuzz", "a million odd texts through the FEEL parser and evaluator; [count] [seed]", Run);

    private static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20261128;
        var random = new Random(seed);
        var limits = new FeelLimits(Steps: 2_000, Depth: 20, Size: 10_000);
        var context = new Dictionary<string, object?> { ["age"] = 42, ["items"] = new object?[] { new Dictionary<string, object?> { ["a"] = 1m, ["b"] = "x" }, 3m, null } };
        var (read, refused, ended, slowest, slowText) = (0, 0, 0, TimeSpan.Zero, "");
        var whole = Stopwatch.StartNew();
        GC.Collect();
        var (before, peak) = (GC.GetTotalMemory(true), 0L);
        for (var i = 0; i < count; i++)
        {
            var text = Next(random);
            var from = Stopwatch.GetTimestamp();
            try
            {
                var expression = i % 5 == 0 ? FeelExpression.ParseUnaryTests(text) : FeelExpression.Parse(text);
                read++;
                expression.Evaluate(context, limits);
                expression.Check(new Dictionary<string, FeelType>());
            }
            catch (FeelSyntaxException)
            {
                refused++;
            }
            catch (FeelLimitException)
            {
                ended++;
            }
            catch (Exception error)
            {
                Console.WriteLine($"seed {seed}, input {i}: {error.GetType().Name} {error.Message}\n{text}");
                return 1;
            }
            var spent = Stopwatch.GetElapsedTime(from);
            if (spent > slowest)
                (slowest, slowText) = (spent, text);
            if (i % 10_000 == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
        }
        Console.WriteLine(FormattableString.Invariant(
            $"seed {seed}: {count:N0} texts in {whole.Elapsed.TotalSeconds:N1} s; {read:N0} read, {refused:N0} refused with line and column, {ended:N0} ended at a limit; slowest {slowest.TotalMilliseconds:N1} ms ({slowText.Length} characters); heap grew at most {peak / 1024.0 / 1024:N1} MiB"));
        return slowest < TimeSpan.FromSeconds(2) ? 0 : 1;
    }

    private static string Next(Random random)
    {
        if (random.Next(4) == 0)
            return string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Tokens[random.Next(Tokens.Length)]));
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var changes = random.Next(0, 6); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0: text.Insert(at, Tokens[random.Next(Tokens.Length)]); break;
                case 1 when at < text.Length: text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at)); break;
                case 2 when at < text.Length: text[at] = (char)random.Next(32, 0x250); break;
                case 3: text.Insert(at, Seeds[random.Next(Seeds.Length)]); break;
                case 4: text.Insert(at, new string("([{-"[random.Next(4)], random.Next(1, 60))); break;
            }
        }
        return text.ToString();
    }
}
