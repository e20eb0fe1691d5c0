using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>
/// A person takes an open task, or puts it back. Of two at once one has it, the other is told who. Whoever has it does it; another first
/// takes it over, with a reason that the one before reads.
/// </summary>
/// <param name="Task">The open task.</param>
/// <param name="Take">True to take it, false to put it back.</param>
/// <param name="From">Who had it on the page that the person saw; null when nobody did.</param>
/// <param name="Reason">Why it is taken over; needed when somebody else has it.</param>
internal sealed record TakeTask(Guid Task, bool Take, string? From = null, string? Reason = null);

internal sealed class TakeTaskHandler(Database db)
{
    public async Task<Result<Done>> Handle(TakeTask input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var task = await Holding.Lock(work, input.Task, ct);
        if (task is null)
            return Problem.Conflict("flows.task-closed");
        if (Access.Refuse(actor, task.Permission, task.UnitPath) is { } refused)
            return refused;
        var other = task.HolderId is not null && task.HolderId != actor.Id;
        if (other && (!input.Take || input.From != task.HolderId))
            return Holding.Held(task.HolderName, task.TakenAt);
        if (task.HolderId == (input.Take ? actor.Id : null))
            return Done.It;
        var reason = other ? input.Reason?.Trim() : null;
        if (other && reason is not { Length: >= 5 and <= 300 })
            return Problem.Invalid("flows.take-over-reason", "Reason");
        var subject = new Ref("task", input.Task.ToString());
        work.Add("update flows.task set assignee = @By, taken_at = @At where id = @Task",
            new { By = input.Take ? actor.Id : null, At = input.Take ? work.Now : (DateTimeOffset?)null, input.Task });
        work.Audit(other ? "task.take-over" : input.Take ? "task.take" : "task.put-back", subject, reason, before: new { Assignee = task.HolderId });
        if (other)
            work.Notify(new Notice(task.HolderId!, "task-taken-over", subject, [task.Title, actor.Name, reason], "/viec"));
        await work.Commit(ct);
        return Done.It;
    }
}

/// <summary>Who has a task, inside an act on it.</summary>
internal static class Holding
{
    /// <summary>Locks an open task, so that whoever comes at once waits and reads who has it; null when it is closed.</summary>
    public static async Task<FlowTask?> Lock(Work work, Guid task, CancellationToken ct)
    {
        var found = await work.OneOrNone<FlowTask>("""
            select t.id, t.element, t.form, t.permission, t.unit_path, i.subject_kind, i.subject_id, i.title, t.opened_at, t.due_at, '{}' as labels,
              t.assignee as holder_id, t.taken_at
            from flows.task t join flows.instance i on i.id = t.instance_id where t.id = @task and t.state = 'open' for update of t
            """, new { task }, ct);
        // Not in the same statement: after waiting for the lock only the locked row is read again, and nobody had the task before.
        return found?.HolderId is null ? found
            : found with { HolderName = await work.OneOrNone<string>("select name from identity.v_staff where id = @HolderId", found, ct) };
    }

    /// <summary>The refusal of an act on an open task that is closed, not the actor's to do, or in another's hands; else it is locked.</summary>
    public static async Task<Problem?> Refuse(Work work, Guid task, CancellationToken ct) => await Lock(work, task, ct) is not { } found
        ? Problem.Conflict("flows.task-closed") : Access.Refuse(work.Actor, found.Permission, found.UnitPath) ?? found.HeldFrom(work.Actor);

    public static Problem Held(string? name, DateTimeOffset? since) => since is { } at
        ? Problem.Conflict("flows.task-held-since", name ?? "", TimeZoneInfo.ConvertTime(at, Words.ProvinceTime).ToString("HH:mm dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture))
        : Problem.Conflict("flows.task-held", name ?? "");
}
