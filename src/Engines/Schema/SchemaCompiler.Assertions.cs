using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sen.Schema;

internal sealed partial class SchemaCompiler
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    /// <summary>The keywords of the validation vocabulary (JSON Schema validation §6).</summary>
    private static Check? Assertion(Keywords schema, string name, JsonElement value)
    {
        switch (name)
        {
            case "type": return Type(schema, value);
            case "enum":
                var allowed = schema.Of(name, value, JsonValueKind.Array).EnumerateArray().ToArray();
                return (instance, frame) => allowed.Any(item => JsonEquality.Equal(item, instance)) || frame.Validation.Fail(frame, name);
            case "const":
                return (instance, frame) => JsonEquality.Equal(value, instance) || frame.Validation.Fail(frame, name, value.ToString());
            case "minimum": return Number(schema, name, value, order => order >= 0);
            case "maximum": return Number(schema, name, value, order => order <= 0);
            case "exclusiveMinimum": return Number(schema, name, value, order => order > 0);
            case "exclusiveMaximum": return Number(schema, name, value, order => order < 0);
            case "multipleOf":
                var unit = JsonNumber.Read(schema.Of(name, value, JsonValueKind.Number));
                return (instance, frame) => instance.ValueKind != JsonValueKind.Number || JsonNumber.Read(instance).IsMultipleOf(unit)
                    || frame.Validation.Fail(frame, name, value.GetRawText());
            case "minLength": return Size(schema, name, value, JsonValueKind.String, Length, atLeast: true);
            case "maxLength": return Size(schema, name, value, JsonValueKind.String, Length, atLeast: false);
            case "minItems": return Size(schema, name, value, JsonValueKind.Array, item => item.GetArrayLength(), atLeast: true);
            case "maxItems": return Size(schema, name, value, JsonValueKind.Array, item => item.GetArrayLength(), atLeast: false);
            case "minProperties": return Size(schema, name, value, JsonValueKind.Object, item => item.EnumerateObject().Count(), atLeast: true);
            case "maxProperties": return Size(schema, name, value, JsonValueKind.Object, item => item.EnumerateObject().Count(), atLeast: false);
            case "pattern":
                var pattern = schema.Node.Pattern = Pattern(schema, name, schema.Text(name, value));
                return (instance, frame) => instance.ValueKind != JsonValueKind.String || Matches(pattern, instance.GetString()!)
                    || frame.Validation.Fail(frame, name, value.GetString());
            case "uniqueItems" when value.ValueKind == JsonValueKind.True:
                return (instance, frame) => instance.ValueKind != JsonValueKind.Array || JsonEquality.FirstTwice(instance) is not { } twice
                    || frame.Validation.Fail(frame, name, twice);
            case "required":
                var names = schema.Of(name, value, JsonValueKind.Array).EnumerateArray().Select(item => schema.Text(name, item)).ToArray();
                return (instance, frame) => Required(instance, frame, names);
            case "dependentRequired": return DependentRequired(schema, value);
            default: return null;
        }
    }

    private static Check Type(Keywords schema, JsonElement value)
    {
        var types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => schema.Text("type", item))] : new[] { schema.Text("type", value) };
        if (types.FirstOrDefault(type => type is not ("null" or "boolean" or "object" or "array" or "number" or "string" or "integer")) is { } unknown)
            throw schema.Wrong("type", $"There is no type '{unknown}'.");
        return (instance, frame) =>
        {
            foreach (var type in types)
            {
                if (IsOf(instance, type))
                    return true;
            }
            return frame.Validation.Fail(frame, "type", (object)types);
        };
    }

    private static bool IsOf(JsonElement instance, string type) => instance.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        _ => type == "number" || (type == "integer" && JsonNumber.Read(instance).IsInteger),
    };

    private static Check Number(Keywords schema, string name, JsonElement value, Func<int, bool> holds)
    {
        var limit = JsonNumber.Read(schema.Of(name, value, JsonValueKind.Number));
        return (instance, frame) => instance.ValueKind != JsonValueKind.Number || holds(JsonNumber.Read(instance).CompareTo(limit))
            || frame.Validation.Fail(frame, name, value.GetRawText());
    }

    private static Check Size(Keywords schema, string name, JsonElement value, JsonValueKind kind, Func<JsonElement, int> measure, bool atLeast)
    {
        var limit = schema.Count(name, value);
        return (instance, frame) =>
        {
            if (instance.ValueKind != kind)
                return true;
            var size = measure(instance);
            return (atLeast ? size >= limit : size <= limit) || frame.Validation.Fail(frame, name, limit, size);
        };
    }

    private static bool Required(JsonElement instance, Frame frame, string[] names)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var valid = true;
        foreach (var name in names)
        {
            if (!instance.TryGetProperty(name, out _))
                valid = frame.Validation.Fail(frame, "required", name);
        }
        return valid;
    }

    private static Check DependentRequired(Keywords schema, JsonElement value)
    {
        var entries = schema.Of("dependentRequired", value, JsonValueKind.Object).EnumerateObject()
            .Select(entry => (entry.Name, Needed: entry.Value.EnumerateArray().Select(item => item.GetString()!).ToArray())).ToArray();
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Object)
                return true;
            var valid = true;
            foreach (var (property, needed) in entries.Where(entry => instance.TryGetProperty(entry.Name, out _)))
                foreach (var missing in needed.Where(other => !instance.TryGetProperty(other, out _)))
                    valid = frame.Validation.Fail(frame, "dependentRequired", property, missing);
            return valid;
        };
    }

    /// <summary>Length in code points.</summary>
    private static int Length(JsonElement text)
    {
        var value = text.GetString()!;
        return value.Length - value.Count(char.IsLowSurrogate);
    }

    private static Regex Pattern(Keywords schema, string keyword, string pattern)
    {
        try
        {
            return new Regex(EcmaPattern.Translate(pattern), RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException error)
        {
            throw schema.Wrong(keyword, error.Message);
        }
    }

    /// <summary>A pattern that runs too long matches nothing: the value is refused rather than the program stopped.</summary>
    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
