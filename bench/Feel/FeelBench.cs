using System.Text.Json;
using Sen.Feel;

namespace Sen.Bench.Feel;

/// <summary>Parse and warm evaluation beside npm feelin, on the same expressions in one run.</summary>
internal static class FeelBench
{
    public static Bench Bench { get; } = new("feel", "FEEL beside npm feelin: parse, evaluation, allocation", Run);

    private sealed record Theirs(string Name, string Value, double Parse, double Evaluate, double Warm);

    private static int Run(string[] args)
    {
        var theirs = Feelin();
        Console.WriteLine("| case | parse ns | feelin | ratio | evaluate ns | bytes | feelin | ratio | feelin inside, warm | ratio |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        var agree = true;
        foreach (var (one, other) in FeelCase.All.Zip(theirs))
        {
            var (parse, evaluate) = Ours(one);
            var value = FeelValues.Text(evaluate());
            agree &= value == other.Value;
            var (parsed, warm) = (Timing.Of(parse), Timing.Of(() => evaluate()));
            Console.WriteLine(FormattableString.Invariant(
                $"| {one.Name} | {parsed.Nanoseconds:N0} | {other.Parse:N0} | {other.Parse / parsed.Nanoseconds:N1} | {warm.Nanoseconds:N0} | {warm.Bytes:N0} | {other.Evaluate:N0} | {other.Evaluate / warm.Nanoseconds:N1} | {other.Warm:N0} | {other.Warm / warm.Nanoseconds:N1} |"));
            if (value != other.Value)
                Console.WriteLine($"DIFFERENT VALUES: {value}, feelin {other.Value}");
        }
        return agree ? 0 : 1;
    }

    private static (Action Parse, Func<object?> Evaluate) Ours(FeelCase one)
    {
        var context = one.Values;
        if (one.Table is { } table)
        {
            var model = table.Model();
            return (() => table.Model(), () => model.Evaluate("Fee", context).Value);
        }
        var expression = FeelExpression.Parse(one.Expression);
        return (() => FeelExpression.Parse(one.Expression), () => expression.Evaluate(context));
    }

    private static Theirs[] Feelin()
    {
        var folder = Path.Combine(Node.Root, "bench/node/feel");
        Node.Install(folder);
        var cases = Path.GetTempFileName();
        try
        {
            File.WriteAllText(cases, JsonSerializer.Serialize(FeelCase.All, JsonSerializerOptions.Web));
            return JsonSerializer.Deserialize<Theirs[]>(Node.Run(folder, "node", "feelin.mjs", cases), JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(cases);
        }
    }
}
