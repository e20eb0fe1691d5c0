using System.Text.Json;
using Sen.Feel;

namespace Sen.Schema;

/// <summary>Turns schemas into nodes, each place once. References are followed when all of a document is known, so circles are fine.</summary>
internal sealed partial class SchemaCompiler(SchemaOptions options)
{
    private readonly Documents documents = new(options);
    private readonly Dictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);

    public SchemaNode Compile(JsonElement schema) => Node(documents.Add(schema, options.BaseUri));

    private SchemaNode Node(Place place)
    {
        var key = place.ToString();
        if (nodes.TryGetValue(key, out var known))
            return known;
        bool? constant = place.Schema.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Object => null,
            _ => throw new JsonSchemaException(key, "A schema is an object or a boolean."),
        };
        var node = nodes[key] = new SchemaNode(place.Resource, place.Pointer, constant);
        if (constant is null)
            Fill(node, place);
        return node;
    }

    private void Fill(SchemaNode node, Place place)
    {
        var keywords = place.Schema.EnumerateObject().GroupBy(property => property.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        var schema = new Keywords(this, node, place, keywords);
        node.Keywords = keywords;
        node.Notes = [.. keywords.Where(entry => !IsAssertion(entry.Key) && (entry.Key != "contentSchema" || keywords.ContainsKey("contentMediaType"))).Select(entry => (entry.Key, entry.Value))];
        node.Listens = keywords.ContainsKey("unevaluatedItems") || keywords.ContainsKey("unevaluatedProperties");
        // Unevaluated keywords look at what all others have seen, so they come last.
        var checks = keywords.OrderBy(entry => entry.Key is "unevaluatedItems" or "unevaluatedProperties" ? 1 : 0)
            .Select(entry => Keyword(schema, entry.Key, entry.Value)).OfType<Check>().ToArray();
        node.Checks = checks;
        node.Annotation = Annotation(schema);
    }

    private Check? Keyword(Keywords schema, string name, JsonElement value) =>
        Applicator(schema, name, value) ?? (schema.Place.Resource.Dialect.Validation ? Assertion(schema, name, value) : null) ?? name switch
        {
            "format" when schema.Place.Resource.Dialect.AssertFormats => Format(schema, value),
            "x-feel" => Rules(schema),
            _ => null,
        };

    private static Check Format(Keywords schema, JsonElement value)
    {
        var name = schema.Text("format", value);
        return (instance, frame) => instance.ValueKind != JsonValueKind.String || Formats.Holds(name, instance.GetString()!)
            || frame.Validation.Fail(frame, "format", name);
    }

    /// <summary>Keywords that refuse values or hold schemas; all others, known and unknown, are annotations.</summary>
    private static bool IsAssertion(string keyword) => keyword.StartsWith('$') || keyword is "definitions" or "dependencies" or "type" or "enum" or "const" or "multipleOf" or "maximum"
        or "exclusiveMaximum" or "minimum" or "exclusiveMinimum" or "maxLength" or "minLength" or "pattern" or "maxItems" or "minItems" or "uniqueItems" or "maxContains"
        or "minContains" or "maxProperties" or "minProperties" or "required" or "dependentRequired" or "allOf" or "anyOf" or "oneOf" or "not" or "if" or "then" or "else"
        or "dependentSchemas" or "properties" or "patternProperties" or "additionalProperties" or "propertyNames" or "prefixItems" or "items" or "contains"
        or "unevaluatedProperties" or "unevaluatedItems" or "x-feel";

    private static Check Rules(Keywords schema)
    {
        var rules = schema.Node.Rules = [.. Rule(schema).Select(rule => new CompiledRule(rule.Message, rule.At, Parsed(schema, rule.Rule)))];
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Object)
                return true;
            var context = FeelJson.ReadContext(instance);
            var valid = true;
            foreach (var (message, at, code) in rules)
            {
                if (code.Evaluate(context) is false)
                    valid = frame.Validation.Fail(at is null ? frame : frame with { Instance = frame.Instance.To(at) }, "x-feel", message);
            }
            return valid;
        };
    }

    private static FeelExpression Parsed(Keywords schema, string rule)
    {
        try
        {
            if (!schema.All.TryGetValue("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
                return FeelExpression.Parse(rule);
            var types = properties.EnumerateObject().ToDictionary(property => property.Name, property => TypeOf(property.Value), StringComparer.Ordinal);
            var expression = FeelExpression.Parse(rule, types.Keys);
            return expression.Check(types).Problems is [var problem, ..]
                ? throw schema.Wrong("x-feel", $"Line {problem.Line}, column {problem.Column} of \"{rule}\": {problem.Message}") : expression;
        }
        catch (FeelSyntaxException error)
        {
            throw schema.Wrong("x-feel", error.Message);
        }
    }

    /// <summary>The FEEL type of what a schema lets through, as far as its <c>type</c> says.</summary>
    private static FeelType TypeOf(JsonElement schema) => Text(schema, "type") switch
    {
        "string" => FeelType.Of(FeelKind.String),
        "number" or "integer" => FeelType.Of(FeelKind.Number),
        "boolean" => FeelType.Of(FeelKind.Boolean),
        "array" => FeelType.ListOf(FeelType.Any),
        _ => FeelType.Any,
    };

    /// <summary><c>x-feel</c> is a rule or a list of rules: <c>{"rule": "...", "message": "key", "at": "property"}</c>.</summary>
    private static IEnumerable<SchemaRule> Rule(Keywords schema)
    {
        if (!schema.All.TryGetValue("x-feel", out var value))
            yield break;
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "rule") is not { } rule || Text(item, "message") is not { } message)
                throw schema.Wrong("x-feel", "A rule has 'rule' and 'message', both text.");
            yield return new SchemaRule(rule, message, Text(item, "at"));
        }
    }

    private static SchemaField? Annotation(Keywords schema)
    {
        var (personal, mask, list) = (Text(schema.Place.Schema, "x-personal-data"), Text(schema.Place.Schema, "x-mask"), Text(schema.Place.Schema, "x-code-list"));
        var rules = Rule(schema).ToArray();
        return personal is null && mask is null && list is null && rules.Length == 0 ? null : new SchemaField("", personal, mask, list, rules);
    }

    private static string? Text(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>One schema object while it is compiled.</summary>
    private sealed record Keywords(SchemaCompiler Compiler, SchemaNode Node, Place Place, Dictionary<string, JsonElement> All)
    {
        /// <summary>Keywords of the first items and of all others, as the draft names them.</summary>
        public (string? First, string Others) ItemWords => !Place.Resource.Dialect.Tuples ? ("prefixItems", "items")
            : All.TryGetValue("items", out var items) && items.ValueKind == JsonValueKind.Array ? ("items", "additionalItems") : (null, "items");

        public JsonSchemaException Wrong(string keyword, string message) => new($"{Place}/{keyword}", message);

        public string Text(string keyword, JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(keyword, "It must be text.");

        public int Count(string keyword, JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var n) && n >= 0 && decimal.Truncate(n) == n
                ? (int)Math.Min(n, int.MaxValue) : throw Wrong(keyword, "It must be a whole number, not negative.");

        public JsonElement Of(string keyword, JsonElement value, JsonValueKind kind) => value.ValueKind == kind ? value : throw Wrong(keyword, $"It must be an {kind}.");

        /// <summary>A schema below this one; <paramref name="segment"/> says where its instance stands: null for the same place.</summary>
        public SchemaNode Sub(string pointer, JsonElement value, string? segment = null)
        {
            var node = Compiler.Node(Compiler.documents.Enter(Place.Resource, $"{Place.Pointer}/{pointer}", value));
            Node.Children.Add((segment, node));
            Node.Subs[pointer] = node;
            return node;
        }

        public SchemaNode Reference(string reference)
        {
            var node = Compiler.Node(Found(reference));
            Node.Children.Add((null, node));
            Node.Subs["$ref"] = node;
            return node;
        }

        public Place Found(string reference)
        {
            try
            {
                return Compiler.documents.Find(Place.Resource, reference);
            }
            catch (UriFormatException error)
            {
                throw Wrong("$ref", error.Message);
            }
        }

        public SchemaNode At(Place place) => Compiler.Node(place);
    }
}
