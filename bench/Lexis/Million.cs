using System.Diagnostics;
using Sen.Data;
using Sen.Lexis;

namespace Sen.Bench.Lexis;

/// <summary>Indexes invented passages in a folder while merging in the background, opens them again and asks.</summary>
internal static class Million
{
    private const int Batch = 40_000;
    private static readonly IndexSchema Schema = new([new("title", 2), new("text", 1)]);

    public static Bench Bench { get; } = new("lexis-million", "index and search 1,000,000 invented passages [COUNT] [FOLDER] [CONNECTION of an empty PostgreSQL database]", Run);

    private static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Path.Combine(args.Length > 1 ? args[1] : Path.GetTempPath(), "sen-lexis-million");
        if (System.IO.Directory.Exists(folder))
            System.IO.Directory.Delete(folder, recursive: true);
        try
        {
            var asked = Index(count, folder);
            Ask(folder, asked);
            if (args is [_, _, var connection, ..])
                MillionInPostgres.Run(connection, count, [.. asked.Take(50)]);
            return 0;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Index(int count, string folder)
    {
        var synthetic = new Synthetic(7);
        var asked = new List<string>();
        using var index = LexisIndex.Open(new FolderStore(folder), Schema);
        var apply = new Stopwatch();
        var whole = Stopwatch.StartNew();
        var making = new Stopwatch();
        var merging = Task.CompletedTask;
        for (var number = 0; number < count; number += Batch)
        {
            making.Start();
            var batch = Enumerable.Range(number, Math.Min(Batch, count - number)).Select(synthetic.Passage).ToArray();
            asked.AddRange(batch.Take(Math.Max(1, 1_500 / (count / Batch + 1))).Select(synthetic.Query));
            making.Stop();
            apply.Start();
            index.Apply(batch);
            apply.Stop();
            if (merging.IsCompleted)
                merging = Task.Run(() => { while (index.Merge()) { } });
        }
        merging.Wait();
        while (index.Merge()) { }
        var total = whole.Elapsed - making.Elapsed;
        Console.WriteLine(FormattableString.Invariant($"indexed {count:#,0}: {count / apply.Elapsed.TotalSeconds:#,0} passages/s written, {count / total.TotalSeconds:#,0} passages/s until all merges were done (second thread); {index.Segments} segments, {new DirectoryInfo(folder).GetFiles().Sum(f => f.Length) / 1_000_000:#,0} MB"));
        var one = Stopwatch.StartNew();
        index.Apply([synthetic.Passage(3)], ["p5"]);
        Console.WriteLine(FormattableString.Invariant($"one replaced and one deleted in {one.Elapsed.TotalMilliseconds:0.0} ms"));
        return asked;
    }

    private static void Ask(string folder, List<string> asked)
    {
        var open = Stopwatch.StartNew();
        using var index = LexisIndex.Open(new FolderStore(folder), Schema);
        index.Search(new SearchRequest(asked[0]));
        Console.WriteLine(FormattableString.Invariant($"opened and first answer in {open.Elapsed.TotalMilliseconds:#,0} ms"));
        foreach (var (name, correct) in new[] { ("warm-up", true), ("with spelling", true), ("without spelling", false) })
        {
            var times = new List<double>();
            foreach (var text in asked)
            {
                var start = Stopwatch.GetTimestamp();
                index.Search(new SearchRequest(text) { Correct = correct });
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            if (name != "warm-up")
                Console.WriteLine($"{name}: {new Percentiles(times)}");
        }
        var verify = Stopwatch.StartNew();
        index.Verify();
        Console.WriteLine(FormattableString.Invariant($"every byte checked in {verify.Elapsed.TotalSeconds:0.0} s; memory {Process.GetCurrentProcess().WorkingSet64 / 1_000_000:#,0} MB, of it managed {GC.GetTotalMemory(true) / 1_000_000:#,0} MB"));
    }
}
