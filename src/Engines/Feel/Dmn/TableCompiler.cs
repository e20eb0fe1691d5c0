namespace Sen.Feel.Dmn;

/// <summary>Compiles a decision table to one closure: inputs once, tests rule by rule, outputs only of the rules that match.</summary>
internal sealed class TableCompiler(Compiler compiler, DecisionTable table, Scope? scope)
{
    private sealed record Rule(Code[] Tests, Code[] Outputs);

    private readonly Func<Env, object?, bool>[][] priorities =
        [.. table.Outputs.Select(output => output.Values.Select(value => compiler.CellTests(value, scope)).ToArray())];

    public Code Compile()
    {
        var inputs = table.Inputs.Select(input => compiler.Compile(input.Expression, scope)).ToArray();
        var allowed = table.Inputs.Select(input => input.Values is null ? null : compiler.CellTests(input.Values, scope)).ToArray();
        var rules = table.Rules.Select(rule => new Rule(
            [.. rule.Tests.Select(test => compiler.Compile(test, new Scope(scope, "?")))],
            [.. rule.Outputs.Select(output => compiler.Compile(output, scope))])).ToArray();
        var defaults = table.Outputs.Any(output => output.Default is not null)
            ? table.Outputs.Select(output => output.Default is null ? null : compiler.Compile(output.Default, scope)).ToArray() : null;
        var firstOnly = table.Policy == HitPolicy.First;
        return env =>
        {
            // One environment an input serves all rules: a table of 200 rules would otherwise make 200 of each.
            var values = new Env[inputs.Length];
            for (var i = 0; i < inputs.Length; i++)
            {
                values[i] = env.With(inputs[i](env));
                if (values[i].Value is { } value && allowed[i]?.Invoke(env, value) == false)
                    return env.Run.Null(Source.None, "dmn.input-not-allowed", i + 1, value);
            }
            var hits = new List<object?[]>();
            var matched = env.Run.Tables is null ? null : new List<int>();
            for (var i = 0; i < rules.Length; i++)
            {
                var rule = rules[i];
                env.Run.Step();
                if (!Matches(rule, values))
                    continue;
                matched?.Add(i + 1);
                hits.Add([.. rule.Outputs.Select((output, column) => Typed(output(env), column, env.Run))]);
                if (firstOnly)
                    break;
            }
            env.Run.Tables?.Add(new TableTrace(table.Name, [.. table.Inputs.Zip(values, (input, value) => (Text(input.Expression), value.Value))], matched!));
            if (hits.Count == 0)
                return NoHit(env, defaults);
            return Result(env, hits);
        };
    }

    private static bool Matches(Rule rule, Env[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (rule.Tests[i](values[i]) is not true)
                return false;
        }
        return true;
    }

    private static string Text(Node input) => input switch { Typed typed => Text(typed.Inner), Embedded embedded => embedded.Text.Trim(), _ => "" };

    private object? Typed(object? value, int output, Run run) =>
        table.Outputs[output].Type is { } type ? Compiler.Converted(value, type, run) : value;

    private object? NoHit(Env env, Code?[]? defaults)
    {
        if (defaults is not null)
            return Shaped([.. defaults.Select((code, i) => Typed(code?.Invoke(env), i, env.Run))]);
        return table switch
        {
            { Policy: HitPolicy.Collect, Aggregation: "COUNT" } => 0m,
            _ => env.Run.Null(Source.None, "dmn.no-rule"),
        };
    }

    private object? Result(Env env, List<object?[]> hits)
    {
        switch (table.Policy)
        {
            case HitPolicy.Unique:
                return hits.Count == 1 ? Shaped(hits[0]) : env.Run.Null(Source.None, "dmn.several-rules", hits.Count);
            case HitPolicy.Any:
                return hits.All(hit => hit.Zip(hits[0]).All(pair => FeelValues.Equal(pair.First, pair.Second, env.Run) == true)) ? Shaped(hits[0])
                    : env.Run.Null(Source.None, "dmn.rules-disagree");
            case HitPolicy.Priority: return Shaped(ByPriority(env, hits)[0]);
            case HitPolicy.First: return Shaped(hits[0]);
            case HitPolicy.OutputOrder: return ByPriority(env, hits).Select(Shaped).ToArray();
            case HitPolicy.Collect when table.Aggregation is { } aggregation: return Aggregated(env, aggregation, [.. hits.Select(Shaped)]);
            default: return hits.Select(Shaped).ToArray();
        }
    }

    private List<object?[]> ByPriority(Env env, List<object?[]> hits)
    {
        var ordered = hits.OrderBy(hit => Rank(env, 0, hit[0]));
        for (var i = 1; i < table.Outputs.Count; i++)
        {
            var output = i;
            ordered = ordered.ThenBy(hit => Rank(env, output, hit[output]));
        }
        return [.. ordered];
    }

    private int Rank(Env env, int output, object? value)
    {
        var rank = Array.FindIndex(priorities[output], test => test(env, value));
        return rank < 0 ? int.MaxValue : rank;
    }

    private static object? Aggregated(Env env, string aggregation, object?[] values) => aggregation switch
    {
        "COUNT" => (decimal)values.Length,
        "SUM" or "MIN" or "MAX" => Invocation.Invoke(env.Run, Source.None, BuiltIns.Find(aggregation.ToLowerInvariant())!, [values], null),
        _ => env.Run.Null(Source.None, "dmn.aggregation", aggregation),
    };

    private object? Shaped(object?[] outputs)
    {
        if (outputs.Length == 1 && table.Outputs.Count == 1)
            return outputs[0];
        var context = new OrderedDictionary<string, object?>(outputs.Length, StringComparer.Ordinal);
        for (var i = 0; i < outputs.Length; i++)
            context[table.Outputs[i].Name ?? $"output {i + 1}"] = outputs[i];
        return context;
    }
}
