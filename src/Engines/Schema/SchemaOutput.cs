using System.Text.Json;

namespace Sen.Schema;

/// <summary>The standard's "basic" output (JSON Schema core §12.4.2): one flat list.</summary>
public static class SchemaOutput
{
    /// <summary>Writes errors of an instance that does not hold, or annotations of one that does.</summary>
    /// <param name="result">What a validation gave.</param>
    /// <param name="writer">Where the object goes.</param>
    /// <param name="language">Language of the sentences: vi, en or ar.</param>
    public static void WriteBasic(this SchemaResult result, Utf8JsonWriter writer, string language = "en")
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", result.Valid);
        writer.WriteStartArray(result.Valid ? "annotations" : "errors");
        foreach (var error in result.Errors)
        {
            Unit(writer, false, error.KeywordPath, error.KeywordLocation, error.InstancePath);
            writer.WriteString("error", SchemaTexts.Say(error, language));
            writer.WriteEndObject();
        }
        foreach (var note in result.Annotations)
        {
            Unit(writer, true, note.KeywordPath, note.KeywordLocation, note.InstancePath);
            writer.WritePropertyName("annotation");
            Value(writer, note.Value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case JsonElement json: json.WriteTo(writer); break;
            case bool all: writer.WriteBooleanValue(all); break;
            case int index: writer.WriteNumberValue(index); break;
            case string name: writer.WriteStringValue(name); break;
            case System.Collections.IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Value(writer, item);
                writer.WriteEndArray();
                break;
        }
    }

    private static void Unit(Utf8JsonWriter writer, bool valid, string keyword, string absolute, string instance)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", valid);
        writer.WriteString("keywordLocation", keyword);
        if (absolute.Length > 0)
            writer.WriteString("absoluteKeywordLocation", absolute);
        writer.WriteString("instanceLocation", instance);
    }
}
