using System.Text.Json;

namespace Sen.Schema;

/// <summary>Kinds of JSON tokens, as <c>type</c> names them.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    Text = 32,
    Integer = 64,
    All = Null | Boolean | Object | Array | Number | Text,
}

/// <summary>
/// A compiled schema over the tokens of UTF-8 text: says whether a value holds, and nothing of why, so that it needs no tree of the value and no
/// path to it. Keywords that want the whole value (<c>unevaluated...</c>, <c>uniqueItems</c>, <c>contains</c>, ...) are left to the compiled
/// <see cref="SchemaNode"/>, which gets the value of that place alone. What is refused here is validated again as a tree, for the errors.
/// </summary>
internal sealed class StreamNode
{
    /// <summary>A boolean schema.</summary>
    public bool? Constant { get; set; }

    /// <summary>The schema that wants a tree.</summary>
    public (SchemaNode Node, SchemaOptions Options)? Tree { get; set; }

    public Kinds Types { get; set; } = Kinds.All;

    public StreamScalars? Allowed { get; set; }

    public StreamText? Text { get; set; }

    public StreamNumber? Number { get; set; }

    public StreamArray? Array { get; set; }

    public StreamObject? Object { get; set; }

    /// <summary>Schemas of the same place: each reads the value on a copy of the reader.</summary>
    public StreamBranches? Branches { get; set; }

    /// <summary>Checks the value whose first token was read; the reader ends at its last.</summary>
    public bool Check(ref Utf8JsonReader reader, int depth)
    {
        if (depth == 0)
            return false;
        if (Constant is { } answer)
        {
            reader.Skip();
            return answer;
        }
        if (Tree is { } tree)
            return AsTree(ref reader, tree.Node, tree.Options);
        if (Branches?.Hold(reader, depth - 1) == false)
            return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                if ((Types & Kinds.Object) == 0 || Allowed is not null)
                    return false;
                if (Object is not null)
                    return Object.Check(ref reader, depth - 1);
                reader.Skip();
                return true;
            case JsonTokenType.StartArray:
                if ((Types & Kinds.Array) == 0 || Allowed is not null)
                    return false;
                if (Array is not null)
                    return Array.Check(ref reader, depth - 1);
                reader.Skip();
                return true;
            case JsonTokenType.String:
                return (Types & Kinds.Text) != 0 && Allowed?.Has(ref reader) != false && Text?.Check(ref reader) != false;
            case JsonTokenType.Number:
                return ((Types & Kinds.Number) != 0 || ((Types & Kinds.Integer) != 0 && StreamNumber.IsInteger(ref reader)))
                    && Allowed?.Has(ref reader) != false && Number?.Check(ref reader) != false;
            case JsonTokenType.Null:
                return (Types & Kinds.Null) != 0 && Allowed?.Has(ref reader) != false;
            default:
                return (Types & Kinds.Boolean) != 0 && Allowed?.Has(ref reader) != false;
        }
    }

    private static bool AsTree(ref Utf8JsonReader reader, SchemaNode node, SchemaOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return node.Check(value.RootElement, Frame.Root(new Validation(options with { MaxErrors = 0 })));
    }
}

/// <summary>In-place applicators.</summary>
internal sealed record StreamBranches(StreamNode[] All, StreamNode[][] Any, StreamNode[][] One, StreamNode[] Not, (StreamNode If, StreamNode? Then, StreamNode? Else)? Condition)
{
    public bool Hold(Utf8JsonReader start, int depth)
    {
        foreach (var node in All)
        {
            if (!Holds(node, start, depth))
                return false;
        }
        foreach (var nodes in Any)
        {
            if (Count(nodes, start, depth, enough: 1) == 0)
                return false;
        }
        foreach (var nodes in One)
        {
            if (Count(nodes, start, depth, enough: 2) != 1)
                return false;
        }
        foreach (var node in Not)
        {
            if (Holds(node, start, depth))
                return false;
        }
        return Condition is not { } condition || (Holds(condition.If, start, depth) ? condition.Then : condition.Else) is not { } next || Holds(next, start, depth);
    }

    private static bool Holds(StreamNode node, Utf8JsonReader start, int depth) => node.Check(ref start, depth);

    private static int Count(StreamNode[] nodes, Utf8JsonReader start, int depth, int enough)
    {
        var count = 0;
        foreach (var node in nodes)
        {
            if (Holds(node, start, depth) && ++count == enough)
                break;
        }
        return count;
    }
}

/// <summary><c>items</c>, <c>prefixItems</c>, <c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed record StreamArray(StreamNode[] First, StreamNode? Others, int Least, int Most)
{
    public bool Check(ref Utf8JsonReader reader, int depth)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > Most)
                return false;
            var node = count <= First.Length ? First[count - 1] : Others;
            if (node is null)
                reader.Skip();
            else if (!node.Check(ref reader, depth))
                return false;
        }
        return count >= Least;
    }
}
