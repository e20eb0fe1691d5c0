using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>Short ways to a rule and what it makes of an event.</summary>
internal static class Sigmas
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 5, 0, 0, TimeSpan.Zero);
    public static readonly EventSource Any = new(new LogSource("test"));

    /// <summary>A rule of this detection section, YAML, each line of it indented by the caller or not at all.</summary>
    public static string Rule(string detection, string title = "Test") =>
        $"title: {title}\nname: {title.ToLowerInvariant()}\nlogsource: {{product: test}}\ndetection:\n" + string.Concat(detection.TrimEnd().Split('\n').Select(line => "  " + line + "\n"));

    /// <summary>A rule of one selection.</summary>
    public static string Selection(string items) => Rule("selection:\n" + string.Concat(items.TrimEnd().Split('\n').Select(line => "  " + line + "\n")) + "condition: selection");

    public static SigmaPack Read(string text, SigmaOptions? options = null) => SigmaPack.Read([new("test.yml", text)], options);

    public static SigmaEngine Engine(string text, SigmaOptions? options = null)
    {
        var pack = Read(text, options);
        pack.Refused.ShouldBeEmpty();
        return new(SigmaRuleSet.Compile(pack));
    }

    /// <summary>Whether the compiled and the plain engine, which must agree, find the rule in the event.</summary>
    public static bool Fires(string rule, string json, SigmaOptions? options = null)
    {
        var engine = Engine(rule, options);
        var result = engine.Detector().Json(Encoding.UTF8.GetBytes(json), Noon, Any);
        result.Readable.ShouldBeTrue(json);
        var plain = new PlainEngine(engine.Current.Pack).Matches(json, new LogSource("test")).Count > 0;
        (result.Matches.Count > 0).ShouldBe(plain, $"the engines differ on {json} under\n{rule}");
        return plain;
    }

    public static SigmaRefusal Refused(string rule, SigmaOptions? options = null) => Read(rule, options).Refused.ShouldHaveSingleItem();

    public static IReadOnlyList<SigmaMatch> Json(this SigmaDetector detector, string json, DateTimeOffset at) => [.. detector.Json(Encoding.UTF8.GetBytes(json), at, Any).Matches];
}
