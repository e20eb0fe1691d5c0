using System.Text.Json;

namespace Sen.Schema;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    /// <summary>Whether <c>format</c> refuses values. The standard leaves it an annotation; forms want it, so it is on here.</summary>
    public bool AssertFormats { get; init; } = true;

    /// <summary>Address of the schema where it has no <c>$id</c>.</summary>
    public Uri BaseUri { get; init; } = new("sen:/schema");

    /// <summary>Gives documents that <c>$ref</c> names by absolute address; null where there is none. Nothing is ever fetched.</summary>
    public Func<Uri, JsonElement?>? Documents { get; init; }

    /// <summary>Levels of schema inside schema while validating; a self-referring schema ends there.</summary>
    public int MaxDepth { get; init; } = 500;

    /// <summary>Errors that one validation collects before it stops adding.</summary>
    public int MaxErrors { get; init; } = 1_000;
}

/// <summary>A place in an instance that does not follow the schema.</summary>
/// <param name="InstancePath">JSON Pointer into the instance.</param>
/// <param name="KeywordPath">JSON Pointer along the keywords that were followed, through references.</param>
/// <param name="KeywordLocation">The keyword's own address: the schema's with a JSON Pointer.</param>
/// <param name="Code">The keyword that failed, e.g. <c>required</c>; <c>x-feel</c> for a rule; <c>false</c> for a schema that allows nothing. Higher rows turn it into prose.</param>
/// <param name="Args">What the sentence needs: the limit, the missing name, the message key of a rule.</param>
public sealed record SchemaError(string InstancePath, string KeywordPath, string KeywordLocation, string Code, IReadOnlyList<object?> Args);

/// <summary>What a keyword says of a value that holds: a title, a format, which properties were looked at.</summary>
/// <param name="InstancePath">JSON Pointer into the instance.</param>
/// <param name="KeywordPath">JSON Pointer along the keywords that were followed.</param>
/// <param name="KeywordLocation">The keyword's own address.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="Value">A <see cref="JsonElement"/>, a boolean, an index, or a list of names or indexes.</param>
public sealed record SchemaAnnotation(string InstancePath, string KeywordPath, string KeywordLocation, string Keyword, object? Value);

/// <summary>Outcome of a validation.</summary>
/// <param name="Valid">Whether the instance holds.</param>
/// <param name="Errors">Why not, in the order of the schema; those inside a failed branch stand before the branch.</param>
/// <param name="Annotations">What the schema says of a valid instance, where it was asked.</param>
public sealed record SchemaResult(bool Valid, IReadOnlyList<SchemaError> Errors, IReadOnlyList<SchemaAnnotation> Annotations)
{
    internal static SchemaResult Good { get; } = new(true, [], []);

    internal static SchemaResult Unread(string what) => new(false, [new SchemaError("", "", "", "json", [what])], []);
}

/// <summary>What a schema says about a field beside its shape, in Sen's vocabulary.</summary>
/// <param name="Path">Where the field stands: a JSON Pointer with <c>*</c> for any item or any other property.</param>
/// <param name="PersonalData">Class of personal data (<c>x-personal-data</c>), or null.</param>
/// <param name="Mask">How others see it (<c>x-mask</c>), or null.</param>
/// <param name="CodeList">Code list its values come from (<c>x-code-list</c>), or null.</param>
/// <param name="Rules">FEEL rules over the object (<c>x-feel</c>).</param>
public sealed record SchemaField(string Path, string? PersonalData, string? Mask, string? CodeList, IReadOnlyList<SchemaRule> Rules);

/// <summary>A FEEL rule over an object: false refuses it, true and null (a value is not there yet) let it pass.</summary>
/// <param name="Rule">FEEL text over the object's properties.</param>
/// <param name="Message">Key of the message.</param>
/// <param name="At">Property that the message stands beside, or null for the object.</param>
public sealed record SchemaRule(string Rule, string Message, string? At);

/// <summary>The schema itself is wrong: a reference to nothing, a keyword of the wrong shape, FEEL that does not parse.</summary>
public sealed class JsonSchemaException(string location, string message) : Exception($"{location}: {message}")
{
    /// <summary>Address and pointer of the schema.</summary>
    public string Location { get; } = location;
}

/// <summary>A JSON Schema (draft 2020-12), compiled once and used from any thread.</summary>
public sealed class JsonSchema
{
    private readonly SchemaNode root;
    private readonly SchemaOptions options;
    private readonly Lazy<IReadOnlyList<SchemaField>> fields;
    private readonly Lazy<StreamNode?> stream;

    private JsonSchema(SchemaNode root, SchemaOptions options)
    {
        (this.root, this.options) = (root, options);
        fields = new Lazy<IReadOnlyList<SchemaField>>(() => SchemaFields.Of(root));
        stream = new Lazy<StreamNode?>(() => StreamCompiler.Compile(root, options));
    }

    /// <summary>Fields with annotations of Sen's vocabulary, in the order of the schema.</summary>
    public IReadOnlyList<SchemaField> Fields => fields.Value;

    /// <summary>Compiles a schema: an object or a boolean.</summary>
    /// <exception cref="JsonSchemaException">The schema is wrong.</exception>
    public static JsonSchema Compile(JsonElement schema, SchemaOptions? options = null)
    {
        options ??= new SchemaOptions();
        return new JsonSchema(new SchemaCompiler(options).Compile(schema.Clone()), options);
    }

    /// <summary>Checks an instance. The errors stand in the order of the schema, those inside a failed branch before the branch.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="annotate">Whether to gather annotations, which a form seldom needs.</param>
    public SchemaResult Validate(JsonElement instance, bool annotate = false)
    {
        var validation = new Validation(options, annotate);
        try
        {
            var valid = root.Check(instance, Frame.Root(validation));
            return new SchemaResult(valid, valid ? [] : validation.Errors, valid ? validation.Annotations : []);
        }
        catch (InvalidOperationException)
        {
            return SchemaResult.Unread("text"); // A string with half a surrogate pair, which JSON lets through and no text holds.
        }
    }

    /// <summary>
    /// Checks JSON in UTF-8 without making a tree of it, where the schema allows; an instance that does not hold is read again for its errors.
    /// Text that is no JSON gives one error with the code <c>json</c>.
    /// </summary>
    public SchemaResult Validate(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return SchemaResult.Unread("utf-8");
        try
        {
            if (stream.Value is { } node && Holds(node, utf8))
                return SchemaResult.Good;
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? SchemaResult.Unread("end") : Validate(document.RootElement);
        }
        catch (JsonException error)
        {
            return SchemaResult.Unread($"{error.LineNumber + 1}:{error.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            return SchemaResult.Unread("text");
        }
    }

    private bool Holds(StreamNode node, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        return reader.Read() && node.Check(ref reader, options.MaxDepth) && !reader.Read();
    }
}
