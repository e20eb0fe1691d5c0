namespace Sen.Feel;

/// <summary>What can be said of an expression before it meets data.</summary>
/// <param name="Problems">Names that nothing explains, members that are not there, operators and functions on values they have no meaning for.</param>
/// <param name="Type">Type of the value; <see cref="FeelKind.Any"/> where it hangs on the data.</param>
public sealed record FeelCheck(IReadOnlyList<FeelReason> Problems, FeelType Type);

/// <summary>Types of a place in an expression: a chain, innermost first. An item's members are names too.</summary>
internal sealed record TypeScope(TypeScope? Parent, string? Name, FeelType Type)
{
    /// <summary>The type of a name; null where nothing explains it.</summary>
    public static FeelType? Find(TypeScope? scope, string name)
    {
        for (; scope is not null; scope = scope.Parent)
        {
            if (scope.Name == name)
                return scope.Type;
            if (scope.Name is not null)
                continue;
            if (scope.Type.Fields?.GetValueOrDefault(name) is { } member)
                return member;
            if (name == "item")
                return scope.Type;
            // An item of unknown shape may have any member.
            if (scope.Type.Kind == FeelKind.Any || scope.Type is { Kind: FeelKind.Context, Fields: null })
                return Find(scope.Parent, name) ?? FeelType.Any;
        }
        return null;
    }
}

/// <summary>Infers types over a syntax tree (the semantic domains of DMN 1.5 §10.3.2) and gathers what can have no value.</summary>
internal sealed partial class Checker(string text, IReadOnlyDictionary<string, FeelType> names)
{
    private readonly List<FeelReason> problems = [];

    public IReadOnlyList<FeelReason> Problems => problems;

    public FeelType Infer(Node node, TypeScope? scope) => node switch
    {
        Literal literal => FeelType.Of(literal.Value),
        BadLiteral bad => Problem(bad, "feel.bad-literal", bad.Text),
        Name name => OfName(name, scope),
        Negation n => Negation(n, Infer(n.Operand, scope)),
        Binary { Operator: "and" or "or" } n => Condition(n.Left, scope, Condition(n.Right, scope, FeelType.Of(FeelKind.Boolean))),
        Binary { Operator: "+" or "-" or "*" or "/" or "**" } n => Arithmetic(n, Infer(n.Left, scope), Infer(n.Right, scope)),
        Binary n => Comparison(n, n.Operator, Infer(n.Left, scope), Infer(n.Right, scope)),
        Between n => Comparison(n, "<", Infer(n.Value, scope), Infer(n.Low, scope), Infer(n.High, scope)),
        In n => In(n, scope),
        InstanceOf n => Comparison(n, "=", Infer(n.Value, scope)),
        If n => Condition(n.Condition, scope, FeelType.Join(Infer(n.Then, scope), Infer(n.Else, scope))),
        For n => For(n, scope),
        Quantified n => Condition(n.Body, n.Iterators.Aggregate(scope, Iterated), FeelType.Of(FeelKind.Boolean)),
        PathStep n => Member(n, Infer(n.Target, scope)),
        Filter n => Filter(n, Infer(n.Target, scope), scope),
        Call n => Call(n, scope),
        ListLiteral n => FeelType.ListOf(n.Items.Select(item => Infer(item, scope)).Aggregate(FeelType.Of(FeelKind.Null), FeelType.Join)),
        ContextLiteral n => Context(n, scope),
        RangeLiteral n => Range(n, Infer(n.Low, scope), Infer(n.High, scope)),
        Comparison n => FeelType.RangeOf(Infer(n.Operand, scope)),
        FunctionLiteral n => Function(n, scope),
        UnaryTests n => Tests(n.Tests, scope),
        _ => FeelType.Any,
    };

    private FeelType Problem(Node node, string code, params object?[] args)
    {
        var (line, column) = Lexer.Place(text, node.Start);
        problems.Add(new FeelReason(code, args, line, column));
        return FeelType.Any;
    }

    private FeelType OfName(Name name, TypeScope? scope)
    {
        if ((TypeScope.Find(scope, name.Text) ?? names.GetValueOrDefault(name.Text)) is { } type)
            return type;
        return BuiltIns.Find(name.Text) is null ? Problem(name, "feel.unknown-name", name.Text) : FeelType.Of(FeelKind.Function);
    }

    private FeelType Condition(Node condition, TypeScope? scope, FeelType result)
    {
        var type = Infer(condition, scope);
        if (type.Kind is not (FeelKind.Boolean or FeelKind.Any or FeelKind.Null))
            Problem(condition, "feel.not-boolean", Kinds.Of(type.Kind));
        return result;
    }

    private FeelType In(In node, TypeScope? scope) => Tests(node.Tests, new TypeScope(scope, "?", Infer(node.Value, scope)));

    /// <summary>A test is a condition over "?", or a value, range or list that "?" can be in.</summary>
    private FeelType Tests(IReadOnlyList<Node> tests, TypeScope? scope)
    {
        var tested = TypeScope.Find(scope, "?") ?? names.GetValueOrDefault("?") ?? FeelType.Any;
        foreach (var test in tests)
        {
            var type = Infer(test, scope);
            if (Nodes.Any(test, static inner => inner is Name { Text: "?" }))
                continue;
            var wanted = type.Kind is FeelKind.Range or FeelKind.List && tested.Kind != type.Kind ? type.Element ?? FeelType.Any : type;
            if (wanted.Kind == FeelKind.Range)
                wanted = wanted.Element ?? FeelType.Any;
            if (Apart(tested, wanted) && type.Kind != FeelKind.Boolean)
                Problem(test, test is Sen.Feel.Comparison or RangeLiteral ? "feel.no-order" : "feel.never-equal", Kinds.Of(tested.Kind), Kinds.Of(wanted.Kind));
        }
        return FeelType.Of(FeelKind.Boolean);
    }

    private FeelType For(For node, TypeScope? scope)
    {
        var inner = node.Iterators.Aggregate<Iterator, TypeScope?>(new TypeScope(scope, "partial", FeelType.ListOf(FeelType.Any)), Iterated);
        return FeelType.ListOf(Infer(node.Body, inner));
    }

    private TypeScope Iterated(TypeScope? scope, Iterator iterator)
    {
        var type = Infer(iterator.First, scope);
        if (iterator.Last is not null)
            Infer(iterator.Last, scope);
        return new TypeScope(scope, iterator.Variable, iterator.Last is not null ? type : type.Kind is FeelKind.List or FeelKind.Range ? type.Element ?? FeelType.Any : type);
    }

    private FeelType Context(ContextLiteral node, TypeScope? scope)
    {
        var fields = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Entries)
        {
            var inner = value is FunctionLiteral ? new TypeScope(scope, key, FeelType.Of(FeelKind.Function)) : scope;
            var type = Infer(value, inner);
            if (!fields.TryAdd(key, type))
                Problem(node, "feel.entry-twice", key);
            scope = new TypeScope(scope, key, type);
        }
        return FeelType.ContextOf(fields);
    }

    private FeelType Function(FunctionLiteral node, TypeScope? scope)
    {
        var parameters = node.Parameters.Select(parameter => parameter.Type is { } named && FeelType.Named.TryGetValue(named.Name, out var type) ? type : FeelType.Any).ToArray();
        var inner = node.Parameters.Index().Aggregate(scope, (outer, parameter) => new TypeScope(outer, parameter.Item.Name, parameters[parameter.Index]));
        return new FeelType(FeelKind.Function) { Parameters = parameters, Element = node.Body is null ? FeelType.Any : Infer(node.Body, inner) };
    }
}
