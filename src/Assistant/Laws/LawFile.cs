using System.Text.Json;
using System.Text.Json.Serialization;
using Sen.Data;
using Sen.Kernel;
using Sen.Lexis.Legal;

namespace Sen.Assistant;

/// <summary>A line of the file: one article of one document.</summary>
internal sealed record LawLine
{
    [JsonPropertyName("doc")] public string Document { get; init; } = "";
    [JsonPropertyName("article")] public string Article { get; init; } = "";
    [JsonPropertyName("title")] public string Title { get; init; } = "";
    [JsonPropertyName("text")] public string Text { get; init; } = "";
    [JsonPropertyName("effective")] public string Effective { get; init; } = "";
    [JsonPropertyName("source")] public string Note { get; init; } = "";
    [JsonPropertyName("pd")] public string Codification { get; init; } = "";
    [JsonPropertyName("doc_title")] public string DocumentTitle { get; init; } = "";
}

/// <summary>An article with what its note says.</summary>
internal sealed record LawArticle(string Number, string Article, string Title, string Body, string Codification, string Note, DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<LegalAmendment> Amendments);

/// <summary>Documents and articles of a file, taken together.</summary>
internal sealed record LawLibrary(IReadOnlyList<LegalDocument> Documents, IReadOnlyDictionary<string, DateOnly?> IssuedOn, IReadOnlyDictionary<string, string> EndedBy, IReadOnlyList<LawArticle> Articles);

/// <summary>Reads the JSON lines of legal articles, plain or gzip, and works out what the articles say about one another.</summary>
internal static class LawFile
{
    // A title that the source cut out of the wrong place of a note.
    private const string CutTitle = "có hiệu lực";

    public static async Task<(LawLibrary Library, int Rows, List<ImportError> Errors)> Read(Stream content, CancellationToken ct)
    {
        var errors = new List<ImportError>();
        var lines = new Dictionary<(string, string), LawLine>();
        var rows = 0;
        await foreach (var (row, text) in ImportLines.Read(content, ct))
        {
            rows++;
            if (Parse(text, row, errors) is not { } line)
                continue;
            if (!lines.TryAdd((LegalNumber.Of(line.Document), line.Article), line))
                errors.Add(new(row, Problem.Invalid("assistant.import.twice", "article", line.Document, line.Article)));
        }
        return (Library([.. lines.Values]), rows, errors);
    }

    private static LawLine? Parse(string text, int row, List<ImportError> errors)
    {
        try
        {
            var line = JsonSerializer.Deserialize<LawLine>(text)!;
            if (line.Document.Length > 0 && line.Article.Length > 0 && line.Text.Length + line.Title.Length > 0)
                return line;
            errors.Add(new(row, Problem.Invalid("assistant.import.empty", null)));
        }
        catch (JsonException)
        {
            errors.Add(new(row, Problem.Invalid("assistant.import.json", null)));
        }
        return null;
    }

    private static LawLibrary Library(IReadOnlyList<LawLine> lines)
    {
        var articles = lines.Select(Article).ToArray();
        var documents = new Dictionary<string, LegalDocument>(StringComparer.Ordinal);
        var issued = new Dictionary<string, DateOnly?>(StringComparer.Ordinal);
        foreach (var group in lines.Zip(articles).GroupBy(p => p.Second.Number))
        {
            var note = group.Select(p => LegalHistory.Note(p.First.Note)).FirstOrDefault(n => n is not null);
            // Articles that were added later came into force later.
            var from = group.Select(p => p.Second.ValidFrom).Where(d => d is not null).GroupBy(d => d).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
            from ??= group.Where(p => IsFinal(p.Second)).Select(p => LegalHistory.EntersIntoForce(p.Second.Body)).FirstOrDefault(d => d is not null);
            var title = group.Select(p => p.First.DocumentTitle.Trim()).FirstOrDefault(t => t.Length > 0 && !t.StartsWith(CutTitle, StringComparison.OrdinalIgnoreCase)) ?? "";
            documents[group.Key] = new LegalDocument(group.Key, note?.Kind ?? KindOf(group.Key), title, from, null);
            issued[group.Key] = note?.IssuedOn;
        }
        var endedBy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var article in articles.Where(IsFinal))
            foreach (var (number, _) in LegalHistory.Ended(article.Body))
                if (documents.TryGetValue(number, out var ended) && number != article.Number && documents[article.Number].From is { } end && (ended.From is null || ended.From < end))
                {
                    documents[number] = ended with { To = ended.To is { } known && known < end ? known : end };
                    endedBy.TryAdd(number, article.Number);
                }
        return new LawLibrary([.. documents.Values], issued, endedBy, articles);
    }

    private static bool IsFinal(LawArticle article) =>
        article.Title.Contains("hiệu lực", StringComparison.OrdinalIgnoreCase) || article.Title.Contains("thi hành", StringComparison.OrdinalIgnoreCase);

    private static LawArticle Article(LawLine line)
    {
        var note = LegalHistory.Note(line.Note);
        var end = note?.Amendments.Where(a => a.Whole && a.Change is LegalChange.Repeals or LegalChange.Replaces).Select(a => a.From).FirstOrDefault(d => d is not null);
        return new LawArticle(LegalNumber.Of(line.Document), line.Article, line.Title.Trim().Normalize(), line.Text.Trim().Normalize(), line.Codification, line.Note.Trim(),
            LegalHistory.Day(line.Effective) ?? note?.From, end, note?.Amendments ?? []);
    }

    /// <summary>The kind that the sign of a number tells, for what lies outside of the Codification.</summary>
    private static string KindOf(string number) => number.Split('/')[^1] switch
    {
        var sign when sign.StartsWith("QH", StringComparison.Ordinal) => "Luật",
        var sign when sign.StartsWith("NĐ", StringComparison.Ordinal) => "Nghị định",
        var sign when sign.StartsWith("TT", StringComparison.Ordinal) => "Thông tư",
        var sign when sign.StartsWith("QĐ", StringComparison.Ordinal) => "Quyết định",
        var sign when sign.StartsWith("NQ", StringComparison.Ordinal) => "Nghị quyết",
        _ => "Văn bản",
    };
}
