namespace Sen.Feel;

internal sealed partial class Compiler
{
    private sealed record Loop(Func<Env, IEnumerable<object?>?> Items, Source At);

    private (Loop[] Loops, Scope? Inner) Loops(IReadOnlyList<Iterator> iterators, Scope? scope)
    {
        var loops = new List<Loop>();
        foreach (var iterator in iterators)
        {
            loops.Add(new Loop(Items(iterator, scope), At(iterator.First)));
            scope = new Scope(scope, iterator.Variable);
        }
        return ([.. loops], scope);
    }

    private Func<Env, IEnumerable<object?>?> Items(Iterator iterator, Scope? scope)
    {
        var first = Compile(iterator.First, scope);
        if (iterator.Last is null)
        {
            return env => first(env) switch
            {
                FeelRange range => range is { Start: { } a, End: { } b } && FeelValues.Compare(a, b) <= 0 ? Counted(a, b, range.StartIncluded, range.EndIncluded) : null,
                null => null,
                var value => FeelValues.AsList(value),
            };
        }
        var last = Compile(iterator.Last, scope);
        return env => Counted(first(env), last(env), true, true);
    }

    /// <summary>Whole numbers or days from one end to the other, downwards where the first is larger.</summary>
    private static IEnumerable<object?>? Counted(object? a, object? b, bool withFirst, bool withLast)
    {
        if (a is decimal x && b is decimal y && Numbers.IsInteger(x) && Numbers.IsInteger(y))
            return Numbered(x, y, withFirst, withLast).Select(n => (object?)n);
        return FeelValues.TryDate(a, out var from) && FeelValues.TryDate(b, out var to)
            ? Numbered(from.DayNumber, to.DayNumber, withFirst, withLast).Select(n => (object?)FeelDate.FromDayNumber((long)n).Value) : null;
    }

    private static IEnumerable<decimal> Numbered(decimal a, decimal b, bool withFirst, bool withLast)
    {
        var step = a <= b ? 1 : -1;
        for (var n = a; ; n += step)
        {
            if ((n != a || withFirst) && (n != b || withLast))
                yield return n;
            if (n == b)
                yield break;
        }
    }

    private Code For(For node, Scope? scope)
    {
        // The results so far are the variable "partial", outside the iterators.
        var (loops, inner) = Loops(node.Iterators, new Scope(scope, "partial"));
        var body = Compile(node.Body, inner);
        return env =>
        {
            var results = new List<object?>();
            return Turn(loops, 0, env.With(results), turn =>
            {
                env.Run.Room(results.Count + 1L);
                results.Add(body(turn));
                return true;
            }) ? results.ToArray() : null;
        };
    }

    private Code Quantified(Quantified node, Scope? scope)
    {
        var (loops, inner) = Loops(node.Iterators, scope);
        var (body, at, every) = (Compile(node.Body, inner), At(node.Body), node.Every);
        return env =>
        {
            bool? result = every;
            var wrong = false;
            var ran = Turn(loops, 0, env, turn =>
            {
                var value = body(turn);
                if (value is not (bool or null))
                {
                    (result, wrong) = (null, true);
                    env.Run.Null(at, "feel.not-boolean", $"The condition is a {Kinds.Of(value)}, neither true nor false.");
                    return false;
                }
                result = value is bool passes && passes != every ? passes : value is null ? null : result;
                return result != !every;
            });
            return wrong || (!ran && result != !every) ? null : Boxed(result);
        };
    }

    /// <summary>Runs all turns; false where a list was missing or the turn asked to stop.</summary>
    private static bool Turn(Loop[] loops, int level, Env env, Func<Env, bool> body)
    {
        if (level == loops.Length)
            return body(env);
        if (loops[level].Items(env) is not { } items)
        {
            env.Run.Null(loops[level].At, "feel.not-a-list", $"A loop needs a list, or a range of whole numbers or dates.");
            return false;
        }
        foreach (var item in items)
        {
            env.Run.Step();
            if (!Turn(loops, level + 1, env.With(FeelValues.Import(item)), body))
                return false;
        }
        return true;
    }

    private Code Filter(Filter node, Scope? scope)
    {
        var (target, at) = (Compile(node.Target, scope), At(node));
        if (node.Condition is Literal { Value: decimal } or Sen.Feel.Negation { Operand: Literal { Value: decimal } })
        {
            var index = Compile(node.Condition, null);
            return env => Item(FeelValues.AsList(target(env)), (decimal)index(env)!, env.Run, at);
        }
        var condition = Compile(node.Condition, new Scope(scope));
        if (node.Boxed)
            return BoxedFilter(target, condition, At(node.Condition));
        return env =>
        {
            var list = FeelValues.AsList(target(env));
            if (list.Count == 0)
                return condition(env.With(null)) is decimal ? null : list;
            var kept = new List<object?>();
            foreach (var item in list)
            {
                env.Run.Step();
                switch (condition(env.With(FeelValues.Import(item))))
                {
                    case true: kept.Add(item); break;
                    case decimal n when kept.Count == 0: return Item(list, n, env.Run, at);
                }
            }
            return kept.ToArray();
        };
    }

    private static Code BoxedFilter(Code target, Code condition, Source at) => env =>
    {
        var kept = new List<object?>();
        foreach (var item in FeelValues.AsList(target(env)))
        {
            env.Run.Step();
            var match = condition(env.With(FeelValues.Import(item)));
            if (match is true)
                kept.Add(item);
            else if (match is not (false or null))
                return env.Run.Null(at, "feel.not-boolean", $"The condition is a {Kinds.Of(match)}, neither true nor false.");
        }
        return kept.ToArray();
    };

    private static object? Item(IReadOnlyList<object?> list, decimal index, Run run, Source at)
    {
        if (Numbers.IsInteger(index) && index != 0 && Math.Abs(index) <= list.Count)
            return FeelValues.Import(list[(int)(index > 0 ? index - 1 : list.Count + index)]);
        return run.Null(at, "feel.no-item", $"The list of {list.Count} has no item {Numbers.Text(index)}.");
    }

    private Code Path(PathStep node, Scope? scope)
    {
        var (target, member, at) = (Compile(node.Target, scope), node.Member, At(node));
        return env =>
        {
            var value = target(env);
            if (value is IReadOnlyList<object?> list)
                return list.Select(item => Members.Of(item, member, env.Run, at)).ToArray();
            return Members.Of(value, member, env.Run, at);
        };
    }
}
