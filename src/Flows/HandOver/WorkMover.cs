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

    /// <summary>The same for what runs about one thing. Runs again without harm.</summary>
    public static async Task<bool> Relocate(Work work, Ref subject, string[] from, string to, CancellationToken ct)
    {
        var instances = await work.Query<Guid>(
            "select id from flows.instance where subject_kind = @Kind and subject_id = @Id and ended_at is null order by id for update", subject, ct);
        var args = new { instances = instances.ToArray(), from, to };
        if (!await work.One<bool>("""
            select exists (select from flows.instance where id = any (@instances) and unit_path = any (@from) and unit_path <> @to)
              or exists (select from flows.task where instance_id = any (@instances) and state = 'open' and unit_path = any (@from) and unit_path <> @to)
            """, args, ct))
            return false;
        work.Add("update flows.task set unit_path = @to where instance_id = any (@instances) and state = 'open' and unit_path = any (@from)", args);
        work.Add("update flows.instance set unit_path = @to where id = any (@instances) and unit_path = any (@from)", args);
        work.Add("update flows.wait set unit_path = @to where instance_id = any (@instances) and unit_path = any (@from)", args);
        work.Audit("task.change-unit", subject, before: new { from }, after: new { to });
        return true;
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
        // Whoever was to take it may have left meanwhile: then it waits for anybody who may do it.
        var to = await work.OneOrNone<string?>("select id from identity.v_staff where id = @To and active", given, ct);
        work.Add("update flows.task set assignee = @to, taken_at = case when @to::text is null then null else @Now end where id = any (@tasks)", new { to, work.Now, tasks = tasks.ToArray() });
        work.Audit("task.hand-over", new Ref("staff", given.From), after: new { to, Tasks = tasks });
        await work.Commit(ct);
    }

    /// <summary>Open tasks that a merger would move, or that a person has in hand.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is { } staff
        ? db.One<long>("select count(*) from flows.task where state = 'open' and assignee = @staff", new { staff }, ct)
        : db.One<long>("select count(*) from flows.task where state = 'open' and unit_path = any (@Paths)", new { Paths = of.Paths.ToArray() }, ct);
}
