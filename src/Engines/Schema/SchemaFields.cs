namespace Sen.Schema;

/// <summary>Collects the annotations of Sen's vocabulary with the places of their instances.</summary>
internal static class SchemaFields
{
    private const int MaxFields = 10_000;

    public static IReadOnlyList<SchemaField> Of(SchemaNode root)
    {
        var fields = new List<SchemaField>();
        Walk(root, Path.Root, [], fields);
        return fields;
    }

    private static void Walk(SchemaNode node, Path path, HashSet<SchemaNode> above, List<SchemaField> fields)
    {
        // A schema inside itself would give paths without end: the first round tells all.
        if (fields.Count >= MaxFields || !above.Add(node))
            return;
        if (node.Annotation is { } annotation)
            fields.Add(annotation with { Path = path.ToString() });
        foreach (var (segment, child) in node.Children)
            Walk(child, segment is null ? path : path.To(segment), above, fields);
        above.Remove(node);
    }
}
