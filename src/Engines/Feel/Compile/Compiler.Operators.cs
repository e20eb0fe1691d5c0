namespace Sen.Feel;

internal sealed partial class Compiler
{
    private Code Operator(Binary node, Scope? scope)
    {
        var (left, right, at) = (Compile(node.Left, scope), Compile(node.Right, scope), At(node));
        switch (node.Operator)
        {
            case "=": return env => Boxed(FeelValues.Equal(left(env), right(env)));
            case "!=": return env => Boxed(!FeelValues.Equal(left(env), right(env)));
            case "<": return Ordered(left, right, at, order => order < 0);
            case "<=": return Ordered(left, right, at, order => order <= 0);
            case ">": return Ordered(left, right, at, order => order > 0);
            case ">=": return Ordered(left, right, at, order => order >= 0);
        }
        // Numbers first: nine of ten operators in rules are arithmetic on numbers.
        Func<decimal, decimal, decimal?> numbers = node.Operator switch
        {
            "+" => Numbers.Add,
            "-" => Numbers.Subtract,
            "*" => Numbers.Multiply,
            "/" => Numbers.Divide,
            _ => Numbers.Power,
        };
        var symbol = node.Operator;
        return env =>
        {
            var (a, b) = (left(env), right(env));
            if (a is decimal x && b is decimal y)
                return numbers(x, y) ?? env.Run.Null(at, "feel.number-range", $"{x} {symbol} {y} has no number as its value.");
            return Arithmetic.Apply(symbol, a, b, env.Run)
                ?? env.Run.Null(at, "feel.bad-operands", $"'{symbol}' has no meaning for {Kinds.Of(a)} and {Kinds.Of(b)}.");
        };
    }

    private static Code Ordered(Code left, Code right, Source at, Func<int, bool> holds) => env =>
    {
        var (a, b) = (left(env), right(env));
        return FeelValues.Compare(a, b) is { } order ? Boxed(holds(order))
            : env.Run.Null(at, "feel.no-order", $"{Kinds.Of(a)} and {Kinds.Of(b)} have no common order.");
    };

    private static readonly object True = true;
    private static readonly object False = false;

    private static object? Boxed(bool? value) => value is null ? null : value.Value ? True : False;

    private Code Negation(Negation node, Scope? scope)
    {
        var (operand, at) = (Compile(node.Operand, scope), At(node));
        return env => operand(env) switch
        {
            decimal n => -n,
            FeelDuration d => new FeelDuration(-d.Seconds),
            FeelYearMonthDuration d => new FeelYearMonthDuration(-d.Months),
            var other => env.Run.Null(at, "feel.bad-operands", $"'-' has no meaning for {Kinds.Of(other)}."),
        };
    }

    private Code Between(Between node, Scope? scope)
    {
        var (value, low, high, at) = (Compile(node.Value, scope), Compile(node.Low, scope), Compile(node.High, scope), At(node));
        return env =>
        {
            var v = value(env);
            var (a, b) = (FeelValues.Compare(v, low(env)), FeelValues.Compare(v, high(env)));
            return a is null || b is null ? env.Run.Null(at, "feel.no-order", $"'between' needs three values of one ordered kind.")
                : Boxed(a >= 0 && b <= 0);
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
        if (Mentions.QuestionMark(node))
            return env => code(env) as bool?;
        return env => Matches(env.Value, code(env));
    }

    private Func<Env, bool?> ComparisonTest(Comparison node, Scope? scope)
    {
        var operand = Compile(node.Operand, scope);
        return node.Operator switch
        {
            "=" => env => FeelValues.Equal(env.Value, operand(env)),
            "!=" => env => !FeelValues.Equal(env.Value, operand(env)),
            "<" => Comparing(operand, order => order < 0),
            "<=" => Comparing(operand, order => order <= 0),
            ">" => Comparing(operand, order => order > 0),
            _ => Comparing(operand, order => order >= 0),
        };
    }

    private static Func<Env, bool?> Comparing(Code operand, Func<int, bool> holds) =>
        env => FeelValues.Compare(env.Value, operand(env)) is { } order ? holds(order) : null;

    /// <summary>Membership of DMN 1.5 table 55: in a list of values or ranges, in a range, or equal.</summary>
    internal static bool? Matches(object? value, object? test)
    {
        switch (test)
        {
            case FeelRange range when value is not FeelRange:
                return range.Contains(value);
            case IReadOnlyList<object?> list when value is not IReadOnlyList<object?> || FeelValues.Equal(value, test) != true:
                foreach (var item in list)
                {
                    if ((item is FeelRange range && value is not FeelRange ? range.Contains(value) : FeelValues.Equal(value, item)) == true)
                        return true;
                }
                return false;
            case bool outcome when value is not bool:
                return outcome;
            default:
                return FeelValues.Equal(value, test);
        }
    }

    private Code InstanceOf(InstanceOf node, Scope? scope)
    {
        var value = Compile(node.Value, scope);
        if (ResolveType(node.Type) is not { } type)
            return Failing(node, "feel.unknown-type", $"No type is named '{node.Type.Name}'.");
        return env => Boxed(type.IsInstance(value(env)));
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
