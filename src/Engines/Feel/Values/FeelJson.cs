using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sen.Feel;

/// <summary>JSON as FEEL values. JSON has no dates: a rule turns text into one with <c>date(...)</c>.</summary>
public static class FeelJson
{
    /// <summary>Objects become contexts in their order, arrays lists, numbers <see cref="decimal"/> or <see cref="FeelNumber"/>; a number beyond decimal128 becomes null.</summary>
    public static object? Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return json.GetString();
            case JsonValueKind.Number: return Numbers.Parse(json.GetRawText());
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Array: return json.EnumerateArray().Select(Read).ToArray();
            case JsonValueKind.Object: return ReadContext(json);
            default: return null;
        }
    }

    /// <summary>The value whose first token was read, without a tree of it; the reader ends at its last token.</summary>
    public static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.Number: return Number(ref reader);
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader));
                return items.ToArray();
            case JsonTokenType.StartObject:
                var context = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    context[name] = Read(ref reader);
                }
                return context;
            default: return null;
        }
    }

    /// <summary>A short number without an exponent is a decimal digit by digit, which needs no text.</summary>
    private static object? Number(ref Utf8JsonReader reader) =>
        !reader.HasValueSequence && reader.ValueSpan.Length <= Numbers.SafeLength && !reader.ValueSpan.ContainsAny((byte)'e', (byte)'E')
            ? reader.GetDecimal() : Numbers.Parse(Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));

    /// <summary>A JSON object as a context to evaluate in.</summary>
    public static IReadOnlyDictionary<string, object?> ReadContext(JsonElement json)
    {
        var context = new OrderedDictionary<string, object?>();
        foreach (var property in json.EnumerateObject())
            context[property.Name] = Read(property.Value);
        return context;
    }
}
