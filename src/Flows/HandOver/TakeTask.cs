using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>A person takes an open task, or puts it back; others see who has it. It binds nobody: whoever may do it still can.</summary>
/// <param name="Task">The open task.</param>
/// <param name="Take">True to take it, false to put it back.</param>
internal sealed record TakeTask(Guid Task, bool Take);

internal sealed class TakeTaskHandler(Database db)
{
    private sealed record Row(string Permission, string UnitPath, string? Assignee);

    public async Task<Result<Done>> Handle(TakeTask input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var task = await work.OneOrNone<Row>("select permission, unit_path, assignee from flows.task where id = @Task and state = 'open' for update", input, ct);
        if (task is null)
            return Problem.Conflict("flows.task-closed");
        if (Access.Refuse(actor, task.Permission, task.UnitPath) is { } refused)
            return refused;
        work.Add("update flows.task set assignee = @By where id = @Task", new { By = input.Take ? actor.Id : null, input.Task });
        work.Audit(input.Take ? "task.take" : "task.put-back", new Ref("task", input.Task.ToString()), before: new { task.Assignee });
        await work.Commit(ct);
        return Done.It;
    }
}
