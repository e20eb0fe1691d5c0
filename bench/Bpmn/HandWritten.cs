using System.Globalization;
using System.Text.Json.Nodes;
using Sen.Bpmn;

namespace Sen.Bench.Bpmn;

/// <summary>
/// What a programmer would write for the one process of <see cref="Route"/>: the same immutable state, the same effects and
/// the same trace at each step, but no model, no queue and no expressions.
/// </summary>
internal static class HandWritten
{
    public static void Walk(int amount)
    {
        var step = Start(new JsonObject { ["amount"] = amount });
        while (step.State.Status == InstanceStatus.Running)
            step = Step(step.State, new TaskCompleted(step.State.Waits[0].Id));
    }

    private static StepResult Start(JsonObject variables)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, value) in variables)
            values[name] = value is null ? null : (decimal)value.GetValue<int>();
        var wait = new Wait(Id("receive", 2), WaitKind.Task, "receive", 1);
        return new(new InstanceState { Process = "route", Next = 3, Tokens = [new(1, 0, "receive")], Waits = [wait], Variables = values },
            [new TaskOpened(wait.Id, "receive", "Receive", "bench", null, null, null)], ["start", "receive"]);
    }

    private static StepResult Step(InstanceState state, TaskCompleted happened)
    {
        Wait? done = null;
        foreach (var wait in state.Waits)
        {
            if (wait.Id == happened.TaskId)
                done = wait;
        }
        if (done is null)
            return new(state, [new Ignored("Nothing waits for this any more.")], []);
        if (done.At == "receive")
        {
            var (first, second) = (state.Next, state.Next + 2);
            Wait[] waits = [new(Id("examine", first + 1), WaitKind.Task, "examine", first), new(Id("consult", second + 1), WaitKind.Task, "consult", second)];
            return new(state with { Next = state.Next + 4, Tokens = [new(first, 0, "examine"), new(second, 0, "consult")], Waits = waits },
                [new TaskOpened(waits[0].Id, "examine", "Examine", "bench", null, null, null), new TaskOpened(waits[1].Id, "consult", "Consult", "bench", null, null, null)],
                ["fork", "examine", "consult"]);
        }
        var tokens = new List<Token>();
        foreach (var token in state.Tokens)
        {
            if (token.Id != done.Token)
                tokens.Add(token);
        }
        var left = new List<Wait>();
        foreach (var wait in state.Waits)
        {
            if (wait != done)
                left.Add(wait);
        }
        var via = done.At == "examine" ? "f5" : "f6";
        if (tokens.Find(token => token.At == "join" && token.Via != via) is null)
        {
            tokens.Add(new(state.Next, 0, "join", via));
            return new(state with { Next = state.Next + 1, Tokens = tokens, Waits = left }, [], ["join"]);
        }
        return new(state with { Status = InstanceStatus.Ended, Tokens = [], Waits = [] }, [new Ended(false)],
            ["join", "choice", state.Variables["amount"] is decimal amount && amount > 10 ? "signed" : "returned"]);
    }

    private static string Id(string element, int number) => string.Create(CultureInfo.InvariantCulture, $"{element}.{number}");
}
