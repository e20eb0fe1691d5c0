using Sen.Flows;
using Sen.Tests.Unit.Bpmn;

namespace Sen.Tests.Flows;

/// <summary>What the process owner does: play, compare, publish.</summary>
public sealed class DesignTests(Postgres postgres) : IClassFixture<Postgres>
{
    private const string Settle = "start s; user draft work; user sign work; xor g; end e; s > draft; draft > sign; sign > g; g > draft : outcome = \"rework\"; g >> e";

    [Fact]
    public void Play_WithAnswers_GoesTheWayTheyChoose()
    {
        var (answers, fault) = TestRun.Read("sign: {\"outcome\": \"rework\"}\nsign: {\"outcome\": \"ok\"}");
        fault.ShouldBeNull();
        var played = TestRun.Play(Sketch.Definition(Settle), [], answers);
        played.Select(step => step.Answered).ShouldBe([null, "draft", "sign", "draft", "sign"]);
        played[^1].Ended.ShouldBeTrue();
    }

    [Fact]
    public void Play_WithoutAnswers_SaysWhereItSticks()
    {
        var played = TestRun.Play(Sketch.Definition(Settle.Replace("g >> e", "g > e : outcome = \"ok\"", StringComparison.Ordinal)), [], []);
        played[^1].Stuck.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("sign {}", 1)]
    [InlineData("a: {}\n\nb: {\"x\": }", 3)]
    [InlineData("a: [1]", 1)]
    public void Read_WrongLine_IsNamed(string text, int line) => TestRun.Read(text).Fault.ShouldBe(line);

    [Fact]
    public void Compare_NamesWhatChanged_NotHowItIsDrawn()
    {
        var before = Sen.Bpmn.Model.Definitions.Read(Sketch.Xml(Settle));
        var after = Sen.Bpmn.Model.Definitions.Read(Sketch.Xml("start s; user draft other; user check work; user sign work; end e; s > draft; draft > check; check > sign; sign > e"));
        var found = Comparison.Of(before, after).Select(difference => $"{difference.Change} {difference.Element}").ToArray();
        found.ShouldContain("Changed draft");
        found.ShouldContain("Added check");
        found.ShouldContain("Removed g");
        found.ShouldNotContain("Changed sign");
        Comparison.Of(before, before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_MakesTheNextVersion_AndRunningInstancesStayOnTheirs()
    {
        var office = new Office(postgres);
        await office.Publish("settle", Settle);
        var running = await office.Start("settle");
        var xml = Sketch.Xml(Settle.Replace("user sign", "user check work; user sign", StringComparison.Ordinal).Replace("draft > sign", "draft > check; check > sign", StringComparison.Ordinal)).Replace("id=\"process\"", "id=\"settle\"", StringComparison.Ordinal).Replace("sen:role=\"work\"", "sen:role=\"process.manage\"", StringComparison.Ordinal);
        var handler = office.Get<PublishProcessHandler>();
        (await handler.Handle(new("settle", xml, 1, ""), Office.Official, default)).Problems.Single().Code.ShouldBe("flows.reason-needed");
        (await handler.Handle(new("settle", "<a/>", 1, "thêm bước"), Office.Official, default)).Problems.Single().Code.ShouldBe("flows.not-deployable");
        (await handler.Handle(new("settle", xml, 1, "thêm bước"), Office.Official, default)).Value.ShouldBe(2);
        (await handler.Handle(new("settle", xml, 1, "thêm bước"), Office.Official, default)).Problems.Single().Code.ShouldBe("flows.newer-version");
        await office.Complete(running, "draft");
        (await office.At(running)).ShouldBe("sign");
        var fresh = await office.Start("settle");
        await office.Complete(fresh, "draft");
        (await office.At(fresh)).ShouldBe("check");
    }
}
