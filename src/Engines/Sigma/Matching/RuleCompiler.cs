using Sen.Sigma.Rules;

namespace Sen.Sigma.Matching;

/// <summary>Makes a tree of nodes of a rule's expression. Checks of one line that can share a test do.</summary>
internal sealed class RuleCompiler(Slots slots)
{
    public Node Compile(Expr expr) => expr switch
    {
        AllOf all => Join(all.Parts.OrderBy(Cost).Select(Compile), parts => new AllNode(parts)),
        AtLeast { Least: 1 } any => Join(any.Parts.Select(Compile), parts => new AnyNode(parts)),
        AtLeast some => new LeastNode(some.Least, [.. some.Parts.Select(Compile)]),
        NotOf not => new NotNode(Compile(not.Part)),
        Item { All: true } item => Join(item.Checks.Select(check => Line(item.Field, [check])), parts => new AllNode(parts)),
        Item item => Line(item.Field, item.Checks),
        _ => throw new InvalidOperationException(),
    };

    private Node Line(string? field, IReadOnlyList<Check> checks)
    {
        var slot = field is null ? -1 : slots.Of(field);
        var parts = new List<Node>();
        foreach (var group in checks.OfType<TextCheck>().GroupBy(check => check.Cased))
            parts.Add(slot < 0 ? new KeywordNode(new(group, group.Key), group.Key) : new TextNode(slot, new(group, group.Key), group.Key));
        parts.AddRange(checks.OfType<NumberCheck>().Select(check => new NumberNode(slot, check)));
        if (checks.OfType<CidrCheck>().Select(check => check.Network).ToArray() is [_, ..] networks)
            parts.Add(new CidrNode(slot, networks));
        parts.AddRange(checks.OfType<RegexCheck>().Select(check => new RegexNode(slot, check.Regex)));
        parts.AddRange(checks.OfType<FieldCheck>().Select(check => new FieldNode(slot, slots.Of(check.Other), check.Place, check.Cased)));
        if (checks.OfType<NullCheck>().Any())
            parts.Add(new NullNode(slot));
        parts.AddRange(checks.OfType<ExistsCheck>().Select(check => new ExistsNode(slot, check.Expected)));
        return Join(parts, nodes => new AnyNode(nodes));
    }

    /// <summary>Cheap questions first: whole values, then text, then patterns and places anywhere.</summary>
    private static int Cost(Expr expr) => expr switch
    {
        Item { Field: null } => 50,
        Item item => item.Checks.Max(check => check switch { RegexCheck => 20, CidrCheck or FieldCheck => 5, TextCheck text when text.Glob.StartsWith(Glob.Star) && text.Glob.EndsWith(Glob.Star) => 4, TextCheck => 2, _ => 1 }),
        NotOf not => Cost(not.Part) + 1,
        AllOf all => all.Parts.Sum(Cost),
        AtLeast some => some.Parts.Sum(Cost),
        _ => 0,
    };

    private static Node Join(IEnumerable<Node> nodes, Func<Node[], Node> join) => nodes.ToArray() is var parts && parts.Length == 1 ? parts[0] : join(parts);
}
