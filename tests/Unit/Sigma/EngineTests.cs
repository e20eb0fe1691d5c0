using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>Swapping, counting and threads.</summary>
public sealed class EngineTests
{
    private static SigmaRuleSet Set(string text) => SigmaRuleSet.Compile(Sigmas.Read(text));

    [Fact]
    public void Swap_TakesEffectWithTheNextEvent_AndKeepsTheStateOfTheSameCorrelation()
    {
        const string Count = "\n---\ntitle: X\nid: x\ncorrelation: {type: event_count, rules: [test], timespan: 1h, condition: {gte: 3}}";
        var engine = Sigmas.Engine(Sigmas.Selection("f: 1") + Count);
        var detector = engine.Detector();
        detector.Json("""{"f":1}""", Sigmas.Noon).ShouldBeEmpty();
        engine.Swap(Set(Sigmas.Selection("f: 2") + Count));
        detector.Json("""{"f":1}""", Sigmas.Noon).ShouldBeEmpty();
        detector.Json("""{"f":2}""", Sigmas.Noon).ShouldBeEmpty();
        detector.Json("""{"f":2}""", Sigmas.Noon).ShouldHaveSingleItem().Figure.ShouldBe(3);
        engine.Swap(Set(Sigmas.Selection("f: 2") + Count.Replace("gte: 3", "gte: 2", StringComparison.Ordinal)));
        detector.Json("""{"f":2}""", Sigmas.Noon).ShouldBeEmpty("another condition is another correlation");
    }

    [Fact]
    public void Counters_TellCandidatesAndMatches_OfEachRule()
    {
        var engine = Sigmas.Engine(Sigmas.Selection("f|contains: abcdef\ng: 1") + "\n---\n" + Sigmas.Rule("s: {f|contains: xyz}\ncondition: s", "Other"));
        var (first, second) = (engine.Detector(), engine.Detector());
        first.Json("""{"f":"--abcdef--","g":1}""", Sigmas.Noon);
        second.Json("""{"f":"--abcdef--","g":2}""", Sigmas.Noon);
        second.Json("""{"f":"nothing","g":1}""", Sigmas.Noon);
        engine.Counters().Select(counter => (counter.Rule.Title, counter.Candidates, counter.Matches)).ShouldBe([("Test", 2, 1), ("Other", 0, 0)]);
        engine.Current.Witnessed.ShouldBe(2);
    }

    [Fact]
    public async Task Threads_SwapsAndCorrelations_LoseNothing()
    {
        const string Text = "\n---\ntitle: X\nid: x\ncorrelation: {type: event_count, rules: [test], group-by: [u], timespan: 1d, condition: {gte: 1000}, generate: true}";
        var engine = Sigmas.Engine(Sigmas.Selection("f: 1") + Text);
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                engine.Swap(Set(Sigmas.Selection("f: 1") + Text));
        });
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var (detector, found, reached) = (engine.Detector(), 0, 0);
            for (var i = 0; i < 250; i++)
                foreach (var match in detector.Json("""{"f":1,"u":"a"}""", Sigmas.Noon))
                    (found, reached) = match.Rule.Id == "x" ? (found, reached + 1) : (found + 1, reached);
            return (found, reached);
        })));
        await stop.CancelAsync();
        await swapping;
        (counts.Sum(count => count.found), counts.Sum(count => count.reached)).ShouldBe((1_000, 1));
    }

    [Fact]
    public void AWitness_IsNeverMissing_WhereARuleMatches()
    {
        // A literal that only some matches hold would lose the others.
        foreach (var (items, value) in new[] { ("f|re: 'ab|cdef'", "ab"), ("f|re: 'abc(def)?'", "abc"), ("f|re: 'abcd*'", "abc"), ("f|re: 'abcd{0,2}'", "abc"), (@"f|re: '\x41bcd'", "Abcd"), ("f|re: '[abcdef]x'", "ax"), (@"f|re: 'abc\.d'", "abc.d"), (@"f|re: '(?i)ABC'", "abc"), ("f|re: '(?x)a b c'", "abc"), (@"f|re: '\bword\b'", "a word"), ("f|contains: ['a', 'bc']", "a"), ("f: [null, abc]", "abc") })
            Sigmas.Fires(Sigmas.Selection(items), $$"""{"f":"{{value}}"}""").ShouldBeTrue(items);
    }
}
