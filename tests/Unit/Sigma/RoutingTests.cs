using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>A rule sees only events whose source is known to be its own.</summary>
public sealed class RoutingTests
{
    private static string Rule(string source) => $"title: T\nlogsource: {{{source}}}\ndetection: {{s: {{f: 1}}, condition: s}}";

    [Theory]
    [InlineData("category: process_creation, product: windows", "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1", true)]
    [InlineData("category: process_creation, product: windows", "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":11", false)]
    [InlineData("category: process_creation, product: windows", "\"winlog\":{\"channel\":\"Security\",\"event_id\":\"4688\"}", true)]
    [InlineData("category: registry_set, product: windows", "\"Event\":{\"System\":{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":13}}", true)]
    [InlineData("category: registry_event, product: windows", "\"Event\":{\"System\":{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":13}}", true)]
    [InlineData("category: registry_add, product: windows", "\"Event\":{\"System\":{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":13}}", false)]
    [InlineData("product: windows, service: security", "\"Channel\":\"security\",\"EventID\":4624", true)]
    [InlineData("product: windows", "\"Channel\":\"Something Else\"", true)]
    [InlineData("product: linux, service: sshd", "\"event\":{\"dataset\":\"sshd\"}", true)]
    [InlineData("category: webserver", "\"event\":{\"module\":\"nginx\"}", true)]
    [InlineData("category: process_creation", "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1", true)]
    [InlineData("product: windows", "\"x\":1", false)]
    public void Events_ShowTheirSource(string source, string members, bool fires)
    {
        var json = "{\"f\":1," + members + "}";
        var engine = Sigmas.Engine(Rule(source));
        (engine.Detector().Json(Encoding.UTF8.GetBytes(json), Sigmas.Noon).Matches.Count > 0).ShouldBe(fires);
        (new PlainEngine(engine.Current.Pack).Matches(json).Count > 0).ShouldBe(fires);
    }

    [Fact]
    public void TheIntake_SaysTheSource()
    {
        var detector = Sigmas.Engine(Rule("product: cisco, service: aaa")).Detector();
        detector.Json("""{"f":1}"""u8, Sigmas.Noon, new EventSource(new LogSource("cisco", null, "aaa"))).Matches.ShouldHaveSingleItem();
        detector.Json("""{"f":1}"""u8, Sigmas.Noon, new EventSource(new LogSource("cisco", null, "bgp"))).Matches.ShouldBeEmpty();
        detector.Json("""{"f":1}"""u8, Sigmas.Noon).Matches.ShouldBeEmpty();
    }

    [Fact]
    public void Filters_HoldForTheirRules_AndTheirSource()
    {
        const string Filter = "\n---\ntitle: No adm\nlogsource: {product: windows}\nfilter: {rules: RULES, selection: {User|startswith: adm_}, condition: not selection}";
        const string Event = """{"Channel":"Security","f":1,"User":"adm_1"}""";
        foreach (var (rules, fires) in new[] { ("[t]", false), ("any", false), ("[other]", true) })
        {
            var text = "name: t\n" + Rule("product: windows") + "\n---\nname: other\n" + Rule("product: windows").Replace("f: 1", "f: 2", StringComparison.Ordinal).Replace("title: T", "title: O", StringComparison.Ordinal) + Filter.Replace("RULES", rules, StringComparison.Ordinal);
            Sigmas.Engine(text).Detector().Json(Encoding.UTF8.GetBytes(Event), Sigmas.Noon).Matches.Count.ShouldBe(fires ? 1 : 0, rules);
        }
        var wider = "name: t\n" + Rule("product: windows") + Filter.Replace("RULES", "[t]", StringComparison.Ordinal).Replace("{product: windows}", "{product: windows, service: sysmon}", StringComparison.Ordinal);
        Sigmas.Engine(wider).Detector().Json(Encoding.UTF8.GetBytes(Event), Sigmas.Noon).Matches.ShouldHaveSingleItem();
    }
}
