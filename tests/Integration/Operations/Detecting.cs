using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Operations;

/// <summary>The rules of packs/vietnam/detection at work.</summary>
internal static class Detecting
{
    /// <summary>Names of the rules that fire on lines of a service of the program, each read at the time that it says.</summary>
    public static string[] Fired(string category, string service, IEnumerable<string> lines, DateTimeOffset now)
    {
        var files = System.IO.Directory.GetFiles(Path.Combine(Web.Repository, "packs/vietnam/detection"), "*.yml");
        var engine = new SigmaEngine(SigmaRuleSet.Compile(SigmaPack.Read(files.Select(file => new SigmaFile(Path.GetFileName(file), File.ReadAllText(file))))));
        var detector = engine.Detector();
        var source = new EventSource(new LogSource("sen", category, service));
        var fired = new HashSet<string>();
        foreach (var line in lines)
        {
            var result = detector.Json(Encoding.UTF8.GetBytes(line), now, source);
            result.Readable.ShouldBeTrue(line);
            fired.UnionWith(result.Matches.Select(match => match.Rule.Name!));
        }
        // Rules that only feed correlations are counted, not told.
        return [.. fired.Union(engine.Counters().Where(counter => counter.Matches > 0).Select(counter => counter.Rule.Name!))];
    }
}
