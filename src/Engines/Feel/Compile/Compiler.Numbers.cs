namespace Sen.Feel;

/// <summary>
/// A compiled expression asked for a number: true with the number, or false with what else it was. Numbers pass between operators
/// without a box this way, which is most of what an evaluation would allocate (see bench/RESULTS.md).
/// </summary>
internal delegate bool NumberCode(Env env, out decimal number, out object? other);

/// <summary>An operation on decimals; false where its result is no exact decimal.</summary>
internal delegate bool Exactly(decimal a, decimal b, out decimal result);

internal sealed partial class Compiler
{
    private NumberCode Number(Node node, Scope? scope)
    {
        if (!traces)
        {
            switch (node)
            {
                case Literal { Value: decimal constant }:
                    return (Env _, out decimal number, out object? other) =>
                    {
                        (number, other) = (constant, null);
                        return true;
                    };
                case Binary { Operator: "+" or "-" or "*" or "/" or "**" } binary: return ArithmeticNumber(binary, scope);
            }
        }
        var code = Compile(node, scope);
        return (Env env, out decimal number, out object? other) =>
        {
            other = code(env);
            number = other is decimal n ? n : 0;
            return other is decimal;
        };
    }

    private NumberCode ArithmeticNumber(Binary node, Scope? scope)
    {
        var (left, right, at, symbol) = (Number(node.Left, scope), Number(node.Right, scope), At(node), node.Operator);
        (Exactly Exact, Func<FeelNumber, FeelNumber, FeelNumber?> Wide) operation = symbol switch
        {
            "+" => (Numbers.TryAdd, FeelNumber.Add),
            "-" => (Numbers.TrySubtract, FeelNumber.Subtract),
            "*" => (Numbers.TryMultiply, FeelNumber.Multiply),
            "/" => (Numbers.TryDivide, FeelNumber.Divide),
            _ => (Numbers.TryPower, FeelNumber.Power),
        };
        var (exact, wide) = operation;
        // Long integers cost a microsecond, a power by its logarithm some thirty.
        var cost = symbol == "**" ? 30 : 1;
        return (Env env, out decimal number, out object? other) =>
        {
            var (isA, isB) = (left(env, out var a, out var x), right(env, out var b, out var y));
            if (isA && isB && exact(a, b, out number))
            {
                other = null;
                return true;
            }
            (x, y) = (isA ? a : x, isB ? b : y);
            if (Numbers.Is(x) && Numbers.Is(y))
                env.Run.Step(cost);
            other = Numbers.Is(x) && Numbers.Is(y) ? wide(Numbers.Wide(x!), Numbers.Wide(y!))?.Value ?? env.Run.Null(at, "feel.number-range", x, symbol, y)
                : Arithmetic.Apply(symbol, x, y, env.Run) ?? env.Run.Null(at, "feel.bad-operands", symbol, Kinds.Of(x), Kinds.Of(y));
            number = other is decimal n ? n : 0;
            return other is decimal;
        };
    }

    private Code Equality(Binary node, Scope? scope, bool wanted)
    {
        var (left, right) = (Number(node.Left, scope), Number(node.Right, scope));
        return env =>
        {
            var (isA, isB) = (left(env, out var a, out var x), right(env, out var b, out var y));
            if (isA && isB)
                return Boxed(a == b == wanted);
            return FeelValues.Equal(isA ? a : x, isB ? b : y, env.Run) is { } equal ? Boxed(equal == wanted) : null;
        };
    }

    private Code Ordered(Binary node, Scope? scope)
    {
        var (left, right, at, holds) = (Number(node.Left, scope), Number(node.Right, scope), At(node), Holds(node.Operator));
        return env =>
        {
            var (isA, isB) = (left(env, out var a, out var x), right(env, out var b, out var y));
            if (isA && isB)
                return Boxed(holds(a.CompareTo(b)));
            (x, y) = (isA ? a : x, isB ? b : y);
            env.Run.Work(x as string);
            return FeelValues.Compare(x, y) is { } order ? Boxed(holds(order)) : env.Run.Null(at, "feel.no-order", Kinds.Of(x), Kinds.Of(y));
        };
    }

    private static Func<int, bool> Holds(string symbol) => symbol switch
    {
        "<" => static order => order < 0,
        "<=" => static order => order <= 0,
        ">" => static order => order > 0,
        _ => static order => order >= 0,
    };

    private Code Between(Between node, Scope? scope)
    {
        var (value, low, high, at) = (Number(node.Value, scope), Number(node.Low, scope), Number(node.High, scope), At(node));
        return env =>
        {
            var (isV, isA, isB) = (value(env, out var v, out var w), low(env, out var a, out var x), high(env, out var b, out var y));
            if (isV && isA && isB)
                return Boxed(v >= a && v <= b);
            w = isV ? v : w;
            return FeelValues.Compare(w, isA ? a : x) is { } from && FeelValues.Compare(w, isB ? b : y) is { } to
                ? Boxed(from >= 0 && to <= 0) : env.Run.Null(at, "feel.between");
        };
    }
}
