using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>Correlation specification 2.1.0; each kind with what fires it, what just does not, and its bounds.</summary>
public sealed class CorrelationTests
{
    private static string Rules(string correlation) =>
        string.Join("\n---\n", Sigmas.Rule("s: {k: a}\ncondition: s", "A"), Sigmas.Rule("s: {k: b}\ncondition: s", "B"), Sigmas.Rule("s: {k: c}\ncondition: s", "C"), $"title: X\nid: x\nname: x\ncorrelation: {{{correlation}}}");

    /// <summary>Events as "second:json members"; the seconds at which the correlation fires, closing windows at the end.</summary>
    private static int[] Fired(string correlation, params string[] events)
    {
        var engine = Sigmas.Engine(Rules(correlation));
        var detector = engine.Detector();
        var fired = new List<int>();
        foreach (var (second, members) in events.Select(text => text.Split(':', 2)).Select(parts => (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1])))
            fired.AddRange(Seconds(detector.Json("{" + members + "}", Sigmas.Noon.AddSeconds(second))));
        fired.AddRange(Seconds(engine.Advance(Sigmas.Noon.AddDays(1))));
        return [.. fired];
    }

    private static IEnumerable<int> Seconds(IEnumerable<SigmaMatch> matches) => matches.Where(match => match.Rule.Id == "x").Select(match => (int)(match.At - Sigmas.Noon).TotalSeconds);

    private static string[] Of(string members, params int[] seconds) => [.. seconds.Select(second => $"{second}:{members}")];

    [Fact]
    public void EventCount_FiresOnce_ThenKeepsSilentForATimespan()
    {
        const string Three = "type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: 3}";
        Fired(Three, Of("\"k\":\"a\",\"u\":1", 0, 5, 10)).ShouldBe([10]);
        Fired(Three, Of("\"k\":\"a\",\"u\":1", 0, 5, 11)).ShouldBeEmpty();
        Fired(Three, Of("\"k\":\"a\",\"u\":1", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)).ShouldBe([2, 12]);
        Fired(Three, [.. Of("\"k\":\"a\",\"u\":1", 0, 1), .. Of("\"k\":\"a\",\"u\":2", 2)]).ShouldBeEmpty();
        Fired(Three, Of("\"k\":\"a\"", 0, 1, 2)).ShouldBeEmpty();
        Fired("type: event_count, rules: [a], timespan: 10s, condition: {gt: 2}", Of("\"k\":\"a\"", 0, 1, 2)).ShouldBe([2]);
    }

    [Fact]
    public void EventCount_WithAnUpperBound_IsJudgedAtTheWindowsEnd()
    {
        const string Range = "type: event_count, rules: [a, b], group-by: [u], timespan: 10s, condition: {gte: 2, lt: 4}";
        Fired(Range, Of("\"k\":\"a\",\"u\":1", 0, 1)).ShouldBe([10]);
        Fired(Range, [.. Of("\"k\":\"a\",\"u\":1", 0, 1), .. Of("\"k\":\"b\",\"u\":1", 2, 3)]).ShouldBeEmpty();
        Fired("type: event_count, rules: [a], timespan: 10s, condition: {eq: 1}", Of("\"k\":\"a\"", 0, 20, 21)).ShouldBe([10]);
        Fired("type: event_count, rules: [a], timespan: 10s, condition: {neq: 1}", Of("\"k\":\"a\"", 0, 20, 21)).ShouldBe([30]);
    }

    [Fact]
    public void ValueCount_CountsDifferentValues()
    {
        const string Three = "type: value_count, rules: [a], group-by: [h], timespan: 10s, condition: {field: u, gte: 3}";
        string At(int second, string user) => $"{second}:\"k\":\"a\",\"h\":1,\"u\":\"{user}\"";
        Fired(Three, At(0, "p"), At(1, "q"), At(2, "q"), At(3, "r")).ShouldBe([3]);
        Fired(Three, At(0, "p"), At(1, "q"), At(11, "r"), At(12, "q")).ShouldBeEmpty();
        Fired(Three, At(0, "p"), At(1, "q"), At(9, "p"), At(11, "r")).ShouldBe([11]);
        Fired("type: value_count, rules: [a], timespan: 10s, condition: {field: [h, u], gte: 2}", At(0, "p"), At(1, "p")).ShouldBeEmpty();
        Fired("type: value_count, rules: [a], timespan: 10s, condition: {field: u, lte: 1}", At(0, "p"), At(1, "p")).ShouldBe([10]);
    }

    [Fact]
    public void Temporal_NeedsTheRules_InAnyOrder()
    {
        const string All = "type: temporal, rules: [a, b, c], group-by: [u], timespan: 10s";
        string At(int second, string rule) => $"{second}:\"k\":\"{rule}\",\"u\":1";
        Fired(All, At(0, "c"), At(5, "a"), At(10, "b")).ShouldBe([10]);
        Fired(All, At(0, "c"), At(5, "a"), At(11, "b")).ShouldBeEmpty();
        Fired(All, At(0, "a"), At(1, "a"), At(2, "b")).ShouldBeEmpty();
        Fired(All + ", condition: {gte: 2}", At(0, "a"), At(2, "b")).ShouldBe([2]);
    }

    [Fact]
    public void TemporalOrdered_NeedsTheOrder()
    {
        const string All = "type: temporal_ordered, rules: [a, b, c], group-by: [u], timespan: 10s";
        string At(int second, string rule) => $"{second}:\"k\":[{string.Join(',', rule.Select(k => $"\"{k}\""))}],\"u\":1";
        Fired(All, At(0, "a"), At(5, "b"), At(10, "c")).ShouldBe([10]);
        Fired(All, At(0, "b"), At(5, "a"), At(10, "c")).ShouldBeEmpty();
        Fired(All, At(0, "a"), At(5, "b"), At(11, "c")).ShouldBeEmpty();
        Fired(All, At(0, "a"), At(4, "a"), At(5, "b"), At(14, "c")).ShouldBe([14]);
        Fired(All, At(0, "abc")).ShouldBeEmpty("one event is one step");
        Fired(All + ", condition: {gte: 2}", At(0, "a"), At(2, "c")).ShouldBe([2]);
    }

    [Fact]
    public void ValueSum_AddsUp()
    {
        const string Sum = "type: value_sum, rules: [a], group-by: [u], timespan: 32s, condition: {field: n, gt: 100}";
        string At(int second, string number) => $"{second}:\"k\":\"a\",\"u\":1,\"n\":{number}";
        Fired(Sum, At(0, "60"), At(20, "41")).ShouldBe([20]);
        Fired(Sum, At(0, "60"), At(20, "\"40\"")).ShouldBeEmpty();
        Fired(Sum, At(0, "60"), At(34, "41")).ShouldBeEmpty();
        Fired(Sum, At(0, "200.5"), At(1, "\"x\"")).ShouldBe([0]);
    }

    [Fact]
    public void ValueAvg_AndPercentile_AreJudgedAtTheWindowsEnd()
    {
        string At(int second, double number) => FormattableString.Invariant($"{second}:\"k\":\"a\",\"n\":{number}");
        Fired("type: value_avg, rules: [a], timespan: 10s, condition: {field: n, gt: 500}", At(0, 900), At(1, 200)).ShouldBe([10]);
        Fired("type: value_avg, rules: [a], timespan: 10s, condition: {field: n, gt: 500}", At(0, 900), At(1, 50)).ShouldBeEmpty();
        Fired("type: value_percentile, rules: [a], timespan: 10s, condition: {field: n, gte: 49, lte: 51}", [.. Enumerable.Range(1, 99).Select(n => At(0, n))]).ShouldBe([10]);
        Fired("type: value_percentile, rules: [a], timespan: 10s, condition: {field: n, percentile: 95, gt: 93, lt: 97}", [.. Enumerable.Range(1, 100).Select(n => At(0, n))]).ShouldBe([10]);
        Fired("type: value_percentile, rules: [a], timespan: 10s, condition: {field: n, percentile: 10, lt: -83}", [.. Enumerable.Range(-100, 200).Select(n => At(0, n))]).ShouldBeEmpty();
        Fired("type: value_percentile, rules: [a], timespan: 10s, condition: {field: n, percentile: 10, lt: -79}", [.. Enumerable.Range(-100, 200).Select(n => At(0, n))]).ShouldBe([10]);
    }

    [Fact]
    public void Aliases_JoinFieldsOfDifferentRules()
    {
        const string Both = "type: temporal, rules: [a, b], group-by: [ip], timespan: 10s, aliases: {ip: {a: from, b: to}}";
        Fired(Both, "0:\"k\":\"a\",\"from\":\"1\",\"to\":\"9\"", "1:\"k\":\"b\",\"from\":\"9\",\"to\":\"1\"").ShouldBe([1]);
        Fired(Both, "0:\"k\":\"a\",\"from\":\"1\"", "1:\"k\":\"b\",\"from\":\"1\",\"to\":\"2\"").ShouldBeEmpty();
    }

    [Fact]
    public void Chains_AndGenerate()
    {
        var text = Rules("type: event_count, rules: [a], group-by: [u], timespan: 1m, condition: {gte: 3}") + "\n---\ntitle: Y\nid: y\ncorrelation: {type: temporal_ordered, rules: [x, b], group-by: [u], timespan: 1m}";
        IReadOnlyList<string> Ids(string rules)
        {
            var detector = Sigmas.Engine(rules).Detector();
            return [.. new[] { "a", "a", "a", "b" }.SelectMany((k, i) => detector.Json($$"""{"k":"{{k}}","u":1}""", Sigmas.Noon.AddSeconds(i))).Select(match => match.Rule.Id)];
        }
        Ids(text).ShouldBe(["y"]);
        Ids(text.Replace("timespan: 1m}", "timespan: 1m, generate: true}", StringComparison.Ordinal)).ShouldBe(["x", "b", "y"]);
    }

    [Fact]
    public void State_StaysBounded_UnderAFloodOfKeys()
    {
        var engine = Sigmas.Engine(Rules("type: event_count, rules: [a], group-by: [u], timespan: 1h, condition: {gte: 2}"), new SigmaOptions { MaxGroups = 100 });
        var detector = engine.Detector();
        for (var i = 0; i < 10_000; i++)
        {
            detector.Json($$"""{"k":"a","u":"{{i}}"}""", Sigmas.Noon.AddMilliseconds(i)).ShouldBeEmpty();
        }
        var counter = engine.CorrelationCounters().ShouldHaveSingleItem();
        (counter.Groups, counter.Evicted).ShouldBe((100, 9_900));
        detector.Json("""{"k":"a","u":"9999"}""", Sigmas.Noon.AddMinutes(1)).ShouldHaveSingleItem().Group.ShouldBe(new Dictionary<string, string> { ["u"] = "9999" });
        engine.Advance(Sigmas.Noon.AddDays(1));
        engine.CorrelationCounters()[0].Groups.ShouldBe(0);
    }

    [Fact]
    public void LateEvents_CountAtTheGroupsLatestTime_OrNotAtAll()
    {
        const string Two = "type: event_count, rules: [a], timespan: 10s, condition: {gte: 2}";
        Fired(Two, Of("\"k\":\"a\"", 20, 15)).ShouldBe([20]);
        Fired(Two, Of("\"k\":\"a\"", 20, 5)).ShouldBeEmpty();
    }
}
