using System.Diagnostics;
using System.Text.Json.Nodes;
using Sen.Bpmn;

namespace Sen.Bench.Bpmn;

/// <summary>
/// Instances a second of the pure engine on one core: a user task, a parallel pair, an exclusive gateway, four steps; beside
/// a loop written by hand for this one process over the same state, effects and trace, in the same run, turn by turn.
/// </summary>
internal static class PureEngine
{
    private const int Batch = 20_000;
    private const int Rounds = 12;

    public static Bench Bench { get; } = new("bpmn-pure", "The pure engine against a loop written by hand over the same state", Run);

    private static int Run(string[] args)
    {
        var definition = ProcessDefinition.Load(Route.Xml).Definition!;
        var (engine, byHand, stored) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            engine.Add(Time(amount => Walk(definition, amount, store: false)));
            byHand.Add(Time(HandWritten.Walk));
            stored.Add(Time(amount => Walk(definition, amount, store: true)));
        }
        // The first rounds are the compiler's.
        var (mine, hand, json) = (Best(engine), Best(byHand), Best(stored));
        Console.WriteLine($"engine              {mine,10:N0} instances/s on one core");
        Console.WriteLine($"hand-written loop   {hand,10:N0} instances/s");
        Console.WriteLine($"ratio               {mine / hand,10:N2} (asked: 100,000 instances/s, or 0.50)");
        Console.WriteLine($"engine, JSON a step {json,10:N0} instances/s (state written and read back at each of the 4 steps)");
        Console.WriteLine($"state               {Engine.Start(definition, new() { ["amount"] = 7 }).State.ToJson().Length,10:N0} bytes at the user task, {Pair(definition).Length:N0} at the pair");
        return 0;
    }

    private static string Pair(ProcessDefinition definition)
    {
        var state = Engine.Start(definition, new() { ["amount"] = 7 }).State;
        return Engine.Step(definition, state, new TaskCompleted(state.Waits[0].Id)).State.ToJson();
    }

    private static double Best(List<double> rates) => rates.Skip(3).Order().ElementAt((rates.Count - 3) / 2);

    private static double Time(Action<int> walk)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Batch; i++)
            walk(i % 20);
        return Batch / watch.Elapsed.TotalSeconds;
    }

    private static void Walk(ProcessDefinition definition, int amount, bool store)
    {
        var step = Engine.Start(definition, new JsonObject { ["amount"] = amount });
        while (step.State.Status == InstanceStatus.Running)
        {
            var state = store ? InstanceState.FromJson(step.State.ToJson()) : step.State;
            step = Engine.Step(definition, state, new TaskCompleted(state.Waits[0].Id));
        }
    }
}
