using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Sen.Feel;

/// <summary>
/// Reasons and syntax errors in words: <c>vi</c>, <c>en</c> and <c>ar</c>. The texts lie in <c>Text.LANGUAGE.json</c> inside the assembly,
/// under <c>feel.*</c> and <c>dmn.*</c>, so that a host may also resolve them with its own.
/// </summary>
public static class FeelTexts
{
    // Characters of a value inside a sentence.
    private const int MaxArgument = 500;
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Languages = new(StringComparer.Ordinal);

    /// <summary>The reason in a language; English where the language is not known.</summary>
    public static string Say(FeelReason reason, string language)
    {
        var texts = Of(language);
        return string.Format(CultureInfo.InvariantCulture, texts.GetValueOrDefault(reason.Code, reason.Code),
            [.. reason.Args.Select(arg => arg switch
            {
                FeelWord word => texts.GetValueOrDefault("feel.kind." + word.Word, word.Word),
                FeelSyntaxException error => Say(error, language),
                string name => name,
                int count => count.ToString(CultureInfo.InvariantCulture),
                _ => FeelValues.Text(arg, true, MaxArgument),
            })]);
    }

    /// <summary>The error in a language, with line and column.</summary>
    public static string Say(FeelSyntaxException error, string language)
    {
        var texts = Of(language);
        return string.Format(CultureInfo.InvariantCulture, texts["feel.syntax-error"], error.Line, error.Column, Phrase(error.Expected), Phrase(error.Found));

        string Phrase(string words) => texts.GetValueOrDefault("feel.expected." + words, words);
    }

    /// <summary>The limit that an evaluation went over, in a language.</summary>
    public static string Say(FeelLimitException error, string language) => Of(language)["feel.limit." + error.Limit];

    private static IReadOnlyDictionary<string, string> Of(string language) => Languages.GetOrAdd(language, static language =>
    {
        using var stream = typeof(FeelTexts).Assembly.GetManifestResourceStream($"Sen.Feel.Text.{language}.json");
        return stream is null ? Of("en") : JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    });
}
