namespace Sen.Feel;

internal sealed partial class Compiler
{
    private Code Operator(Binary node, Scope? scope)
    {
        switch (node.Operator)
        {
            case "=": return Equality(node, scope, wanted: true);
            case "!=": return Equality(node, scope, wanted: false);
            case "<" or "<=" or ">" or ">=": return Ordered(node, scope);
        }
        var arithmetic = ArithmeticNumber(node, scope);
        return env => arithmetic(env, out var number, out var other) ? number : other;
    }

    private static readonly object True = true;
    private static readonly object False = false;

    private static object? Boxed(bool? value) => value is null ? null : value.Value ? True : False;

    private Code Negation(Negation node, Scope? scope)
    {
        var (operand, at) = (Compile(node.Operand, scope), At(node));
        return env => operand(env) switch
        {
            decimal n => -n,
            FeelNumber n => (-n).Value,
            FeelDuration d => new FeelDuration(-d.Seconds),
            FeelYearMonthDuration d => new FeelYearMonthDuration(-d.Months),
            var other => env.Run.Null(at, "feel.bad-operand", "-", Kinds.Of(other)),
        };
    }

    private Code In(In node, Scope? scope)
    {
        var value = Compile(node.Value, scope);
        var tests = node.Tests.Select(test => Test(test, new Scope(scope, "?"))).ToArray();
        return env => Boxed(AnyPasses(tests, env.With(value(env))));
    }

    private Code UnaryTests(UnaryTests node, Scope? scope)
    {
        if (node.Tests.Count == 0)
            return Constant(True);
        // The scope already binds "?" (see FeelExpression).
        var tests = node.Tests.Select(test => Test(test, scope)).ToArray();
        return node.Negated ? env => Boxed(!AnyPasses(tests, env)) : env => Boxed(AnyPasses(tests, env));
    }

    private static bool? AnyPasses(Func<Env, bool?>[] tests, Env env)
    {
        bool? result = false;
        foreach (var test in tests)
        {
            var passes = test(env);
            if (passes == true)
                return true;
            if (passes is null)
                result = null;
        }
        return result;
    }

    /// <summary>One positive test of the value in the innermost scope: a comparison, an expression over "?", or a value, list or range to be in.</summary>
    private Func<Env, bool?> Test(Node node, Scope? scope)
    {
        if (node is Comparison comparison)
            return ComparisonTest(comparison, scope);
        var code = Compile(node, scope);
        if (Nodes.Any(node, static inner => inner is Name { Text: "?" }))
            return env => code(env) as bool?;
        return env => Matches(env.Value, code(env), env.Run);
    }

    private Func<Env, bool?> ComparisonTest(Comparison node, Scope? scope)
    {
        var operand = Compile(node.Operand, scope);
        switch (node.Operator)
        {
            case "=": return env => FeelValues.Equal(env.Value, operand(env), env.Run);
            case "!=": return env => !FeelValues.Equal(env.Value, operand(env), env.Run);
        }
        var holds = Holds(node.Operator);
        if (node.Operand is Literal { Value: decimal limit } && !traces)
            return env => env.Value is decimal value ? holds(value.CompareTo(limit)) : FeelValues.Compare(env.Value, limit) is { } wide ? holds(wide) : null;
        return env => FeelValues.Compare(env.Value, operand(env)) is { } order ? holds(order) : null;
    }

    /// <summary>Membership of DMN 1.5 table 55: in a list of values or ranges, in a range, or equal.</summary>
    private static bool? Matches(object? value, object? test, Run run)
    {
        switch (test)
        {
            case FeelRange range when value is not FeelRange:
                return range.Contains(value);
            case IReadOnlyList<object?> list when value is not IReadOnlyList<object?> || FeelValues.Equal(value, test, run) != true:
                run.Work(list);
                foreach (var item in list)
                {
                    if ((item is FeelRange range && value is not FeelRange ? range.Contains(value) : FeelValues.Equal(value, item, run)) == true)
                        return true;
                }
                return false;
            case bool outcome when value is not bool:
                return outcome;
            default:
                return FeelValues.Equal(value, test, run);
        }
    }

    private Code InstanceOf(InstanceOf node, Scope? scope)
    {
        var value = Compile(node.Value, scope);
        if (ResolveType(node.Type) is not { } type)
            return Failing(node, "feel.unknown-type", node.Type.Name);
        return env => Boxed(type.IsInstance(value(env), env.Run, 0));
    }

    private FeelType? ResolveType(TypeName name)
    {
        var arguments = name.Arguments.Select(ResolveType).ToArray();
        if (arguments.Any(argument => argument is null))
            return null;
        return name.Name switch
        {
            "list" when arguments.Length == 1 => new FeelType(FeelKind.List) { Element = arguments[0] },
            "range" when arguments.Length == 1 => new FeelType(FeelKind.Range) { Element = arguments[0] },
            "context" when arguments.Length > 0 => new FeelType(FeelKind.Context)
            {
                Fields = name.Fields.Zip(arguments).ToDictionary(pair => pair.First, pair => pair.Second!, StringComparer.Ordinal),
            },
            "function" when name.Result is { } result => ResolveType(result) is { } element
                ? new FeelType(FeelKind.Function) { Parameters = arguments!, Element = element } : null,
            _ => types?.Invoke(name.Name) ?? FeelType.Named.GetValueOrDefault(name.Name),
        };
    }
}
