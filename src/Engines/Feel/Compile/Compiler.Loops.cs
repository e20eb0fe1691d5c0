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
        if (Numbers.Is(a) && Numbers.Is(b))
        {
            return !Numbers.IsInteger(a!) || !Numbers.IsInteger(b!) ? null
                : a is decimal x && b is decimal y && Numbers.TryAdd(x, y, out _) ? Numbered(x, y, withFirst, withLast).Select(n => (object?)n)
                : NumberedWide(a!, b!, withFirst, withLast);
        }
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

    /// <summary>Where numbers have no room for the next one (beyond 34 digits), the turns go on until the limit of steps.</summary>
    private static IEnumerable<object?> NumberedWide(object a, object b, bool withFirst, bool withLast)
    {
        var step = Numbers.Compare(a, b) <= 0 ? 1m : -1m;
        for (var n = a; ; n = Numbers.Add(n, step)!)
        {
            var (first, last) = (Numbers.Compare(n, a) == 0, Numbers.Compare(n, b) == 0);
            if ((!first || withFirst) && (!last || withLast))
                yield return n;
            if (last)
                yield break;
        }
    }

    private Code For(For node, Scope? scope)
    {
        // The results so far are the variable "partial", outside the iterators.
        var (loops, inner) = Loops(node.Iterators, new Scope(scope, "partial"));
        var (body, reuses, asks) = (Compile(node.Body, inner), !Keeps(node), Nodes.Any(node.Body, static below => below is Name { Text: "partial" }));
        var cost = Nodes.Cost(node.Body);
        return env =>
        {
            var results = new List<object?>();
            var outer = env.With(null);
            return Turn(loops, 0, outer, reuses, cost, turn =>
            {
                env.Run.Room(results.Count + 1L);
                if (asks)
                    outer.Value = new Front(results);
                results.Add(body(turn));
                return true;
            }) ? results.ToArray() : null;
        };
    }

    private Code Quantified(Quantified node, Scope? scope)
    {
        var (loops, inner) = Loops(node.Iterators, scope);
        var (body, at, every, reuses) = (Compile(node.Body, inner), At(node.Body), node.Every, !Keeps(node));
        var cost = Nodes.Cost(node.Body);
        return env =>
        {
            bool? result = every;
            var wrong = false;
            var ran = Turn(loops, 0, env, reuses, cost, turn =>
            {
                var value = body(turn);
                if (value is not (bool or null))
                {
                    (result, wrong) = (null, true);
                    env.Run.Null(at, "feel.not-boolean", Kinds.Of(value));
                    return false;
                }
                result = value is bool passes && passes != every ? passes : value is null ? null : result;
                return result != !every;
            });
            return wrong || (!ran && result != !every) ? null : Boxed(result);
        };
    }

    /// <summary>Runs all turns; false where a list was missing or the turn asked to stop.</summary>
    private static bool Turn(Loop[] loops, int level, Env env, bool reuses, int cost, Func<Env, bool> body)
    {
        if (level == loops.Length)
            return body(env);
        if (loops[level].Items(env) is not { } items)
        {
            env.Run.Null(loops[level].At, "feel.not-a-list");
            return false;
        }
        Env? inner = null;
        foreach (var item in items)
        {
            env.Run.Step(cost);
            inner = Next(env, inner, reuses, FeelValues.Import(item));
            if (!Turn(loops, level + 1, inner, reuses, cost, body))
                return false;
        }
        return true;
    }

    /// <summary>Whether something below may outlive its turn with the variables it saw: only a function does.</summary>
    private static bool Keeps(Node node) => Nodes.Any(node, static inner => inner is FunctionLiteral or Feel.BoxedFunction or Table);

    private static Env Next(Env outer, Env? before, bool reuses, object? value)
    {
        if (before is null || !reuses)
            return outer.With(value);
        before.Value = value;
        return before;
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
        var (reuses, cost) = (!Keeps(node.Condition), Nodes.Cost(node.Condition));
        return env =>
        {
            var list = FeelValues.AsList(target(env));
            if (list.Count == 0)
                return Numbers.Is(condition(env.With(null))) ? null : list;
            var kept = new List<object?>();
            Env? inner = null;
            for (var i = 0; i < list.Count; i++)
            {
                env.Run.Step(cost);
                var item = FeelValues.Import(list[i]);
                inner = Next(env, inner, reuses, item);
                switch (condition(inner))
                {
                    case true: kept.Add(item); break;
                    case decimal n when kept.Count == 0: return Item(list, n, env.Run, at);
                    case FeelNumber n when kept.Count == 0: return env.Run.Null(at, "feel.no-item", list.Count, n);
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
                return env.Run.Null(at, "feel.not-boolean", Kinds.Of(match));
        }
        return kept.ToArray();
    };

    private static object? Item(IReadOnlyList<object?> list, decimal index, Run run, Source at)
    {
        if (Numbers.IsInteger(index) && index != 0 && Math.Abs(index) <= list.Count)
            return FeelValues.Import(list[(int)(index > 0 ? index - 1 : list.Count + index)]);
        return run.Null(at, "feel.no-item", list.Count, index);
    }

    private Code Path(PathStep node, Scope? scope)
    {
        var (target, member, at) = (Compile(node.Target, scope), node.Member, At(node));
        return env =>
        {
            var value = target(env);
            if (value is not IReadOnlyList<object?> list)
                return Members.Of(value, member, env.Run, at);
            env.Run.Work(list);
            return list.Select(item => Members.Of(item, member, env.Run, at)).ToArray();
        };
    }
}
