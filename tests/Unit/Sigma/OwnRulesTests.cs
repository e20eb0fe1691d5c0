using System.Globalization;
using System.Text;
using Sen.Sigma;
using Sen.Tests.Unit.Architecture;
using YamlDotNet.RepresentationModel;

namespace Sen.Tests.Unit.Sigma;

/// <summary>The rules of packs/vietnam/detection: each has samples that fire it and samples that do not.</summary>
public sealed class OwnRulesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "packs/vietnam/detection");
    private static readonly SigmaPack Pack = SigmaPack.Read(System.IO.Directory.EnumerateFiles(Folder, "*.yml").Order(StringComparer.Ordinal).Select(file => new SigmaFile(Path.GetFileName(file), File.ReadAllText(file))));
    private static readonly SigmaRuleSet Rules = SigmaRuleSet.Compile(Pack);

    /// <summary>A step of a sample: a line, so many times, so many seconds apart; {n} in it counts.</summary>
    private sealed record Step(string Line, int Times, int Every);

    private sealed record Sample(EventSource? Source, Step[] Fires, Step[] Silent);

    private static readonly Dictionary<string, Sample> Samples = System.IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Unit/Sigma/Samples"), "*.yml").SelectMany(Read).ToDictionary(pair => pair.Key, pair => pair.Value);

    [Fact]
    public void All_AreTaken_AndDescribedInThreeLanguages()
    {
        Pack.Refused.ShouldBeEmpty();
        var all = Pack.Rules.Cast<SigmaDocument>().Concat(Pack.Correlations).ToArray();
        all.Length.ShouldBeGreaterThanOrEqualTo(40);
        foreach (var rule in all)
            rule.ShouldSatisfyAllConditions(rule.Title, r => r.Titles.Keys.Order().ShouldBe(["ar", "en"]), r => Guid.TryParse(r.Id, out _).ShouldBeTrue(), r => r.Level.ShouldNotBeNull(), r => r.Name.ShouldNotBeNull());
    }

    [Fact]
    public void All_HaveSamplesOfBothKinds() => Samples.Where(pair => pair.Value is { Fires: [_, ..], Silent: [_, ..] }).Select(pair => pair.Key).Order(StringComparer.Ordinal)
        .ShouldBe(Pack.Rules.Cast<SigmaDocument>().Concat(Pack.Correlations).Select(rule => rule.Name!).Order(StringComparer.Ordinal));

    [Fact]
    public void Rules_FireOnEachPositive_AndOnNoNegative()
    {
        var wrong = new List<string>();
        foreach (var rule in Pack.Rules)
        {
            var sample = Samples[rule.Name!];
            wrong.AddRange(sample.Fires.Where(step => !Matched(rule, sample, step)).Select(step => $"{rule.Name} does not fire on {step.Line}"));
            wrong.AddRange(sample.Silent.Where(step => Matched(rule, sample, step)).Select(step => $"{rule.Name} fires on {step.Line}"));
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Correlations_FireOnTheirSequence_AndNotOnItsOpposite()
    {
        var wrong = new List<string>();
        foreach (var correlation in Pack.Correlations)
        {
            var sample = Samples[correlation.Name!];
            if (!Fired(correlation, sample, sample.Fires))
                wrong.Add($"{correlation.Name} does not fire");
            if (Fired(correlation, sample, sample.Silent))
                wrong.Add($"{correlation.Name} fires on what it should not");
        }
        wrong.ShouldBeEmpty();
    }

    /// <summary>A rule that a correlation stands on is silent alone, so its counter tells.</summary>
    private static bool Matched(SigmaRule rule, Sample sample, Step step)
    {
        var engine = new SigmaEngine(Rules);
        Feed(engine.Detector(), sample.Source, step.Line, Sigmas.Noon);
        return engine.Counters().Single(counter => counter.Rule == rule).Matches > 0;
    }

    private static bool Fired(SigmaCorrelation correlation, Sample sample, Step[] steps)
    {
        // State must not leak from one sample into the next: each has its own rule set.
        var (detector, at, fired) = (new SigmaEngine(SigmaRuleSet.Compile(Pack)).Detector(), Sigmas.Noon, false);
        foreach (var step in steps)
            for (var n = 1; n <= step.Times; n++)
                fired |= Feed(detector, sample.Source, step.Line.Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), at = at.AddSeconds(step.Every))
                    .Matches.Any(match => match.Rule.Id == correlation.Id);
        return fired;
    }

    private static SigmaResult Feed(SigmaDetector detector, EventSource? source, string line, DateTimeOffset at)
    {
        var utf8 = Encoding.UTF8.GetBytes(line);
        return line[0] switch { '{' => detector.Json(utf8, at, source), '<' => detector.Syslog(utf8, at), _ => detector.Line(utf8, at, source) };
    }

    private static IEnumerable<KeyValuePair<string, Sample>> Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        var map = (YamlMappingNode)stream.Documents[0].RootNode;
        EventSource? source = null;
        if (map.Children.TryGetValue("source", out var written))
        {
            var parts = ((YamlScalarNode)written).Value!.Split('/').Select(part => part == "-" ? null : part).ToArray();
            source = new EventSource(new LogSource(parts[0], parts[1], parts[2])) { Program = map.Children.TryGetValue("program", out var program) ? ((YamlScalarNode)program).Value : null };
        }
        return ((YamlMappingNode)map["rules"]).Select(rule => KeyValuePair.Create(((YamlScalarNode)rule.Key).Value!, new Sample(source, Steps(rule.Value["fires"]), Steps(rule.Value["silent"]))));
    }

    private static Step[] Steps(YamlNode list) => [.. ((YamlSequenceNode)list).Select(node => node is YamlScalarNode line ? new Step(line.Value!, 1, 1)
        : new Step(((YamlScalarNode)node["line"]).Value!, int.Parse(((YamlScalarNode)node["times"]).Value!, CultureInfo.InvariantCulture), int.Parse(((YamlScalarNode)node["every"]).Value!, CultureInfo.InvariantCulture)))];
}
