namespace Sen.Feel;

/// <summary>Immutable syntax tree of FEEL (grammar of DMN 1.5 §10.3.1.2). Offsets point into the source text.</summary>
internal abstract record Node(int Start, int End)
{
    /// <summary>Levels below this node, so that the parser can refuse trees that would exhaust the stack.</summary>
    public int Height { get; internal set; } = 1;
}

internal sealed record Literal(object? Value, int Start, int End) : Node(Start, End);

/// <summary>A number or at-literal that reads well but has no value; evaluates to null with the reason.</summary>
internal sealed record BadLiteral(string Text, int Start, int End) : Node(Start, End);

internal sealed record Name(string Text, int Start, int End) : Node(Start, End);

internal sealed record Binary(string Operator, Node Left, Node Right, int Start, int End) : Node(Start, End);

internal sealed record Negation(Node Operand, int Start, int End) : Node(Start, End);

internal sealed record Between(Node Value, Node Low, Node High, int Start, int End) : Node(Start, End);

internal sealed record In(Node Value, IReadOnlyList<Node> Tests, int Start, int End) : Node(Start, End);

internal sealed record InstanceOf(Node Value, TypeName Type, int Start, int End) : Node(Start, End);

/// <param name="Boxed">A box is strict: a condition that is neither true, false nor null has no value (DMN 1.5 §10.2.2.6).</param>
internal sealed record If(Node Condition, Node Then, Node Else, int Start, int End, bool Boxed = false) : Node(Start, End);

/// <summary>One variable of a loop. <see cref="Last"/> is the other end of an iteration range, or null for a list.</summary>
internal sealed record Iterator(string Variable, Node First, Node? Last);

internal sealed record For(IReadOnlyList<Iterator> Iterators, Node Body, int Start, int End) : Node(Start, End);

internal sealed record Quantified(bool Every, IReadOnlyList<Iterator> Iterators, Node Body, int Start, int End) : Node(Start, End);

internal sealed record PathStep(Node Target, string Member, int Start, int End) : Node(Start, End);

/// <param name="Boxed">A box is strict: each match is true, false or null, never an index (DMN 1.5 §10.2.2.7).</param>
internal sealed record Filter(Node Target, Node Condition, int Start, int End, bool Boxed = false) : Node(Start, End);

/// <summary>A call; <see cref="Names"/> is null for positional arguments.</summary>
internal sealed record Call(Node Target, IReadOnlyList<Node> Arguments, IReadOnlyList<string>? Names, int Start, int End) : Node(Start, End);

internal sealed record ListLiteral(IReadOnlyList<Node> Items, int Start, int End) : Node(Start, End);

internal sealed record ContextLiteral(IReadOnlyList<(string Key, Node Value)> Entries, int Start, int End) : Node(Start, End);

internal sealed record RangeLiteral(Node Low, bool LowIncluded, Node High, bool HighIncluded, int Start, int End) : Node(Start, End);

/// <summary>A comparison without a left side, such as <c>&lt; 10</c>: a test, and as a value a half-open range.</summary>
internal sealed record Comparison(string Operator, Node Operand, int Start, int End) : Node(Start, End);

internal sealed record FunctionLiteral(IReadOnlyList<(string Name, TypeName? Type)> Parameters, Node? Body, int Start, int End) : Node(Start, End);

/// <summary>Unary tests of a table cell: any of them, none of them where negated; no test at all for a dash.</summary>
internal sealed record UnaryTests(IReadOnlyList<Node> Tests, bool Negated, int Start, int End) : Node(Start, End);

/// <summary>A type as written; item definitions are looked up by the compiler.</summary>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments, IReadOnlyList<string> Fields, TypeName? Result = null);
