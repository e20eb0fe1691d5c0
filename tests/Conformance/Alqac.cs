using Sen.Lexis;

namespace Sen.Tests.Conformance;

/// <summary>
/// ALQAC 2023: is the article that answers the question the first, or among the first ten, for questions as they are written
/// and for the same without any mark?
/// </summary>
internal static class Alqac
{
    private const string Folder = "../data/legal";
    private const int MayDiffer = 2;

    public static IReadOnlyList<Suite> Suites { get; } =
    [
        new("alqac-r1", folder => Recall(folder, 1, question => question)) { Folder = Folder },
        new("alqac-r10", folder => Recall(folder, 10, question => question)) { Folder = Folder },
        new("alqac-r1-unaccented", folder => Recall(folder, 1, Fold.Text)) { Folder = Folder },
        new("alqac-r10-unaccented", folder => Recall(folder, 10, Fold.Text)) { Folder = Folder },
        new("alqac-accents", Accents) { Folder = Folder },
    ];

    private static IEnumerable<Outcome> Recall(string folder, int among, Func<string, string> written)
    {
        if (!File.Exists(Path.Combine(folder, AlqacData.Articles)) || !File.Exists(Path.Combine(folder, AlqacData.Questions)))
            yield break;
        using var index = AlqacData.Index(AlqacData.ReadArticles(folder));
        foreach (var question in AlqacData.ReadQuestions(folder))
        {
            var hits = index.Search(new SearchRequest(written(question.Text)) { Plain = true, Limit = 50 }).Hits;
            var rank = hits.Index().FirstOrDefault(h => question.Articles.Contains(h.Item.Key), (Index: -1, null!)).Index + 1;
            yield return new Outcome(question.Id, string.Join(", ", question.Articles), rank > 0 && rank <= among,
                $"{(rank == 0 ? "not among 50" : $"rank {rank}")}, first: {(hits is [var best, ..] ? best.Key : "nothing")}");
        }
    }

    /// <summary>Leaving out all marks may cost two questions.</summary>
    private static IEnumerable<Outcome> Accents(string folder)
    {
        foreach (var among in new[] { 1, 10 })
        {
            var with = Recall(folder, among, question => question).Count(o => o.Passed);
            var without = Recall(folder, among, Fold.Text).Count(o => o.Passed);
            yield return new Outcome("recall", $"@{among}", with - without <= MayDiffer, $"{with} with marks, {without} without");
        }
    }
}
