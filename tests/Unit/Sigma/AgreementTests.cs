using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>The compiled and the plain engine agree on many rules at once and on seeded mutations; public rules do so in the conformance program.</summary>
public sealed class AgreementTests
{
    private const int Seed = 97;

    [Fact]
    public void Engines_Agree_OnRandomRulesAndMutatedEvents()
    {
        var random = new Random(Seed);
        string[] words = ["abc", "Abcd", "bcd", "xyz", "ỨNG", "ứng dụng", " -enc", "/c", "a*c", "a?c", "", "12", "cmd.exe", @"\cmd.exe", "*.exe"];
        string[] modifiers = ["", "|contains", "|startswith", "|endswith", "|contains|all", "|cased", "|contains|cased", "|neq", "|contains|windash", "|exists", "|re", "|lt", "|fieldref", "|base64offset|contains"];
        string Value(string modifier) => modifier switch { "|exists" => random.Next(2) == 0 ? "true" : "false", "|lt" => "20", "|re" => "'(a|x)[bcy]+'", "|fieldref" => "g", "|base64offset|contains" => "secret", _ => "'" + words[random.Next(words.Length)] + "'" };
        string Items() => string.Join(", ", "fghk".OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(field =>
        {
            var modifier = modifiers[random.Next(modifiers.Length)];
            var several = modifier is not ("|exists" or "|re" or "|lt" or "|fieldref" or "|base64offset|contains") && random.Next(2) == 0;
            return $"{field}{modifier}: " + (several ? $"[{string.Join(", ", Enumerable.Range(0, random.Next(2, 12)).Select(_ => Value(modifier)))}]" : Value(modifier));
        }));
        string[] conditions = ["s1", "s1 and s2", "s1 or s2", "s1 and not s2", "1 of s*", "2 of s*", "not s1 and s2", "all of s*", "words and not s3"];
        var rules = string.Join("\n---\n", Enumerable.Range(0, 400).Select(i =>
            $"title: R{i}\nlogsource: {{product: test}}\ndetection:\n  s1: {{{Items()}}}\n  s2: {{{Items()}}}\n  s3: {{{Items()}}}\n  words: [abc, 'x*z']\n  condition: {conditions[random.Next(conditions.Length)]}"));
        var engine = Sigmas.Engine(rules);
        var (detector, plain, matches) = (engine.Detector(), new PlainEngine(engine.Current.Pack), 0);
        var events = Enumerable.Range(0, 20).Select(i => $$"""{"f":"{{words[i % 5]}}","g":["{{words[(i + 3) % 6]}}",{{i}}],"h":{"k":"x"},"k":"c:\\cmd.exe -enc c2VjcmV0","n":null}""").ToArray();
        var mutation = new Mutation(Seed, events, engine.Current.Pack);
        foreach (var text in events.Concat(Enumerable.Range(0, 1_000).Select(_ => mutation.Next())))
        {
            var expected = plain.Matches(text, new LogSource("test"));
            new SortedSet<string>(detector.Json(Encoding.UTF8.GetBytes(text), Sigmas.Noon, Sigmas.Any).Matches.Select(match => match.Rule.Id), StringComparer.Ordinal).ShouldBe(expected, $"seed {Seed}: {text}");
            matches += expected.Count;
        }
        matches.ShouldBeGreaterThan(10_000);
    }
}
