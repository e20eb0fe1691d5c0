using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

public sealed class MigrationTests
{
    private const string Old = "start s; user a; user b; end e; s > a; a > b; b > e";

    [Theory]
    [InlineData("start s; user a; user c; user b; end e; s > a; a > c; c > b; b > e", "", "")]
    [InlineData("start s; user x; user b; end e; s > x; x > b; b > e", "", "a gone")]
    [InlineData("start s; user x; user b; end e; s > x; x > b; b > e", "a=x", "")]
    [InlineData("start s; user x; user b; end e; s > x; x > b; b > e", "a=y", "a map, a gone")]
    [InlineData("start s; user a; user b; end e; s > a; a > b; b > e", "old=b", "old map")]
    [InlineData("start s; service a; user b; end e; s > a; a > b; b > e", "", "a kind")]
    [InlineData("start s; user a [many 2]; user b; end e; s > a; a > b; b > e", "", "a kind")]
    [InlineData("start s; sub p {; user a; }; user b; end e; s > p; p > b; b > e", "", "a scope")]
    public void CheckMigration_FindsWhatForbids(string sketch, string map, string expected)
    {
        var (from, to) = (Sketch.Definition(Old), Sketch.Definition(sketch));
        var problems = Engine.CheckMigration(from, to, Engine.Start(from).State, Map(map));
        string.Join(", ", problems.Select(problem => $"{problem.ElementId} {problem.Code}")).ShouldBe(expected);
        if (expected.Length > 0)
            Should.Throw<ArgumentException>(() => Engine.Migrate(from, to, Engine.Start(from).State, Map(map)));
    }

    [Fact]
    public void Migrate_RunningTask_KeepsItsIdAndGoesOnInTheNewVersion()
    {
        var (from, to) = (Sketch.Definition(Old), Sketch.Definition("start s; user x; timer t on x P1D; user c; end e; s > x; x > c; c > e; t > e"));
        var before = Engine.Start(from, new() { ["n"] = 1 }).State;
        var moved = Engine.Migrate(from, to, before, Map("a=x"));
        moved.Effects.ShouldBe([new WaitMoved("a.2", "a", "x"), new TimerSet("t.3", "t", TimerKind.Duration, "P1D")]);
        moved.State.Variables.ShouldBe(before.Variables);
        Engine.Step(to, moved.State, new TaskCompleted("a.2")).Trace.ShouldBe(["c"]);
    }

    [Fact]
    public void Migrate_EventThatCame_DoesNotComeAgain_AndOneThatIsGoneEnds()
    {
        var from = Sketch.Definition("start s; user a; timer! t on a PT1H; message! m on a ask; end e; s > a; a > e; t > e; m > e");
        var to = Sketch.Definition("start s; user a; timer! t on a PT2H; end e; s > a; a > e; t > e");
        var state = Engine.Start(from).State;
        state = Engine.Step(from, state, new TimerFired(state.Waits.Single(wait => wait.At == "t").Id)).State;
        Engine.Migrate(from, to, state, Map("")).Effects.ShouldBe([new AwaitCancelled("m.4", "m")]);
    }

    [Fact]
    public void Migrate_TokenAtAJoin_StaysThere()
    {
        var from = Sketch.Definition("start s; and f; user a; user b; and j; end e; s > f; f > a; f > b; a > j; b > j; j > e");
        var to = Sketch.Definition("start s; and f; user a; user b; and j; user c; end e; s > f; f > a; f > b; a > j; b > j; j > c; c > e");
        var state = Engine.Step(from, Engine.Start(from).State, new TaskCompleted("a.2")).State;
        var moved = Engine.Migrate(from, to, state, Map("")).State;
        Engine.Step(to, moved, new TaskCompleted(moved.Waits.Single().Id)).Trace.ShouldBe(["j", "c"]);
    }

    private static Dictionary<string, string> Map(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}
