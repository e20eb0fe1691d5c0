using System.Text;
using System.Text.Json;

namespace Sen.Schema;

/// <summary>Makes <see cref="StreamNode"/>s of compiled schemas. Called when the whole schema is known to be right, so it checks no shapes.</summary>
internal sealed class StreamCompiler(SchemaOptions options)
{
    private const int MaxTracked = 64;

    private static readonly HashSet<string> Whole = new(StringComparer.Ordinal)
    {
        "$dynamicRef", "contains", "patternProperties", "propertyNames", "dependentSchemas", "dependencies", "unevaluatedItems", "unevaluatedProperties",
    };

    private static readonly string[] Limits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    private readonly Dictionary<SchemaNode, StreamNode> known = [];

    /// <summary>Null where the schema turns on what was entered on the way (<c>$dynamicRef</c>), or leaves out the standard's validation.</summary>
    public static StreamNode? Compile(SchemaNode root, SchemaOptions options)
    {
        var compiler = new StreamCompiler(options);
        var stream = compiler.Node(root);
        return compiler.known.Keys.Any(node => node.Keywords.ContainsKey("$dynamicRef") || !node.Resource.Dialect.Validation) ? null : stream;
    }

    private StreamNode Node(SchemaNode node)
    {
        if (known.TryGetValue(node, out var stream))
            return stream;
        stream = known[node] = new StreamNode { Constant = node.Constant };
        if (node.Constant is null)
            Fill(stream, node);
        foreach (var (_, child) in node.Children)
            Node(child);
        return stream;
    }

    private void Fill(StreamNode stream, SchemaNode node)
    {
        var keywords = node.Keywords;
        var scalars = Scalars(keywords);
        var (tracked, names) = Names(node);
        if (keywords.Keys.Any(Whole.Contains) || scalars?.Any(value => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) == true
            || tracked > MaxTracked || (keywords.TryGetValue("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True))
        {
            stream.Tree = (node, options);
            return;
        }
        stream.Types = Types(keywords);
        stream.Allowed = scalars is null ? null : StreamScalars.Of(scalars);
        stream.Text = Text(node);
        stream.Number = Number(keywords);
        stream.Array = Items(node);
        stream.Object = Properties(node, names);
        stream.Branches = Branches(node);
    }

    private static JsonElement[]? Scalars(Dictionary<string, JsonElement> keywords)
    {
        JsonElement[]? all = keywords.TryGetValue("enum", out var several) ? [.. several.EnumerateArray()] : null;
        if (!keywords.TryGetValue("const", out var one))
            return all;
        return all is null || all.Any(value => JsonEquality.Equal(value, one)) ? [one] : [];
    }

    private static Kinds Types(Dictionary<string, JsonElement> keywords)
    {
        if (!keywords.TryGetValue("type", out var type))
            return Kinds.All;
        return (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()) : [type.GetString()]).Aggregate(Kinds.None, (kinds, name) => kinds | name switch
        {
            "null" => Kinds.Null,
            "boolean" => Kinds.Boolean,
            "object" => Kinds.Object,
            "array" => Kinds.Array,
            "number" => Kinds.Number,
            "integer" => Kinds.Integer,
            _ => Kinds.Text,
        });
    }

    private static int Count(Dictionary<string, JsonElement> keywords, string name, int otherwise) =>
        keywords.TryGetValue(name, out var value) ? (int)Math.Min(value.GetDecimal(), int.MaxValue) : otherwise;

    private static StreamText? Text(SchemaNode node)
    {
        var (least, most) = (Count(node.Keywords, "minLength", 0), Count(node.Keywords, "maxLength", int.MaxValue));
        var format = node.Resource.Dialect.AssertFormats && node.Keywords.TryGetValue("format", out var name) && Formats.IsKnown(name.GetString()!) ? name.GetString() : null;
        return least == 0 && most == int.MaxValue && format is null && node.Pattern is null ? null : new StreamText(least, most, node.Pattern, format);
    }

    private static StreamNumber? Number(Dictionary<string, JsonElement> keywords)
    {
        var limits = Limits.Where(keywords.ContainsKey)
            .Select(name => new StreamLimit(name, JsonNumber.Read(keywords[name]), StreamNumber.Short(keywords[name]) is { } limit && (limit != 0 || name != "multipleOf") ? limit : null)).ToArray();
        return limits.Length == 0 ? null : new StreamNumber(limits);
    }

    private StreamArray? Items(SchemaNode node)
    {
        var first = node.Subs.Where(sub => sub.Key.StartsWith("prefixItems/", StringComparison.Ordinal) || sub.Key.StartsWith("items/", StringComparison.Ordinal))
            .Select(sub => Node(sub.Value)).ToArray();
        var others = node.Subs.GetValueOrDefault("items") ?? (first.Length > 0 ? node.Subs.GetValueOrDefault("additionalItems") : null);
        var (least, most) = (Count(node.Keywords, "minItems", 0), Count(node.Keywords, "maxItems", int.MaxValue));
        return first.Length == 0 && others is null && least == 0 && most == int.MaxValue ? null : new StreamArray(first, others is null ? null : Node(others), least, most);
    }

    /// <summary>Every name that the schema speaks of, and how many of them must be known to be there.</summary>
    private static (int Tracked, Dictionary<string, ulong> Names) Names(SchemaNode node)
    {
        var bits = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var tracked = 0;
        foreach (var name in Required(node).Concat(Dependent(node).SelectMany(entry => entry.Needed.Append(entry.Name))))
        {
            if (bits.TryAdd(name, tracked < MaxTracked ? 1UL << tracked : 0))
                tracked++;
        }
        return (tracked, bits);
    }

    private static IEnumerable<string> Required(SchemaNode node) =>
        node.Keywords.TryGetValue("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];

    private static IEnumerable<(string Name, string[] Needed)> Dependent(SchemaNode node) => node.Keywords.TryGetValue("dependentRequired", out var entries)
        ? entries.EnumerateObject().Select(entry => (entry.Name, entry.Value.EnumerateArray().Select(name => name.GetString()!).ToArray())) : [];

    private StreamObject? Properties(SchemaNode node, Dictionary<string, ulong> bits)
    {
        const string Prefix = "properties/";
        var schemas = node.Subs.Where(sub => sub.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(sub => sub.Key[Prefix.Length..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), sub => sub.Value, StringComparer.Ordinal);
        var asked = node.Rules.SelectMany(rule => rule.Code.Names).ToHashSet(StringComparer.Ordinal);
        var others = node.Subs.GetValueOrDefault("additionalProperties");
        var (least, most) = (Count(node.Keywords, "minProperties", 0), Count(node.Keywords, "maxProperties", int.MaxValue));
        var names = schemas.Keys.Union(bits.Keys).Union(asked).ToArray();
        if (names.Length == 0 && others is null && least == 0 && most == int.MaxValue && node.Rules.Count == 0)
            return null;
        return new StreamObject(
            [.. names.Select(name => new StreamProperty(Encoding.UTF8.GetBytes(name), name, schemas.TryGetValue(name, out var schema) ? Node(schema) : null, bits.GetValueOrDefault(name), asked.Contains(name)))],
            others is null ? null : Node(others),
            Bits(Required(node)),
            [.. Dependent(node).Select(entry => (bits[entry.Name], Bits(entry.Needed)))],
            least, most, node.Rules);

        ulong Bits(IEnumerable<string> some) => some.Aggregate(0UL, (all, name) => all | bits[name]);
    }

    private StreamBranches? Branches(SchemaNode node)
    {
        var all = Under("allOf/").Concat(Subs("$ref")).ToArray();
        var (any, one, not, condition) = (Under("anyOf/"), Under("oneOf/"), Subs("not"), Subs("if"));
        if (all.Length + any.Length + one.Length + not.Length + condition.Length == 0)
            return null;
        return new StreamBranches(all, any.Length == 0 ? [] : [any], one.Length == 0 ? [] : [one], not,
            condition is [var test] ? (test, Subs("then").FirstOrDefault(), Subs("else").FirstOrDefault()) : null);

        StreamNode[] Under(string prefix) => [.. node.Subs.Where(sub => sub.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(sub => Node(sub.Value))];

        StreamNode[] Subs(string name) => node.Subs.TryGetValue(name, out var sub) ? [Node(sub)] : [];
    }
}
