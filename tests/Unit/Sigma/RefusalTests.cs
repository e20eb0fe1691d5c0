using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>A rule that cannot be honoured is refused with the reason, never applied in part.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("f|contain: x", "modifier")]
    [InlineData("f|re|contains: x", "modifier")]
    [InlineData("f|i: x", "modifier")]
    [InlineData("f|re: '(?<=a)b'", "regex")]
    [InlineData(@"f|re: '(a)\1'", "regex")]
    [InlineData("f|re: '['", "regex")]
    [InlineData("f|cidr: 10.0.0.0/33", "cidr")]
    [InlineData("f|exists: 1", "value")]
    [InlineData("f|gt: x", "value")]
    [InlineData("f|contains: null", "value")]
    [InlineData("f: []", "value")]
    [InlineData("f: {g: 1}", "value")]
    [InlineData("f|base64: 'a*'", "modifier")]
    [InlineData("f|wide: é", "modifier")]
    [InlineData("f|base64offset|contains: ''", "value")]
    [InlineData("f|expand: '%nothing%'", "placeholder")]
    [InlineData("f|windash: '-a -b -c -d -e -f'", "value")]
    [InlineData("f|fieldref|windash: g", "modifier")]
    [InlineData("'|cidr': 10.0.0.0/8", "modifier")]
    public void Items(string items, string code) => Sigmas.Refused(Sigmas.Selection(items)).Code.ShouldBe(code);

    [Theory]
    [InlineData("selection", null)]
    [InlineData("selection | count() > 5", "condition")]
    [InlineData("selection and", "condition")]
    [InlineData("(selection", "condition")]
    [InlineData("selection selection", "condition")]
    [InlineData("nothing", "condition")]
    [InlineData("1 of nothing*", "condition")]
    [InlineData("3 of sel*", "condition")]
    [InlineData("0 of sel*", "condition")]
    public void Conditions(string condition, string? code) => Sigmas.Read(Sigmas.Rule("selection: {f: 1}\nsel2: {f: 2}\ncondition: " + condition)).Refused.Select(refusal => refusal.Code).SingleOrDefault().ShouldBe(code);

    [Theory]
    [InlineData("title: T\nlogsource: {product: x}\ndetection: {a: {f: 1}, condition: a, timeframe: 5m}", "condition")]
    [InlineData("title: T\nlogsource: {product: x}\ndetection: {a: {f: 1}}", "condition")]
    [InlineData("title: T\nlogsource: {definition: x}\ndetection: {a: {f: 1}, condition: a}", "logsource")]
    [InlineData("title: T\ndetection: {a: {f: 1}, condition: a}", "logsource")]
    [InlineData("logsource: {product: x}\ndetection: {a: {f: 1}, condition: a}", "document")]
    [InlineData("title: T\ntaxonomy: mine\nlogsource: {product: x}\ndetection: {a: {f: 1}, condition: a}", "taxonomy")]
    [InlineData("title: T\nlevel: severe\nlogsource: {product: x}\ndetection: {a: {f: 1}, condition: a}", "document")]
    [InlineData("title: T\nlogsource: {product: x}\ndetection: {a: [], condition: a}", "detection")]
    [InlineData("title: T\nlogsource: {product: x}\ndetection: {a: [[x]], condition: a}", "detection")]
    [InlineData("title: [", "yaml")]
    [InlineData("a: 1\na: 2", "yaml")]
    [InlineData("", "document")]
    [InlineData("- x", "document")]
    [InlineData("title: T\naction: global", "document")]
    public void Documents(string text, string code) => Sigmas.Refused(text).Code.ShouldBe(code);

    [Theory]
    [InlineData("type: event_countt, rules: [test], timespan: 1m, condition: {gte: 1}", "correlation")]
    [InlineData("type: event_count, rules: [test], timespan: 1m", "correlation")]
    [InlineData("type: event_count, rules: [test], timespan: 1x, condition: {gte: 1}", "correlation")]
    [InlineData("type: event_count, rules: [test], timespan: 1m, condition: {ge: 1}", "correlation")]
    [InlineData("type: event_count, rules: [test], timespan: 1m, condition: {gte: 1, field: x}", "correlation")]
    [InlineData("type: value_count, rules: [test], timespan: 1m, condition: {gte: 1}", "correlation")]
    [InlineData("type: value_count, rules: [test], timespan: 1m, condition: {gte: 1000000, field: x}", "correlation")]
    [InlineData("type: temporal, rules: [test], timespan: 1m, condition: {gte: 2}", "correlation")]
    [InlineData("type: temporal, rules: [test], timespan: 1m, condition: {lt: 2}", "correlation")]
    [InlineData("type: event_count, rules: [nobody], timespan: 1m, condition: {gte: 1}", "reference")]
    [InlineData("type: event_count, rules: [again], timespan: 1m, condition: {gte: 1}", "reference")]
    [InlineData("type: event_count, rules: [test], timespan: 1m, condition: {gte: 1}, aliases: {x: {nobody: y}}", "correlation")]
    public void Correlations(string correlation, string code) =>
        Sigmas.Refused(Sigmas.Selection("f: 1") + "\n---\ntitle: Again\nname: again\ncorrelation: {" + correlation + "}").Code.ShouldBe(code);

    [Fact]
    public void UnknownFields_AreRefused_WhenTheKnownAreSaid()
    {
        var options = new SigmaOptions { KnownFields = name => name == "f" };
        Sigmas.Read(Sigmas.Selection("f: 1"), options).Refused.ShouldBeEmpty();
        Sigmas.Refused(Sigmas.Selection("g: 1"), options).Code.ShouldBe("unknown-field");
        Sigmas.Refused(Sigmas.Selection("f|fieldref: g"), options).Code.ShouldBe("unknown-field");
    }

    [Fact]
    public void Twice_TheSameId_IsRefused_AndTheOtherRulesStay()
    {
        var pack = SigmaPack.Read([new("a.yml", Sigmas.Selection("f: 1")), new("b.yml", Sigmas.Selection("f: 2")), new("c.yml", Sigmas.Rule("s: {f: 1}\ncondition: s", "Other"))]);
        pack.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.Code.ShouldBe("duplicate"), refusal => refusal.File.ShouldBe("b.yml"));
        pack.Rules.Count.ShouldBe(2);
    }

    [Fact]
    public void AFilterOfAnUnknownRule_IsRefused() =>
        Sigmas.Refused("title: F\nlogsource: {product: x}\nfilter: {rules: [nobody], selection: {f: 1}, condition: not selection}").Code.ShouldBe("reference");
}
