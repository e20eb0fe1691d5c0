using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Sen.Kernel;

/// <summary>Says that an assembly carries <c>Text.vi.json</c>, <c>Text.en.json</c> and <c>Text.ar.json</c>.</summary>
public sealed record TextSource(Assembly Assembly);

/// <summary>
/// The words of the interface in the three languages, by key. Vietnamese is the source; a key that lacks a language
/// is found by a test, and at run time falls back to Vietnamese, then to the key itself.
/// </summary>
public sealed class Texts
{
    /// <summary>Languages of the interface, the source language first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["vi", "en", "ar"];

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _texts;

    public Texts(IEnumerable<TextSource> sources)
    {
        var assemblies = sources.Select(s => s.Assembly).Distinct().ToArray();
        _texts = Languages.ToFrozenDictionary(
            language => language,
            language => assemblies.SelectMany(a => Read(a, language)).ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>All keys of a language; for the completeness test.</summary>
    public IEnumerable<string> Keys(string language) => _texts[language].Keys;

    /// <summary>True when the key has a text in any language.</summary>
    public bool Has(string key) => _texts["vi"].ContainsKey(key);

    /// <summary>The text of a key, with its placeholders filled in the formats of the language.</summary>
    public string Get(string language, string key, params IReadOnlyList<object?> args)
    {
        if (!(_texts.TryGetValue(language, out var texts) && texts.TryGetValue(key, out var text))
            && !_texts["vi"].TryGetValue(key, out text))
            return key;
        return args.Count == 0 ? text : string.Format(Culture(language), text, [.. args]);
    }

    /// <summary>The refusal in words: text <c>problem.CODE</c>.</summary>
    public string Get(string language, Problem problem) => Get(language, "problem." + problem.Code, problem.Args);

    /// <summary>Formats of a language: Vietnamese dates and numbers, also for Arabic with Western digits as Vietnam's forms print them.</summary>
    public static CultureInfo Culture(string language) => language switch
    {
        "en" => English,
        "ar" => Arabic,
        _ => Vietnamese,
    };

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo Arabic = MakeArabic();

    private static CultureInfo MakeArabic()
    {
        // ar-EG keeps the Gregorian calendar; dossier codes, dates and sums are read against Vietnamese papers.
        var culture = new CultureInfo("ar-EG", useUserOverride: false);
        culture.DateTimeFormat.ShortDatePattern = "dd/MM/yyyy";
        culture.DateTimeFormat.ShortTimePattern = "HH:mm";
        // Its own separator carries a mark of direction, which turns day and year around.
        culture.DateTimeFormat.DateSeparator = "/";
        culture.NumberFormat.NumberGroupSeparator = ",";
        culture.NumberFormat.NumberDecimalSeparator = ".";
        return CultureInfo.ReadOnly(culture);
    }

    private static Dictionary<string, string> Read(Assembly assembly, string language)
    {
        var name = $"{assembly.GetName().Name}.Text.{language}.json";
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"no {name} in {assembly.GetName().Name}");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
