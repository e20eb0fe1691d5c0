using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity;

/// <summary>
/// Arguments of a message at rest. The language is known only when it is read, so dates keep their kind:
/// <c>{"on": "2026-11-22"}</c> and <c>{"at": "2026-11-22T02:00:00Z"}</c>; text and numbers are themselves.
/// </summary>
internal static class NoticeArgs
{
    public static string Write(IReadOnlyList<object?> args) => new JsonArray([.. args.Select(Node)]).ToJsonString();

    /// <summary>The arguments as they stand in a text of the language.</summary>
    public static IReadOnlyList<object?> Read(string json, string language)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => Value(e, language))];
    }

    private static JsonNode? Node(object? arg) => arg switch
    {
        null => null,
        string text => JsonValue.Create(text),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        DateOnly on => new JsonObject { ["on"] = on.ToString("O", CultureInfo.InvariantCulture) },
        DateTimeOffset at => new JsonObject { ["at"] = at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException($"a notice takes text, whole numbers, decimals, dates and moments, not {arg.GetType().Name}"),
    };

    private static object? Value(JsonElement element, string language) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => element.GetDecimal(),
        JsonValueKind.String => element.GetString(),
        _ when element.TryGetProperty("on", out var on) =>
            DateOnly.Parse(on.GetString()!, CultureInfo.InvariantCulture).ToString("d", Texts.Culture(language)),
        _ => TimeZoneInfo.ConvertTime(element.GetProperty("at").GetDateTimeOffset(), Words.ProvinceTime)
            .ToString("HH:mm dd/MM/yyyy", Texts.Culture(language)),
    };
}
