using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>A unit's open work goes to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string FromPath, string To, string ToPath);

/// <summary>Open work of a member of staff goes to another: transfer, leaving, a long absence.</summary>
[Event("identity.work-handed-over", 1)]
internal sealed record WorkHandedOver(string From, string To, string? UnitPath);

/// <summary>Takes running instances and open tasks where their unit's work went. What is done keeps its unit.</summary>
internal sealed class WorkMover(Database db)
{
    /// <summary>Runs again without harm: what has moved lies no longer at the former unit.</summary>
    public async Task Handle(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("flows"), ct);
        // Instances first, as every command locks them.
        var instances = await work.Query<Guid>("select id from flows.instance where unit_path = @FromPath and ended_at is null order by id for update", moved, ct);
        var tasks = await work.Query<Guid>("select id from flows.task where state = 'open' and unit_path = @FromPath order by id for update", moved, ct);
        if (tasks.Count + instances.Count == 0)
            return;
        work.Add("update flows.task set unit_path = @ToPath where id = any (@tasks)", new { moved.ToPath, tasks = tasks.ToArray() });
        work.Add("update flows.instance set unit_path = @ToPath where id = any (@instances)", new { moved.ToPath, instances = instances.ToArray() });
        work.Add("update flows.wait set unit_path = @ToPath where instance_id = any (@instances)", new { moved.ToPath, instances = instances.ToArray() });
        work.Audit("task.change-unit", new Ref("unit", moved.From), before: new { moved.FromPath }, after: new { moved.To, moved.ToPath, Tasks = tasks });
        await work.Commit(ct);
    }

    /// <summary>Gives what one person had taken to another, everywhere or at a unit and below.</summary>
    public async Task Handle(WorkHandedOver given, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("flows"), ct);
        var tasks = await work.Query<Guid>("""
            select id from flows.task where state = 'open' and assignee = @From
              and (@UnitPath::text is null or unit_path = @UnitPath or starts_with(unit_path, @UnitPath || '/')) order by id for update
            """, given, ct);
        if (tasks.Count == 0)
            return;
        work.Add("update flows.task set assignee = @To where id = any (@tasks)", new { given.To, tasks = tasks.ToArray() });
        work.Audit("task.hand-over", new Ref("staff", given.From), after: new { given.To, Tasks = tasks });
        await work.Commit(ct);
    }

    /// <summary>Open tasks that a merger would move, or that a person has in hand.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is { } staff
        ? db.One<long>("select count(*) from flows.task where state = 'open' and assignee = @staff", new { staff }, ct)
        : db.One<long>("select count(*) from flows.task where state = 'open' and unit_path = any (@Paths)", new { Paths = of.Paths.ToArray() }, ct);
}
