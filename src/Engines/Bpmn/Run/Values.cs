using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Feel;

namespace Sen.Bpmn;

/// <summary>
/// Values of variables are what JSON can say: null, bool, decimal or <see cref="FeelNumber"/>, string, lists and contexts. Dates and durations that FEEL
/// gives become ISO 8601 text, so that an instance that was stored runs on as one that was not.
/// </summary>
internal static class Values
{
    public static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => FeelJson.Read(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.Object => Context(json),
        _ => null,
    };

    public static Dictionary<string, object?> Context(JsonElement json)
    {
        var context = new Dictionary<string, object?>();
        foreach (var property in json.EnumerateObject())
            context[property.Name] = Read(property.Value);
        return context;
    }

    public static object? Read(JsonNode? node) => node switch
    {
        null => null,
        JsonObject context => context.ToDictionary(pair => pair.Key, pair => Read(pair.Value)),
        JsonArray list => list.Select(Read).ToArray(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out JsonElement json) => Read(json),
        JsonValue value when value.TryGetValue(out decimal number) => number,
        JsonValue value when value.TryGetValue(out int number) => (decimal)number,
        JsonValue value when value.TryGetValue(out long number) => (decimal)number,
        JsonValue value when value.TryGetValue(out double number) => FeelValues.Import(number),
        _ => Read(JsonSerializer.SerializeToElement(node)),
    };

    /// <summary>What FEEL gave, as it can be stored.</summary>
    public static object? FromFeel(object? value) => value switch
    {
        null or bool or decimal or FeelNumber or string => value,
        FeelFunction => null,
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, object?>> context => context.ToDictionary(pair => pair.Key, pair => FromFeel(pair.Value)),
        System.Collections.IEnumerable list => list.Cast<object?>().Select(FromFeel).ToArray(),
        _ => value.ToString(),
    };

    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case FeelNumber number:
                json.WriteRawValue(number.ToString());
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IReadOnlyDictionary<string, object?> context:
                json.WriteStartObject();
                foreach (var (name, one) in context)
                {
                    json.WritePropertyName(name);
                    Write(json, one);
                }
                json.WriteEndObject();
                break;
            case System.Collections.IEnumerable list:
                json.WriteStartArray();
                foreach (var one in list)
                    Write(json, one);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    /// <summary>Values as a JSON object, for effects that carry them out.</summary>
    public static JsonObject ToJson(IReadOnlyDictionary<string, object?> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values)
            json[name] = Node(value);
        return json;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        decimal number => JsonValue.Create(number),
        FeelNumber number => JsonNode.Parse(number.ToString()),
        IReadOnlyDictionary<string, object?> context => ToJson(context),
        string text => JsonValue.Create(text),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        _ => JsonValue.Create(value.ToString()),
    };
}
