using System.Text;
using Sen.Bpmn;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>Block-structured processes are sound by construction: whatever is chosen, they end, and nothing blocks or sticks.</summary>
public sealed class RandomProcessTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void Play_RandomSoundProcess_AlwaysEnds()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var sketch = new Generator(random).Process(4);
            var definition = Sketch.Definition(sketch);
            DefinitionChecker.Check(definition).Where(finding => finding.Code != "unchecked").ShouldBeEmpty($"seed {seed}: {sketch}");
            var n = random.Next(10);
            var step = Engine.Start(definition, new() { ["n"] = n });
            var oracle = new TokenGame(Sketch.Xml(sketch), n);
            for (var events = 0; step.State.Status == InstanceStatus.Running; events++)
            {
                step.Effects.OfType<Stuck>().ShouldBeEmpty($"seed {seed}: {sketch}");
                step.State.Waits.ShouldNotBeEmpty($"seed {seed}: nothing can happen any more: {sketch}");
                Open(step.State).ShouldBe(oracle.Waiting, $"seed {seed} after {events} events: {sketch}");
                events.ShouldBeLessThan(5000, $"seed {seed}: {sketch}");
                // An activity that is under way more than once: the oldest goes first here and on the drawing.
                var at = random.GetItems(step.State.Waits.ToArray(), 1)[0].At;
                var wait = step.State.Waits.First(w => w.At == at);
                n = random.Next(10);
                step = Engine.Step(definition, InstanceState.FromJson(step.State.ToJson()), Answer(wait, n));
                step.Effects.OfType<Ignored>().ShouldBeEmpty();
                oracle.Happen(wait.At, n);
            }
            oracle.Ended.ShouldBeTrue($"seed {seed}: {sketch}");
            step.State.Tokens.ShouldBeEmpty();
            step.State.Waits.ShouldBeEmpty($"seed {seed}: {sketch}");
        }
    }

    [Fact]
    public void Check_RandomSpoiledProcess_FindsEveryJoinThatBlocksInPlay()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var blocked = 0;
        for (var i = 0; i < 300; i++)
        {
            // One merge waits for all ways where it should wait for some.
            var sketch = new Generator(random).Process(3);
            var merges = sketch.Split('\n').Where(line => line.StartsWith("xor ", StringComparison.Ordinal) || line.StartsWith("or ", StringComparison.Ordinal)).ToArray();
            if (merges.Length == 0)
                continue;
            var merge = random.GetItems(merges, 1)[0];
            sketch = sketch.Replace(merge + "\n", "and " + merge.Split(' ')[1] + "\n", StringComparison.Ordinal);
            if (ProcessDefinition.Load(Sketch.Xml(sketch)).Definition is not { } definition)
                continue; // It was a split: its conditions are refused.

            var step = Engine.Start(definition, new() { ["n"] = random.Next(10) });
            while (step.State.Waits is [_, ..] waits)
                step = Engine.Step(definition, step.State, Answer(random.GetItems(waits.ToArray(), 1)[0], random.Next(10)));
            if (step.State.Status == InstanceStatus.Ended || step.State.Tokens.Any(token => token.Stuck is not null))
                continue;
            blocked++;
            DefinitionChecker.Check(definition).ShouldContain(finding => finding.Code == "blocks" || finding.Code == "unchecked", $"seed {seed}: {sketch}");
        }
        blocked.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> Open(InstanceState state) => state.Waits.Select(wait => wait.At).Order(StringComparer.Ordinal);

    private static BpmnEvent Answer(Wait wait, int n)
    {
        BpmnEvent happened = wait.Kind switch
        {
            WaitKind.Task => new TaskCompleted(wait.Id),
            WaitKind.Timer => new TimerFired(wait.Id),
            _ => new MessageArrived(wait.Name!, wait.Id),
        };
        return happened with { Variables = new() { ["n"] = n } };
    }

    private sealed class Generator(Random random)
    {
        private readonly StringBuilder text = new();
        private int last;
        // Several tokens may be on the same way at once: an inclusive join would take them for one.
        private bool manyAtOnce;

        public string Process(int depth)
        {
            Body(depth);
            return text.ToString();
        }

        private void Body(int depth)
        {
            var (start, end) = (New("start"), New("end"));
            Block(depth, start, end);
        }

        // Writes a block between two nodes that exist.
        private void Block(int depth, string from, string to, string condition = "")
        {
            if (depth == 0)
            {
                var node = New(random.GetItems(["user", "service", "manual", "timer PT1H", "message m", "pass", "user many"], 1)[0]);
                Flow(from, node, condition);
                Flow(node, to);
                return;
            }
            switch (random.Next(8))
            {
                case 0:
                    var middle = New("pass");
                    Block(depth - 1, from, middle, condition);
                    Block(depth - 1, middle, to);
                    break;
                case 1:
                    Branches("xor", depth, from, to, condition);
                    break;
                case 2:
                    Branches("and", depth, from, to, condition);
                    break;
                case 3:
                    Branches(manyAtOnce ? "xor" : "or", depth, from, to, condition);
                    break;
                case 4:
                    var (enter, again) = (New("xor"), New("xor"));
                    Flow(from, enter, condition);
                    Block(depth - 1, enter, again);
                    var redo = New("user"); // A way back that does not wait could go round for ever.
                    Flow(again, redo, " : n > 5");
                    Flow(redo, enter);
                    Line($"{again} >> {to}");
                    break;
                case 5:
                    // The first event decides.
                    var (gateway, meet) = (New("event"), New("xor"));
                    Flow(from, gateway, condition);
                    foreach (var way in new[] { New("timer PT1H"), New("message m") })
                    {
                        Flow(gateway, way);
                        Block(depth - 1, way, meet);
                    }
                    Flow(meet, to);
                    break;
                case 6:
                    // Beside the work: its token ends by itself.
                    var (work, beside) = (New("user"), New("end"));
                    var bell = New("timer! on " + work + " PT1H");
                    Flow(from, work, condition);
                    Flow(work, to);
                    var outside = manyAtOnce;
                    manyAtOnce = true;
                    Block(depth - 1, bell, beside);
                    manyAtOnce = outside;
                    break;
                default:
                    var process = New("sub", " {");
                    var around = manyAtOnce;
                    manyAtOnce = false;
                    Body(depth - 1);
                    manyAtOnce = around;
                    Line("}");
                    var boundary = New(random.Next(2) == 0 ? "timer on " + process + " PT1H" : "message on " + process + " stop");
                    var merge = New("xor");
                    Flow(from, process, condition);
                    Flow(process, merge);
                    Block(depth - 1, boundary, merge);
                    Flow(merge, to);
                    break;
            }
        }

        private void Branches(string kind, int depth, string from, string to, string condition)
        {
            var (split, join) = (New(kind), New(kind));
            Flow(from, split, condition);
            var count = random.Next(2, 4);
            for (var i = 0; i < count; i++)
                Block(depth - 1, split, join, kind == "and" ? "" : $" : n > {random.Next(10)}");
            if (kind != "and")
                Line($"{split} >> {join}");
            Flow(join, to);
        }

        private string New(string kind, string after = "")
        {
            var words = kind.Split(' ', 2);
            var id = $"{words[0].TrimEnd('!')}{++last}";
            if (kind == "user many")
                words[1] = $"[many {random.Next(1, 4)}]";
            Line($"{words[0]} {id}{(words.Length > 1 ? " " + words[1] : "")}{after}");
            return id;
        }

        private void Line(string line) => text.Append(line).Append('\n');

        private void Flow(string from, string to, string condition = "") => Line($"{from} > {to}{condition}");
    }
}
