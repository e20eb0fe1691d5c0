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
        var plain = new Plain([.. alive.Values]);
        for (var i = 0; i < 200; i++)
        {
            var query = Text(random, random.Next(1, 6));
            var expected = plain.Scores(query);
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

    /// <summary>BM25 over folded words and pairs, without any index.</summary>
    private sealed class Plain(IReadOnlyList<Passage> passages)
    {
        private readonly Dictionary<string, double>[] _frequencies = [.. passages.Select(p => p.Fields
            .SelectMany((f, i) => Terms(f).Select(t => (Term: t, Shelf.Schema.Fields[i].Weight))).GroupBy(t => t.Term).ToDictionary(g => g.Key, g => g.Sum(t => t.Weight)))];

        private readonly double[] _lengths = [.. passages.Select(p => p.Fields.Select((f, i) => TextWords.Of(f).Count * Shelf.Schema.Fields[i].Weight).Sum())];

        public Dictionary<string, double> Scores(string query)
        {
            var average = _lengths.Average();
            var scores = new Dictionary<string, double>();
            foreach (var term in Terms(query).CountBy(t => t))
            {
                var count = _frequencies.Count(f => f.ContainsKey(term.Key));
                var idf = Math.Log(1 + ((passages.Count - count + 0.5) / (count + 0.5)));
                for (var i = 0; i < passages.Count; i++)
                    if (_frequencies[i].TryGetValue(term.Key, out var tf))
                        scores[passages[i].Key] = scores.GetValueOrDefault(passages[i].Key)
                            + (2.0 * term.Value / (term.Value + 1) * idf * 2.2 * tf / (tf + (1.2 * (0.25 + (0.75 * _lengths[i] / average)))));
            }
            return scores;
        }

        private static IEnumerable<string> Terms(string text)
        {
            var words = TextWords.Of(text).Select(Fold.Text).ToArray();
            return words.Concat(words.Zip(words.Skip(1), (a, b) => a + " " + b));
        }
    }

    private static Passage Passage(Random random) =>
        Shelf.Of($"k{random.Next(900)}", Text(random, random.Next(1, 5)), Text(random, random.Next(3, 60)));

    private static string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => $"w{(int)(60 * Math.Pow(random.NextDouble(), 3))}"));
}
