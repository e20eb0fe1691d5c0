using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>Somebody says what is done next in an ad-hoc sub-process (BPMN 2.0, 13.3.5). Its task stays open for the next choice; completing it says that enough is done.</summary>
/// <param name="Task">The open task of the sub-process.</param>
/// <param name="Element">The activity.</param>
internal sealed record ChooseActivity(Guid Task, string Element)
{
    /// <summary>The form of such tasks.</summary>
    public const string Form = "choose-activity";
}

internal sealed class ChooseActivityHandler(Database db, Runner runner)
{
    public async Task<Result<Done>> Handle(ChooseActivity input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var (task, refused) = await runner.Hold(work, input.Task, ct);
        if (refused is not null)
            return refused;
        if (await runner.Step(work, task!, new ActivityChosen(task!.WaitId, input.Element), ct) is { } reason)
            return Problem.Conflict("flows.not-chosen", reason);
        work.Audit("task.choose", new Ref("task", input.Task.ToString()), after: new { input.Element });
        await work.Commit(ct);
        return Done.It;
    }

    /// <summary>Enough is done: what still runs inside ends or is cancelled, as the process says.</summary>
    public async Task<Result<Done>> Enough(Guid task, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var done = await runner.Complete(work, task, [], ct);
        if (!done.Ok)
            return done.Problem;
        work.Audit("task.choose-enough", new Ref("task", task.ToString()));
        await work.Commit(ct);
        return Done.It;
    }
}
