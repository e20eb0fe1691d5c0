namespace Sen.Bpmn;

// Loops and multi-instance activities (BPMN 2.0, 13.3.6 and 13.3.7): one token for the whole, one for each instance in it.
internal sealed partial class Execution
{
    // More instances than any consultation has; a mistaken expression must not fill the memory.
    private const int MaxInstances = 10_000;

    private void BeginAll(Node node, int scope)
    {
        var view = View(scope);
        var loop = Plan(node.Repeat!, view, out var problem);
        var armed = problem is null ? Prepare(node.Boundaries, view, out problem) : null;
        bool? first = problem is null && node.Repeat is StandardLoop { TestBefore: true, Condition: { } condition } ? Holds(condition, node.Id, view, out problem) : true;
        if (problem is not null)
        {
            Rest(node, scope, stuck: problem);
            return;
        }
        if (first is false || (node.Repeat is MultiInstance && loop!.Count == 0) || node.Repeat is StandardLoop { Maximum: <= 0 })
        {
            if (node.Repeat is MultiInstance { Results: { } results })
                Set(results, Array.Empty<object?>(), scope);
            Leave(node, scope);
            return;
        }
        var body = Rest(node, scope);
        body = Replace(body, body with { Loop = loop });
        foreach (var arm in armed ?? [])
            Arm(arm, body.Id);
        for (var i = 0; i < (node.Repeat!.Sequential ? 1 : loop!.Count); i++)
            StartItem(node, Get(body.Id)!);
    }

    private static List<Prepared>? Prepare(IReadOnlyList<Node> boundaries, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        List<Prepared>? armed = null;
        foreach (var boundary in boundaries)
        {
            if (!Prepare(boundary, view, armed ??= [], out problem))
                return null;
        }
        return armed;
    }

    private static Loop? Plan(Repeat repeat, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        if (repeat is not MultiInstance many)
            return new(0, 0, 0);
        IReadOnlyList<object?>? items = null;
        decimal count;
        if (many.Items is not null)
        {
            items = view.GetValueOrDefault(many.Items) as IReadOnlyList<object?>;
            if (items is null)
                problem = $"The variable \"{many.Items}\" is no list.";
            count = items?.Count ?? 0;
        }
        else
        {
            count = Evaluate(many.Cardinality!, view, out problem) is decimal number && number >= 0 && number == decimal.Truncate(number) ? number : -1;
            if (count < 0)
                problem ??= $"\"{many.Cardinality}\" gives no number of instances. {many.Cardinality!.Why(view)}".TrimEnd();
        }
        if (count > MaxInstances)
            problem ??= $"{count} instances are more than {MaxInstances}.";
        return problem is not null ? null : new((int)count, 0, 0, items, many.Results is null ? null : new object?[(int)count]);
    }

    private void StartItem(Node node, Token body)
    {
        var loop = body.Loop!;
        var number = loop.Started + 1;
        body = Replace(body, body with { Loop = loop with { Started = number } });
        var locals = new Dictionary<string, object?> { ["loopCounter"] = (decimal)number };
        if (node.Repeat is MultiInstance many)
        {
            if (many.Item is not null)
                locals[many.Item] = loop.Items?[number - 1];
            if (many.Result is not null)
                locals[many.Result] = null;
        }
        var item = Rest(node, body.Id);
        Replace(item, item with { Item = number, Locals = locals });
        moving.Enqueue(new(node, body.Id, null, item.Id));
    }

    private void ItemDone(Node node, Token item)
    {
        var body = Get(item.Scope)!;
        var loop = body.Loop!;
        if (node.Repeat is MultiInstance { Result: { } result } && loop.Results is not null)
        {
            var results = loop.Results.ToArray();
            results[item.Item!.Value - 1] = View(item.Id).GetValueOrDefault(result);
            loop = loop with { Results = results };
        }
        loop = loop with { Completed = loop.Completed + 1 };
        body = Replace(body, body with { Loop = loop });
        var enough = Enough(node.Repeat!, loop, Counted(View(item.Id), loop), out var problem);
        Cancel(item);
        if (problem is not null)
            Halt(Get(body.Id)!, problem);
        else if (enough)
            AllDone(node, body);
        else if (node.Repeat!.Sequential)
            StartItem(node, body);
    }

    /// <summary>Whether the activity as a whole is done, after an instance has completed.</summary>
    private static bool Enough(Repeat repeat, Loop loop, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        switch (repeat)
        {
            case StandardLoop standard:
                if (standard.Maximum is { } most && loop.Completed >= most)
                    return true;
                return standard.Condition is not null && Holds(standard.Condition, "the loop", view, out problem) is not true;
            case MultiInstance { Completion: { } completion } when loop.Completed < loop.Count:
                return Holds(completion, "completion", view, out problem) is true;
            default:
                return loop.Completed >= loop.Count;
        }
    }

    // The attributes of a multi-instance activity that conditions can read (table 10.30).
    private static Dictionary<string, object?> Counted(IReadOnlyDictionary<string, object?> view, Loop loop) => new(view)
    {
        ["numberOfInstances"] = (decimal)loop.Count,
        ["numberOfActiveInstances"] = (decimal)(loop.Started - loop.Completed),
        ["numberOfCompletedInstances"] = (decimal)loop.Completed,
        ["numberOfTerminatedInstances"] = 0m,
    };

    private void AllDone(Node node, Token body)
    {
        Cancel(Get(body.Id)!);
        if (node.Repeat is MultiInstance { Results: { } results })
            Set(results, body.Loop!.Results, body.Scope);
        Leave(node, body.Scope);
    }
}
