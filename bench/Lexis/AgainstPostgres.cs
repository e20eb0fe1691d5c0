using System.Diagnostics;
using Npgsql;
using Sen.Lexis;
using Sen.Tests.Conformance;

namespace Sen.Bench.Lexis;

/// <summary>
/// The questions of ALQAC 2023 against Lexis and against PostgreSQL's own search on the same articles in the same run:
/// <c>ts_rank</c> over vectors of the simple configuration (weights by field made it worse) with a GIN index, all words joined by "or".
/// </summary>
internal static class AgainstPostgres
{
    public static Bench Bench { get; } = new("lexis-alqac", "recall and speed on ALQAC 2023, beside PostgreSQL ts_rank [CONNECTION]", Run);

    private static int Run(string[] args)
    {
        var folder = Path.GetFullPath(Path.Combine(Environment.GetEnvironmentVariable("SEN_CASES") ?? "../shared/cases", "../data/legal"));
        if (!File.Exists(Path.Combine(folder, AlqacData.Articles)))
        {
            Console.WriteLine($"SKIPPED: no {AlqacData.Articles} in {folder} (set SEN_CASES)");
            return 2;
        }
        var articles = AlqacData.ReadArticles(folder);
        var questions = AlqacData.ReadQuestions(folder);
        var time = Stopwatch.StartNew();
        using var index = AlqacData.Index(articles);
        Console.WriteLine(FormattableString.Invariant($"Lexis indexed {articles.Count:#,0} articles in {time.ElapsedMilliseconds:#,0} ms"));
        string[] Lexis(string text) => [.. index.Search(new SearchRequest(text) { Plain = true }).Hits.Select(h => h.Key)];
        for (var warm = 0; warm < 20; warm++)
            foreach (var question in questions)
                Lexis(question.Text);
        Measure("Lexis", questions, Lexis, q => q, 20);
        Measure("Lexis, no marks", questions, Lexis, Fold.Text, 20);
        Measure("Lexis, first line of the question only", questions, Lexis, q => q.Split('\n')[0], 20);
        if (args is [var connection, ..])
            Postgres(connection, articles, questions);
        else
            Console.WriteLine("PostgreSQL not asked: give a connection string of an empty database");
        return 0;
    }

    private static void Postgres(string connection, IReadOnlyList<Passage> articles, IReadOnlyList<AlqacQuestion> questions)
    {
        using var source = NpgsqlDataSource.Create(connection);
        var time = Stopwatch.StartNew();
        using (var set = source.CreateCommand("""
            drop table if exists bench_article;
            create table bench_article (key text, marked tsvector, folded tsvector);
            create extension if not exists unaccent
            """))
            set.ExecuteNonQuery();
        foreach (var article in articles)
        {
            using var insert = source.CreateCommand("""
                insert into bench_article values ($1,
                  to_tsvector('simple', concat_ws(' ', $2, $3, $4)), to_tsvector('simple', unaccent(concat_ws(' ', $2, $3, $4))))
                """);
            string[] values = [article.Key, .. article.Fields];
            foreach (var value in values)
                insert.Parameters.Add(new NpgsqlParameter { Value = value });
            insert.ExecuteNonQuery();
        }
        using (var finish = source.CreateCommand("create index on bench_article using gin (marked); create index on bench_article using gin (folded); analyze bench_article"))
            finish.ExecuteNonQuery();
        Console.WriteLine(FormattableString.Invariant($"PostgreSQL indexed in {time.ElapsedMilliseconds:#,0} ms"));
        foreach (var normalisation in new[] { 0, 1 })
        {
            string[] Ask(string text, string column, string fold)
            {
                var words = string.Join(" | ", TextWords.Of(text).Distinct());
#pragma warning disable CA2100 // names of this file
                using var command = source.CreateCommand($"""
                    select key from bench_article, to_tsquery('simple', {fold}($1)) q
                    where {column} @@ q order by ts_rank({column}, q, {normalisation}) desc limit 10
                    """);
#pragma warning restore CA2100
                command.Parameters.Add(new NpgsqlParameter { Value = words });
                using var reader = command.ExecuteReader();
                var keys = new List<string>();
                while (reader.Read())
                    keys.Add(reader.GetString(0));
                return [.. keys];
            }
            Measure($"ts_rank, normalisation {normalisation}", questions, t => Ask(t, "marked", ""), q => q, 1);
            Measure($"ts_rank, normalisation {normalisation}, no marks", questions, t => Ask(t, "folded", "unaccent"), Fold.Text, 1);
        }
    }

    private static void Measure(string name, IReadOnlyList<AlqacQuestion> questions, Func<string, string[]> ask, Func<string, string> written, int rounds)
    {
        var (first, ten) = (0, 0);
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
            foreach (var question in questions)
            {
                var start = Stopwatch.GetTimestamp();
                var keys = ask(written(question.Text));
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (round > 0)
                    continue;
                first += keys is [var best, ..] && question.Articles.Contains(best) ? 1 : 0;
                ten += keys.Intersect(question.Articles).Any() ? 1 : 0;
            }
        Console.WriteLine($"{name}: recall@1 {first}/{questions.Count}, recall@10 {ten}/{questions.Count}; {new Percentiles(times)}");
    }
}
