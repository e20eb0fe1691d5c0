using System.IO.Compression;
using System.Text.Json;
using Sen.Lexis;

namespace Sen.Tests.Conformance;

/// <summary>A question of ALQAC 2023 with its answer choices, as the task gives it, and the keys of the articles that answer it.</summary>
internal sealed record AlqacQuestion(string Id, string Text, IReadOnlyList<string> Articles);

/// <summary>
/// Articles and training questions of ALQAC 2023, for evaluation only. The index is made with the engine's own defaults: no
/// word of the questions is known to it, and no weight was fitted to them beyond the choice recorded in the engine's README.
/// </summary>
internal static class AlqacData
{
    public const string Articles = "alqac2023_articles.json.gz", Questions = "alqac2023_questions.json";

    public static IndexSchema Schema { get; } = new([new("law", 1), new("title", 2), new("text", 1)]);

    public static IReadOnlyList<Passage> ReadArticles(string folder)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, Articles)), CompressionMode.Decompress);
        var all = JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
        return [.. all.Select(entry =>
        {
            var parts = entry.Value.Split("\n\n", 2);
            return new Passage(entry.Key, [entry.Key.Split('@')[0], parts[0], parts.Length > 1 ? parts[1] : ""]) { Readers = [Passage.Everyone] };
        })];
    }

    public static IReadOnlyList<AlqacQuestion> ReadQuestions(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, Questions)));
        return [.. json.RootElement.GetProperty("train").EnumerateArray().Select(q => new AlqacQuestion(
            q.GetProperty("question_id").GetString()!,
            string.Join('\n', Texts(q)),
            [.. q.GetProperty("relevant_articles").EnumerateArray().Select(a => $"{a.GetProperty("law_id").GetString()}@{a.GetProperty("article_id").GetString()}")]))];
    }

    public static LexisIndex Index(IEnumerable<Passage> articles)
    {
        var index = LexisIndex.Open(new MemoryStore(), Schema);
        index.Apply(articles);
        return index;
    }

    private static IEnumerable<string> Texts(JsonElement question)
    {
        yield return question.GetProperty("text").GetString()!;
        if (question.TryGetProperty("choices", out var choices))
            foreach (var choice in choices.EnumerateObject())
                yield return choice.Value.GetString()!;
    }
}
