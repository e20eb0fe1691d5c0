using System.Globalization;
using System.Text;
using System.Text.Json;
using Sen.Sigma;
using Sen.Tests.Unit.Sigma;
using YamlDotNet.RepresentationModel;

namespace Sen.Tests.Conformance;

/// <summary>
/// Public Sigma rules and the regression events beside them: every rule compiles, the events fire their rule at least as often
/// as their <c>info.yml</c> says, and the engine agrees with one that evaluates every rule, on the events and on 1,000 mutations of them.
/// </summary>
internal static class SigmaSuite
{
    private const int Mutations = 1_000;
    private const int Seed = 20_261_128;

    public static Suite Suite { get; } = new("sigma", Run);

    private sealed record Test(string Name, string RuleId, string[] Events, int? Count, bool Json);

    private static IEnumerable<Outcome> Run(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => !file.Contains("/regression_data/", StringComparison.Ordinal)).Select(file => new SigmaFile(Path.GetRelativePath(folder, file), File.ReadAllText(file))).ToArray();
        // What a province would list: any placeholder stands for two invented names.
        var pack = SigmaPack.Read(files, new() { Placeholders = name => [$"{name}-1", $"{name}-2"] });
        var refused = pack.Refused.ToLookup(refusal => refusal.File);
        foreach (var file in files)
            yield return new Outcome(file.Name, "compiles", !refused.Contains(file.Name), string.Join("; ", refused[file.Name].Select(refusal => $"{refusal.Code}: {refusal.Detail}")));
        var rules = SigmaRuleSet.Compile(pack);
        var tests = Tests(folder).ToArray();
        foreach (var test in tests)
            yield return Fires(test, rules);
        yield return Agreement(tests.Where(test => test.Json).SelectMany(test => test.Events).ToArray(), rules);
    }

    private static Outcome Fires(Test test, SigmaRuleSet rules)
    {
        var rule = rules.Pack.Rules.FirstOrDefault(rule => rule.Id == test.RuleId);
        if (rule is null)
            return new(test.Name, test.RuleId, false, "its rule is not in the folder", Optional: true);
        var detector = new SigmaEngine(rules).Detector();
        // A line of text does not say where it comes from: its intake would.
        var source = new EventSource(rule.Source);
        var fired = test.Events.Count(text => (test.Json ? detector.Json(Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch) : detector.Syslog(Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch, source))
            .Matches.Any(match => match.Rule.Id == test.RuleId));
        // match_count counts differently from file to file (one says 1 for three events that all match): it is the least.
        var expected = test.Count ?? 1;
        return new(test.Name, rule.Title, fired >= expected, $"fired {fired} of {expected}");
    }

    private static Outcome Agreement(string[] events, SigmaRuleSet rules)
    {
        var (plain, detector) = (new PlainEngine(rules.Pack), new SigmaEngine(rules).Detector());
        var mutation = new Mutation(Seed, events, rules.Pack);
        var differences = new List<string>();
        var matches = 0;
        foreach (var text in events.Concat(Enumerable.Range(0, events.Length == 0 ? 0 : Mutations).Select(_ => mutation.Next())))
        {
            var result = detector.Json(Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);
            var (compiled, expected) = (result.Matches.Select(match => match.Rule.Id).ToHashSet(), plain.Matches(text));
            matches += expected.Count;
            if (!compiled.SetEquals(expected))
                differences.Add($"only compiled: {string.Join(' ', compiled.Except(expected))}, only plain: {string.Join(' ', expected.Except(compiled))}, on {text}");
        }
        return new("agreement", $"{events.Length} events and {Mutations} mutations, seed {Seed}, {matches} matches", differences.Count == 0, $"{differences.Count} differ: {differences.FirstOrDefault()}");
    }

    private static IEnumerable<Test> Tests(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "info.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(file)));
            var info = (YamlMappingNode)stream.Documents[0].RootNode;
            var id = ((YamlScalarNode)((YamlSequenceNode)info["rule_metadata"])[0]["id"]).Value!;
            var entries = info.Children.TryGetValue("regression_tests_info", out var list) ? ((YamlSequenceNode)list).OfType<YamlMappingNode>().ToArray() : [];
            // One info.yml names no file: the event then bears its rule's id.
            foreach (var (name, count) in entries.Length == 0 ? [(id, null)] : entries.Select(entry => (Text(entry, "path")!, Text(entry, "match_count"))))
            {
                var stem = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(name));
                var expected = count is null ? (int?)null : int.Parse(count, CultureInfo.InvariantCulture);
                if (File.Exists(stem + ".json"))
                    yield return new(Path.GetRelativePath(folder, stem + ".json"), id, [.. Objects(File.ReadAllBytes(stem + ".json"))], expected, true);
                else if (File.Exists(stem + ".raw"))
                    yield return new(Path.GetRelativePath(folder, stem + ".raw"), id, File.ReadAllLines(stem + ".raw"), expected, false);
            }
        }
    }

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out var node) ? ((YamlScalarNode)node).Value : null;

    /// <summary>One or more JSON objects, one after the other.</summary>
    private static List<string> Objects(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var objects = new List<string>();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            objects.Add(Encoding.UTF8.GetString(utf8[start..(int)reader.BytesConsumed]));
        }
        return objects;
    }
}
