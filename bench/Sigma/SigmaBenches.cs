using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sen.Sigma;

namespace Sen.Bench.Sigma;

/// <summary>Events a second of Sen.Sigma on one core, and the state of a correlation under a flood of different keys.</summary>
internal static class SigmaBenches
{
    public static IReadOnlyList<Bench> All { get; } =
    [
        new("sigma", "events/s on one core, all public rules of SEN_CASES/sigma, 2 KB JSON; load time, memory, candidates [seconds]", Events),
        new("sigma-flood", "a correlation under distinct keys: groups, memory, events/s [keys]", Flood),
    ];

    private static int Events(string[] arguments)
    {
        var folder = Path.Combine(Cases(), "sigma");
        var rules = Load(Rules(folder), "cold");
        GC.Collect();
        Say($"memory with the rules loaded: {GC.GetTotalMemory(true) / 1e6:F0} MB managed, {Process.GetCurrentProcess().WorkingSet64 / 1e6:F0} MB working set, {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB peak");
        OneCore();
        var events = new EventMill(folder, 5_000);
        Say($"{events.Lines.Length} different events from {events.Seeds} regression events, {events.Lines.Average(line => line.Length):F0} bytes on average; one core");
        var detector = new SigmaEngine(rules).Detector();
        var seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 12;
        Run(detector, events.Lines, 3);
        for (var round = 0; round < 3; round++)
            Run(detector, events.Lines, seconds / 3, true);
        Say($"memory after the run: {GC.GetTotalMemory(true) / 1e6:F0} MB managed of which events {events.Lines.Sum(line => (long)line.Length) / 1e6:F0} MB, {Process.GetCurrentProcess().WorkingSet64 / 1e6:F0} MB working set, {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB peak");
        Load(Rules(folder), "warm, one core");
        GC.KeepAlive(rules);
        return 0;
    }

    private static SigmaRuleSet Load(SigmaFile[] files, string how)
    {
        var watch = Stopwatch.StartNew();
        var read = SigmaPack.Read(files, Options());
        var reading = watch.Elapsed;
        var rules = SigmaRuleSet.Compile(read);
        Say($"load {how}: {watch.Elapsed.TotalSeconds:F2} s (reading {reading.TotalSeconds:F2} s) for {read.Rules.Count} rules, {read.Refused.Count} refused, {rules.Witnessed} with a witness, automata {rules.IndexBytes / 1e6:F1} MB");
        return rules;
    }

    private static void Run(SigmaDetector detector, byte[][] lines, double seconds, bool say = false)
    {
        var (count, candidates, matches, bytes, most) = (0L, 0L, 0L, 0L, 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var spread = new int[4_096];
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 1_000; i++)
            {
                var line = lines[count++ % lines.Length];
                var result = detector.Json(line, DateTimeOffset.UnixEpoch);
                (candidates, matches, bytes, most) = (candidates + result.Candidates, matches + result.Matches.Count, bytes + line.Length, Math.Max(most, result.Candidates));
                spread[Math.Min(result.Candidates, spread.Length - 1)]++;
            }
        }
        if (!say)
            return;
        var time = watch.Elapsed.TotalSeconds;
        Say($"{count / time:N0} events/s, {bytes / time / 1e6:F0} MB/s; candidates an event {candidates / (double)count:F2} (p95 {Percentile(spread, count, 0.95)}, most {most}), matches {matches / (double)count:F2}, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)count:F0} bytes allocated");
    }

    private static int Percentile(int[] spread, long count, double share)
    {
        var seen = 0L;
        for (var i = 0; i < spread.Length; i++)
            if ((seen += spread[i]) >= share * count)
                return i;
        return spread.Length;
    }

    private static int Flood(string[] arguments)
    {
        OneCore();
        var keys = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2_000_000;
        foreach (var (type, condition) in new[] { ("event_count", "{gte: 5}"), ("value_count", "{field: user.name, gte: 5}"), ("value_sum", "{field: n, gte: 1000000000}"), ("value_percentile", "{field: n, gte: 1000000000}") })
        {
            var text = $$"""
                title: Failed
                name: failed
                logsource: {product: linux, service: sshd}
                detection: {selection: {event.action: failed}, condition: selection}
                ---
                title: Many
                correlation: {type: {{type}}, rules: [failed], group-by: [source.ip], timespan: 1h, condition: {{condition}}}
                """;
            var engine = new SigmaEngine(SigmaRuleSet.Compile(SigmaPack.Read([new("flood.yml", text)])));
            var (detector, source, at) = (engine.Detector(), new EventSource(new LogSource("linux", null, "sshd")), DateTimeOffset.UnixEpoch.AddYears(50));
            var before = GC.GetTotalMemory(true);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < keys; i++)
                detector.Json(Encoding.UTF8.GetBytes($$"""{"event":{"action":"failed"},"source":{"ip":"2001:db8::{{i:x}}"},"user":{"name":"u{{i}}"},"n":{{i % 1000}}}"""), at = at.AddMilliseconds(1), source);
            var time = watch.Elapsed.TotalSeconds;
            var counter = engine.CorrelationCounters()[0];
            var held = GC.GetTotalMemory(true) - before;
            Say($"{type}: {keys:N0} keys, {keys / time:N0} events/s, {counter.Groups:N0} groups held, {counter.Evicted:N0} evicted, {held / 1e6:F1} MB ({held / Math.Max(1, counter.Groups)} bytes a group)");
            GC.KeepAlive(detector);
        }
        return 0;
    }

    internal static SigmaFile[] Rules(string folder) =>
        [.. System.IO.Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories).Where(file => !file.Contains("/regression_data/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => new SigmaFile(file, File.ReadAllText(file)))];

    private static SigmaOptions Options() => new() { Placeholders = name => [name + "-1", name + "-2"] };

    private static string Cases() => Environment.GetEnvironmentVariable("SEN_CASES") is { Length: > 0 } given ? given : Path.GetFullPath("../shared/cases");

    private static void OneCore()
    {
        if (OperatingSystem.IsLinux())
            Process.GetCurrentProcess().ProcessorAffinity = 1;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
