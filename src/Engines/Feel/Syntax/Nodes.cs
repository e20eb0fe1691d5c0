namespace Sen.Feel;

/// <summary>Walks over syntax trees.</summary>
internal static class Nodes
{
    /// <summary>Whether a node, or one below it, is what is sought.</summary>
    public static bool Any(Node node, Func<Node, bool> sought) => sought(node) || Children(node).Any(child => Any(child, sought));

    /// <summary>Steps that evaluating a node is worth at most, loops inside it apart: one, and one more for each 32 nodes.</summary>
    public static int Cost(Node node) => 1 + Count(node) / 32;

    private static int Count(Node node) => 1 + Children(node).Sum(Count);

    /// <summary>The nodes directly below one, in the order of the text.</summary>
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        Negation n => [n.Operand],
        Binary n => [n.Left, n.Right],
        Between n => [n.Value, n.Low, n.High],
        In n => [n.Value, .. n.Tests],
        InstanceOf n => [n.Value],
        If n => [n.Condition, n.Then, n.Else],
        For n => [.. Iterators(n.Iterators), n.Body],
        Quantified n => [.. Iterators(n.Iterators), n.Body],
        PathStep n => [n.Target],
        Filter n => [n.Target, n.Condition],
        Call n => [n.Target, .. n.Arguments],
        ListLiteral n => n.Items,
        ContextLiteral n => n.Entries.Select(entry => entry.Value),
        RangeLiteral n => [n.Low, n.High],
        Comparison n => [n.Operand],
        UnaryTests n => n.Tests,
        FunctionLiteral { Body: { } body } => [body],
        Embedded n => [n.Inner],
        Typed n => [n.Inner],
        BoxedFunction { Body: { } body } => [body],
        _ => [],
    };

    private static IEnumerable<Node> Iterators(IReadOnlyList<Iterator> iterators) =>
        iterators.SelectMany(iterator => iterator.Last is null ? [iterator.First] : new[] { iterator.First, iterator.Last });
}
