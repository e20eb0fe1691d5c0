using Sen.Lexis;

namespace Sen.Tests.Unit.Lexis;

/// <summary>A small index of titles and texts.</summary>
internal static class Shelf
{
    public static readonly IndexSchema Schema = new([new("title", 2), new("text", 1)]);

    public static Passage Of(string key, string title, string text = "") => new(key, [title, text]) { Readers = [Passage.Everyone] };

    public static LexisIndex With(params Passage[] passages)
    {
        var index = LexisIndex.Open(new MemoryStore(), Schema);
        index.Apply(passages);
        return index;
    }

    public static string[] Keys(this LexisIndex index, string text, Func<SearchRequest, SearchRequest>? more = null) =>
        [.. index.Search((more ?? (r => r))(new SearchRequest(text))).Hits.Select(h => h.Key)];
}
