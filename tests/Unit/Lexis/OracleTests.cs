using Sen.Lexis;

namespace Sen.Tests.Unit.Lexis;

/// <summary>The index against BM25 written down plainly, over random passages, changes and merges.</summary>
public sealed class OracleTests
{
    private const double NormStep = 0.06;

    [Fact]
    public void RandomChangesAndQueries_RankAsPlainBm25Does()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var index = LexisIndex.Open(new MemoryStore(), Shelf.Schema);
        var alive = new Dictionary<string, Passage>();
        for (var round = 0; round < 30; round++)
        {
            var put = Enumerable.Range(0, random.Next(1, 120)).Select(_ => Passage(random)).ToArray();
            var delete = alive.Keys.Where(_ => random.Next(12) == 0).ToArray();
            index.Apply(put, delete);
            foreach (var key in delete)
                alive.Remove(key);
            foreach (var passage in put)
                alive[passage.Key] = passage;
            while (random.Next(3) == 0 && index.Merge()) { }
            index.Count.ShouldBe(alive.Count, $"seed {seed}");
        }
        index.MergeAll();
        index.Segments.ShouldBe(1, $"seed {seed}");
        index.Count.ShouldBe(alive.Count, $"seed {seed}");
        foreach (var passage in alive.Values)
            index.Find(passage.Key)!.Fields.ShouldBe(passage.Fields, $"seed {seed}");
        for (var i = 0; i < 200; i++)
        {
            var query = Text(random, random.Next(1, 6));
            var expected = Plain([.. alive.Values], query);
            // Nearness may change the order of close candidates; scores alone are compared.
            var hits = index.Search(new SearchRequest(query) { Correct = false, Limit = 20 }).Hits;
            hits.Count.ShouldBe(Math.Min(20, expected.Count), $"seed {seed}, {query}");
            foreach (var hit in hits)
                hit.Score.ShouldBeInRange(expected[hit.Key] * (1 - NormStep), (expected[hit.Key] * (1 + NormStep)) + 1.5, $"seed {seed}, {query}, {hit.Key}");
        }
    }

    [Fact]
    public void SearchWithPruning_GivesWhatSearchWithoutGives()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var index = LexisIndex.Open(new MemoryStore(), Shelf.Schema);
        index.Apply(Enumerable.Range(0, 9_000).Select(i => Passage(random) with { Key = $"{i}" }));
        for (var i = 0; i < 50; i++)
        {
            var query = Text(random, random.Next(2, 8));
            // With room for a thousand there is no threshold to prune by.
            var all = index.Search(new SearchRequest(query) { Limit = 1000, Correct = false, Plain = true }).Hits;
            var few = index.Search(new SearchRequest(query) { Limit = 5, Correct = false, Plain = true }).Hits;
            few.Select(h => h.Score).ShouldBe(all.Take(5).Select(h => h.Score), 1e-3, $"seed {seed}, {query}");
        }
    }

    private static Dictionary<string, double> Plain(IReadOnlyList<Passage> passages, string query)
    {
        string[] Words(string text) => [.. Sen.Lexis.Words.Of(text).Select(Fold.Text)];
        string[] Terms(string text) => [.. Words(text), .. Words(text).Zip(Words(text).Skip(1), (a, b) => a + " " + b)];
        var weights = Shelf.Schema.Fields.Select(f => f.Weight).ToArray();
        var frequencies = passages.Select(p => p.Fields.SelectMany((f, i) => Terms(f).Select(t => (t, weights[i]))).GroupBy(t => t.t).ToDictionary(g => g.Key, g => g.Sum(t => t.Item2))).ToArray();
        var lengths = passages.Select(p => p.Fields.Select((f, i) => Words(f).Length * weights[i]).Sum()).ToArray();
        var average = lengths.Average();
        var scores = new Dictionary<string, double>();
        foreach (var term in Terms(query).GroupBy(t => t))
        {
            var count = frequencies.Count(f => f.ContainsKey(term.Key));
            var idf = Math.Log(1 + ((passages.Count - count + 0.5) / (count + 0.5)));
            for (var i = 0; i < passages.Count; i++)
                if (frequencies[i].TryGetValue(term.Key, out var tf))
                    scores[passages[i].Key] = scores.GetValueOrDefault(passages[i].Key)
                        + (2.0 * term.Count() / (term.Count() + 1) * idf * 2.2 * tf / (tf + (1.2 * (0.25 + (0.75 * lengths[i] / average)))));
        }
        return scores;
    }

    private static Passage Passage(Random random) =>
        Shelf.Of($"k{random.Next(900)}", Text(random, random.Next(1, 5)), Text(random, random.Next(3, 60)));

    private static string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => $"w{(int)(60 * Math.Pow(random.NextDouble(), 3))}"));
}
