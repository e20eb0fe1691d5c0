using System.Diagnostics;
using Npgsql;
using Sen.Lexis;

namespace Sen.Bench.Lexis;

/// <summary>The same invented passages in PostgreSQL: <c>ts_rank</c> of the simple configuration over unmarked text with a GIN index, words joined by "or".</summary>
internal static class MillionInPostgres
{
    public static void Run(string connection, int count, IReadOnlyList<string> asked)
    {
        using var source = NpgsqlDataSource.Create(connection);
        Do(source, "drop table if exists bench_passage; create unlogged table bench_passage (key text, words tsvector)");
        var synthetic = new Synthetic(7);
        var write = new Stopwatch();
        using (var open = source.OpenConnection())
        using (var copy = open.BeginTextImport("copy bench_passage from stdin"))
            for (var number = 0; number < count; number++)
            {
                var passage = synthetic.Passage(number);
                // A vector as text: each word once with its place, as to_tsvector would make it, made here so that PostgreSQL only stores it.
                var vector = string.Join(' ', TextWords.Of(Fold.Text(string.Join(' ', passage.Fields))).Select((word, place) => (word, place)).GroupBy(w => w.word, w => w.place + 1, (word, places) => $"{word}:{string.Join(',', places)}"));
                write.Start();
                copy.Write($"{passage.Key}\t{vector}\n");
                write.Stop();
            }
        var index = Stopwatch.StartNew();
        Do(source, "set maintenance_work_mem = '1GB'; create index on bench_passage using gin (words); analyze bench_passage");
        Console.WriteLine(FormattableString.Invariant($"PostgreSQL: {count / (write.Elapsed + index.Elapsed).TotalSeconds:#,0} passages/s copied and indexed"));
        var times = new List<double>();
        foreach (var text in asked)
        {
            var start = Stopwatch.GetTimestamp();
            using var command = source.CreateCommand("""
                select key from bench_passage, to_tsquery('simple', $1) q where words @@ q order by ts_rank(words, q, 1) desc limit 10
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = string.Join(" | ", TextWords.Of(Fold.Text(text)).Distinct()) });
            using var reader = command.ExecuteReader();
            while (reader.Read())
                reader.GetString(0);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine($"ts_rank: {new Percentiles(times)}");
    }

    private static void Do(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // texts of this file
        using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
