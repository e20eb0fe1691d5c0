using System.Text.Json;

namespace Sen.Schema;

/// <summary>A schema with an address of its own (<c>$id</c>), and the anchors inside it.</summary>
internal sealed class Resource(Uri uri, JsonElement root, Dialect dialect)
{
    public Uri Uri { get; } = uri;

    public JsonElement Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    public Dictionary<string, Place> Anchors { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}

/// <summary>A schema inside a resource.</summary>
internal readonly record struct Place(Resource Resource, string Pointer, JsonElement Schema)
{
    public override string ToString() => $"{Resource.Uri}#{Pointer}";
}

/// <summary>Which vocabularies a metaschema turns on.</summary>
/// <param name="Tuples">Draft 2019-09: a list of <c>items</c>, then <c>additionalItems</c>, where this draft has <c>prefixItems</c> and <c>items</c>.</param>
internal sealed record Dialect(bool Validation, bool AssertFormats, bool Tuples = false);

/// <summary>Finds schemas by address. Documents come from the caller and from the standard's own metaschemas; nothing is fetched.</summary>
internal sealed class Documents(SchemaOptions options)
{
    private const string Draft = "https://json-schema.org/draft/2020-12/";
    private static readonly string[] Single = ["additionalProperties", "items", "additionalItems", "contains", "not", "if", "then", "else", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"];
    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
    private static readonly string[] Maps = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas", "dependencies"];

    private readonly Dictionary<Uri, Resource> resources = [];

    public Place Add(JsonElement schema, Uri address)
    {
        var dialect = DialectOf(schema);
        var resource = new Resource(address, schema, dialect);
        resources.TryAdd(address, resource);
        return Scan(new Place(resource, "", schema), 0);
    }

    /// <summary>The schema that a reference names, seen from a resource.</summary>
    public Place Find(Resource from, string reference)
    {
        var uri = new Uri(from.Uri, reference);
        var fragment = Uri.UnescapeDataString(uri.Fragment.TrimStart('#'));
        var address = Bare(uri);
        var resource = address == from.Uri ? from : resources.GetValueOrDefault(address) ?? Load(address, reference);
        if (fragment.Length == 0)
            return new Place(resource, "", resource.Root);
        if (!fragment.StartsWith('/'))
            return resource.Anchors.TryGetValue(fragment, out var anchored) ? anchored : throw new JsonSchemaException(address.ToString(), $"There is no anchor '{fragment}'.");
        return Follow(resource, fragment);
    }

    /// <summary>A resource for a schema object: its own where it has an <c>$id</c>.</summary>
    public Place Enter(Resource within, string pointer, JsonElement schema)
    {
        if (Id(schema) is { } id && Bare(new Uri(within.Uri, id)) is var address && address != within.Uri && resources.TryGetValue(address, out var own))
            return new Place(own, "", own.Root);
        return new Place(within, pointer, schema);
    }

    private static string? Id(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String
            && id.GetString() is { } text && !text.StartsWith('#') ? text : null;

    private static Uri Bare(Uri uri) => uri.Fragment.Length == 0 ? uri : new Uri(uri.OriginalString.Split('#')[0]);

    private Resource Load(Uri address, string reference)
    {
        var document = options.Documents?.Invoke(address) ?? Standard(address)
            ?? throw new JsonSchemaException(address.ToString(), $"'{reference}' refers to a document that was not given.");
        Add(document, address);
        return resources[address];
    }

    private static JsonElement? Standard(Uri address)
    {
        var text = address.ToString();
        if (!text.StartsWith(Draft, StringComparison.Ordinal))
            return null;
        using var stream = typeof(Documents).Assembly.GetManifestResourceStream($"{text[Draft.Length..].Replace("meta/", "", StringComparison.Ordinal)}.json");
        return stream is null ? null : JsonDocument.Parse(stream).RootElement;
    }

    private Place Scan(Place place, int depth)
    {
        var schema = place.Schema;
        if (schema.ValueKind != JsonValueKind.Object)
            return place;
        if (depth > options.MaxDepth)
            throw new JsonSchemaException(place.ToString(), $"The schema is nested more than {options.MaxDepth} deep.");
        if (Id(schema) is { } id && Bare(new Uri(place.Resource.Uri, id)) is var address && (address != place.Resource.Uri || place.Pointer.Length > 0))
        {
            var own = new Resource(address, schema, schema.TryGetProperty("$schema", out _) ? DialectOf(schema) : place.Resource.Dialect);
            resources[address] = own;
            place = new Place(own, "", schema);
        }
        if (schema.TryGetProperty("$anchor", out var anchor) && anchor.ValueKind == JsonValueKind.String)
            place.Resource.Anchors[anchor.GetString()!] = place;
        if (schema.TryGetProperty("$dynamicAnchor", out var dynamicAnchor) && dynamicAnchor.ValueKind == JsonValueKind.String)
        {
            place.Resource.Anchors[dynamicAnchor.GetString()!] = place;
            place.Resource.DynamicAnchors.Add(dynamicAnchor.GetString()!);
        }
        foreach (var property in schema.EnumerateObject())
        {
            var pointer = $"{place.Pointer}/{Escaped(property.Name)}";
            if (property.Value.ValueKind == JsonValueKind.Object && Single.Contains(property.Name))
                Scan(new Place(place.Resource, pointer, property.Value), depth + 1);
            else if (Lists.Contains(property.Name) && property.Value.ValueKind == JsonValueKind.Array)
                foreach (var (i, item) in property.Value.EnumerateArray().Index())
                    Scan(new Place(place.Resource, $"{pointer}/{i}", item), depth + 1);
            else if (Maps.Contains(property.Name) && property.Value.ValueKind == JsonValueKind.Object)
                foreach (var item in property.Value.EnumerateObject())
                    Scan(new Place(place.Resource, $"{pointer}/{Escaped(item.Name)}", item.Value), depth + 1);
        }
        return place;
    }

    private Place Follow(Resource resource, string pointer)
    {
        var place = new Place(resource, "", resource.Root);
        foreach (var token in pointer[1..].Split('/'))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement next = default;
            var found = place.Schema.ValueKind switch
            {
                JsonValueKind.Object => place.Schema.TryGetProperty(name, out next),
                JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < place.Schema.GetArrayLength() =>
                    (next = place.Schema[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!found)
                throw new JsonSchemaException(resource.Uri.ToString(), $"There is nothing at '{pointer}'.");
            place = Enter(place.Resource, $"{place.Pointer}/{token}", next);
        }
        return place;
    }

    private Dialect DialectOf(JsonElement schema)
    {
        var standard = new Dialect(true, options.AssertFormats);
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var name) || name.ValueKind != JsonValueKind.String
            || name.GetString() is not { } text || text.StartsWith(Draft, StringComparison.Ordinal))
            return standard;
        if (text.StartsWith("https://json-schema.org/draft/2019-09/", StringComparison.Ordinal))
            return standard with { Tuples = true };
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return standard;
        if (options.Documents?.Invoke(Bare(uri)) is not { ValueKind: JsonValueKind.Object } meta || !meta.TryGetProperty("$vocabulary", out var vocabulary))
            return standard;
        foreach (var required in vocabulary.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.True))
        {
            if (!required.Name.StartsWith(Draft + "vocab/", StringComparison.Ordinal))
                throw new JsonSchemaException(text, $"The vocabulary '{required.Name}' is not known here.");
        }
        return new Dialect(
            vocabulary.TryGetProperty(Draft + "vocab/validation", out _),
            options.AssertFormats || vocabulary.TryGetProperty(Draft + "vocab/format-assertion", out _));
    }

    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
