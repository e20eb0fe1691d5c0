using System.Text.Json;

namespace Sen.Schema;

/// <summary>A limit on numbers. Decimals serve where neither side has more digits than they hold.</summary>
internal sealed record StreamLimit(string Keyword, JsonNumber Exact, decimal? Short)
{
    public bool Holds(decimal value) => Keyword switch
    {
        "minimum" => value >= Short!.Value,
        "maximum" => value <= Short!.Value,
        "exclusiveMinimum" => value > Short!.Value,
        "exclusiveMaximum" => value < Short!.Value,
        _ => value % Short!.Value == 0,
    };

    public bool Holds(JsonNumber value) => Keyword switch
    {
        "minimum" => value.CompareTo(Exact) >= 0,
        "maximum" => value.CompareTo(Exact) <= 0,
        "exclusiveMinimum" => value.CompareTo(Exact) > 0,
        "exclusiveMaximum" => value.CompareTo(Exact) < 0,
        _ => value.IsMultipleOf(Exact),
    };
}

/// <summary>Constraints on numbers.</summary>
internal sealed record StreamNumber(StreamLimit[] Limits)
{
    private const int SafeDigits = 18;

    public bool Check(ref Utf8JsonReader reader)
    {
        var isShort = Short(ref reader, out var value);
        foreach (var limit in Limits)
        {
            if (!(isShort && limit.Short is not null ? limit.Holds(value) : limit.Holds(Exact(ref reader))))
                return false;
        }
        return true;
    }

    public static bool IsInteger(ref Utf8JsonReader reader) => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || Exact(ref reader).IsInteger;

    public static decimal? Short(JsonElement number) => number.GetRawText() is { Length: <= SafeDigits } text && text.IndexOfAny(['e', 'E']) < 0 ? number.GetDecimal() : null;

    public static JsonNumber Exact(ref Utf8JsonReader reader)
    {
        var copy = reader;
        using var document = JsonDocument.ParseValue(ref copy);
        return JsonNumber.Read(document.RootElement);
    }

    private static bool Short(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        return reader.ValueSpan.Length <= SafeDigits && reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0 && reader.TryGetDecimal(out value);
    }
}

/// <summary>The scalars of <c>enum</c> or <c>const</c>.</summary>
internal sealed record StreamScalars(byte[][] Texts, JsonNumber[] Numbers, bool True, bool False, bool Null)
{
    public bool Has(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                foreach (var text in Texts)
                {
                    if (reader.ValueTextEquals(text))
                        return true;
                }
                return false;
            case JsonTokenType.Number: return Numbers.Length > 0 && Array.IndexOf(Numbers, StreamNumber.Exact(ref reader)) >= 0;
            case JsonTokenType.True: return True;
            case JsonTokenType.False: return False;
            case JsonTokenType.Null: return Null;
            default: return false;
        }
    }

    public static StreamScalars Of(JsonElement[] values) => new(
        [.. values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => System.Text.Encoding.UTF8.GetBytes(value.GetString()!))],
        [.. values.Where(value => value.ValueKind == JsonValueKind.Number).Select(JsonNumber.Read)],
        values.Any(value => value.ValueKind == JsonValueKind.True),
        values.Any(value => value.ValueKind == JsonValueKind.False),
        values.Any(value => value.ValueKind == JsonValueKind.Null));
}
