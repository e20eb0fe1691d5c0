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
/// <param name="Code">The keyword that failed, e.g. <c>required</c>; <c>x-feel</c> for a rule; <c>false</c> for a schema that allows nothing. Higher rows turn it into prose.</param>
/// <param name="Args">What the sentence needs: the limit, the missing name, the message key of a rule.</param>
public sealed record SchemaError(string InstancePath, string KeywordPath, string Code, IReadOnlyList<object?> Args);

/// <summary>Outcome of a validation, in the shape of the standard's "basic" output.</summary>
public sealed record SchemaResult(bool Valid, IReadOnlyList<SchemaError> Errors);

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

    private JsonSchema(SchemaNode root, SchemaOptions options)
    {
        (this.root, this.options) = (root, options);
        fields = new Lazy<IReadOnlyList<SchemaField>>(() => SchemaFields.Of(root));
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
    public SchemaResult Validate(JsonElement instance)
    {
        var validation = new Validation(options);
        var valid = root.Check(instance, new Frame(validation, Path.Root, Path.Root, null, null));
        return new SchemaResult(valid, valid ? [] : validation.Errors);
    }
}
