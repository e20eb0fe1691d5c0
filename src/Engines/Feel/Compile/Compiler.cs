namespace Sen.Feel;

/// <summary>Turns a syntax tree into closures. One instance compiles one text; the closures are thread-safe and hold no state of a run.</summary>
internal sealed partial class Compiler(string text, bool traces, Func<string, FeelType?>? types = null)
{
    /// <summary>Names that neither a scope nor a built-in explains: what the context has to bring.</summary>
    public HashSet<string> FreeNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that may be members of a filter's item, which only the run knows.</summary>
    public HashSet<string> MemberNames { get; } = new(StringComparer.Ordinal);

    public Code Compile(Node node, Scope? scope)
    {
        var code = Node(node, scope);
        return traces && node.End > node.Start && node is not Literal ? env => env.Run.Trace(node, text, code, env) : code;
    }

    private Code Node(Node node, Scope? scope) => node switch
    {
        Literal literal => Constant(literal.Value),
        BadLiteral bad => Failing(bad, "feel.bad-literal", bad.Text),
        Name name => Name(name, scope),
        Negation negation => Negation(negation, scope),
        Binary { Operator: "and" } binary => And(Compile(binary.Left, scope), Compile(binary.Right, scope)),
        Binary { Operator: "or" } binary => Or(Compile(binary.Left, scope), Compile(binary.Right, scope)),
        Binary binary => Operator(binary, scope),
        Between between => Between(between, scope),
        In test => In(test, scope),
        InstanceOf test => InstanceOf(test, scope),
        If choice => If(choice, scope),
        For loop => For(loop, scope),
        Quantified loop => Quantified(loop, scope),
        PathStep path => Path(path, scope),
        Filter filter => Filter(filter, scope),
        Call call => Call(call, scope),
        ListLiteral list => List(list, scope),
        ContextLiteral context => Context(context, scope),
        RangeLiteral range => Range(range, scope),
        Comparison comparison => HalfRange(comparison, scope),
        FunctionLiteral function => Function(function, scope),
        UnaryTests tests => UnaryTests(tests, scope),
        _ => Boxed(node, scope),
    };

    private Source At(Node node)
    {
        var (line, column) = Lexer.Place(text, node.Start);
        return new Source(line, column);
    }

    private static Code Constant(object? value) => _ => value;

    private Code Failing(Node node, string code, object arg)
    {
        var at = At(node);
        return env => env.Run.Null(at, code, arg);
    }

    private Code Name(Name node, Scope? scope)
    {
        var name = node.Text;
        var depth = 0;
        for (var s = scope; s is not null; s = s.Parent, depth++)
        {
            var level = depth;
            if (s.Variable == name)
                return level == 0 ? static env => env.Value : env => env.Up(level);
            if (s.Entries?.Contains(name) == true)
                return env => ((IReadOnlyDictionary<string, object?>)env.Up(level)!).GetValueOrDefault(name);
            if (s.IsItem)
            {
                MemberNames.Add(name);
                // Members of the item hide outer names; "item" is the item itself unless it has such a member.
                var outer = name == "item" ? env => env.Up(level) : NameFrom(node, s.Parent, depth + 1);
                return env => env.Up(level) is IReadOnlyDictionary<string, object?> item && item.TryGetValue(name, out var member)
                    ? FeelValues.Import(member) : outer(env);
            }
        }
        return FreeName(node);
    }

    /// <summary>The rest of the look-up, run from an environment that is deeper by some levels.</summary>
    private Code NameFrom(Name node, Scope? scope, int levels)
    {
        var outer = Name(node, scope);
        return env =>
        {
            for (var i = 0; i < levels; i++)
                env = env.Parent!;
            return outer(env);
        };
    }

    private Code FreeName(Name node)
    {
        var (name, at) = (node.Text, At(node));
        var builtIn = BuiltIns.Find(name);
        if (builtIn is null)
            FreeNames.Add(name);
        return env => env.Run.Context.TryGetValue(name, out var value) ? FeelValues.Import(value)
            : builtIn ?? env.Run.Null(at, "feel.unknown-name", name);
    }

    private Code If(If node, Scope? scope)
    {
        var (condition, then, otherwise, at) = (Compile(node.Condition, scope), Compile(node.Then, scope), Compile(node.Else, scope), At(node.Condition));
        if (node.Boxed)
        {
            return env => condition(env) switch
            {
                true => then(env),
                false or null => otherwise(env),
                var other => env.Run.Null(at, "feel.not-boolean", Kinds.Of(other)),
            };
        }
        return env => condition(env) is true ? then(env) : otherwise(env);
    }

    private static Code And(Code left, Code right) => env =>
    {
        var a = left(env);
        if (a is false)
            return a;
        var b = right(env);
        return b is false ? b : a is true && b is true ? a : null;
    };

    private static Code Or(Code left, Code right) => env =>
    {
        var a = left(env);
        if (a is true)
            return a;
        var b = right(env);
        return b is true ? b : a is false && b is false ? a : null;
    };

    private Code List(ListLiteral node, Scope? scope)
    {
        var items = node.Items.Select(item => Compile(item, scope)).ToArray();
        return env => Array.ConvertAll(items, item => item(env));
    }

    private Code Context(ContextLiteral node, Scope? scope)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<(string Key, Code Value)>();
        var twice = node.Entries.GroupBy(entry => entry.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        foreach (var (key, value) in node.Entries)
        {
            if (value is FunctionLiteral)
                known.Add(key); // A function may call itself by the name of its entry.
            entries.Add((key, Compile(value, new Scope(scope, entries: new(known, StringComparer.Ordinal)))));
            known.Add(key);
        }
        if (twice is not null)
            return Failing(node, "feel.entry-twice", twice.Key);
        var code = entries.ToArray();
        return env =>
        {
            var context = new OrderedDictionary<string, object?>(code.Length, StringComparer.Ordinal);
            var inner = env.With(context);
            foreach (var (key, value) in code)
                context[key] = value(inner);
            return context;
        };
    }

    private Code Range(RangeLiteral node, Scope? scope)
    {
        var (low, high, at) = (Compile(node.Low, scope), Compile(node.High, scope), At(node));
        if (node is { Low: Literal { Value: { } from }, High: Literal { Value: { } to } } && FeelValues.Compare(from, to) is not null)
            return Constant(new FeelRange(from, node.LowIncluded, to, node.HighIncluded));
        return env =>
        {
            var (a, b) = (low(env), high(env));
            return a is not null && b is not null && FeelValues.Compare(a, b) is null
                ? env.Run.Null(at, "feel.bad-range", Kinds.Of(a), Kinds.Of(b))
                : new FeelRange(a, a is not null && node.LowIncluded, b, b is not null && node.HighIncluded);
        };
    }

    private Code HalfRange(Comparison node, Scope? scope)
    {
        var (operand, symbol) = (Compile(node.Operand, scope), node.Operator);
        return env => operand(env) is not { } value ? null : symbol switch
        {
            "<" or "<=" => new FeelRange(null, false, value, symbol == "<=") { Operator = symbol },
            ">" or ">=" => new FeelRange(value, symbol == ">=", null, false) { Operator = symbol },
            _ => new FeelRange(value, true, value, true) { Operator = symbol },
        };
    }
}
