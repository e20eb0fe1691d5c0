using System.Globalization;
using System.Text.Json.Nodes;

namespace Sen.Procedures;

/// <summary>How answers are shown: choices by their labels, dates and numbers in the reader's format.</summary>
internal static class Questions
{
    /// <summary>The stored text of an answer, as an input field takes it.</summary>
    public static string? Raw(this JsonObject answers, string id) => answers[id] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    /// <summary>Language of what <see cref="InWords"/> says: choices have the reader's where the pack has it, what people wrote is Vietnamese.</summary>
    public static string LanguageInWords(this Question question, JsonObject answers, string language) =>
        question.Options.FirstOrDefault(o => o.Value == answers.Raw(question.Id))?.Label.LanguageIn(language) ?? "vi";

    /// <summary>The answer in words.</summary>
    public static string? InWords(this Question question, JsonObject answers, string language)
    {
        var raw = answers.Raw(question.Id);
        if (raw is null)
            return null;
        if (question.Options.FirstOrDefault(o => o.Value == raw) is { } choice)
            return choice.Label.In(language);
        return question.Kind == "date" && DateOnly.TryParseExact(raw, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            ? on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
            : raw;
    }
}
