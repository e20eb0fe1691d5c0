using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Sen.Schema;

/// <summary>
/// Errors in words for forms: <c>vi</c>, <c>en</c> and <c>ar</c>. The texts lie in <c>Text.LANGUAGE.json</c> inside the assembly, under
/// <c>schema.CODE</c>, so that a host may also resolve them with its own.
/// </summary>
public static class SchemaTexts
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Languages = new(StringComparer.Ordinal);

    /// <summary>The error in a language; English where the language is not known. A FEEL rule's message is the key that the schema gives.</summary>
    public static string Say(SchemaError error, string language)
    {
        var texts = Of(language);
        var args = error.Args.Select(arg => Word(texts, error.Code, arg)).ToArray();
        return string.Format(CultureInfo.InvariantCulture, Pattern(texts, error), args);
    }

    /// <summary>Some limits have a sentence of their own where the plain one reads badly: "at least 1 character" is "must not be empty".</summary>
    private static string Pattern(IReadOnlyDictionary<string, string> texts, SchemaError error)
    {
        var key = "schema." + error.Code;
        if (error.Args is [1, ..] && texts.TryGetValue(key + ".1", out var one))
            return one;
        if (error.Code == "format" && error.Args is [string format] && texts.TryGetValue($"{key}.{format}", out var known))
            return known;
        return texts.GetValueOrDefault(key, key);
    }

    private static object Word(IReadOnlyDictionary<string, string> texts, string code, object? arg) => arg switch
    {
        IEnumerable<string> types => string.Join(" / ", types.Select(type => texts.GetValueOrDefault("schema.kind." + type, type))),
        int place when code == "uniqueItems" => place + 1,
        null => "",
        _ => Convert.ToString(arg, CultureInfo.InvariantCulture)!,
    };

    private static IReadOnlyDictionary<string, string> Of(string language) => Languages.GetOrAdd(language, static language =>
    {
        using var stream = typeof(SchemaTexts).Assembly.GetManifestResourceStream($"Sen.Schema.Text.{language}.json");
        return stream is null ? Of("en") : JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    });
}
