using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Signing;

/// <summary>The person whose turn it is refuses, with the reason: the request ends.</summary>
internal sealed record RefuseStep(Guid Step, string Reason);

/// <summary>The one who asked takes the request back while it is open.</summary>
internal sealed record RecallRequest(Guid Request, string Reason);

/// <summary>A signer takes the own signature back before the next one has acted: the file is again the one before.</summary>
internal sealed record RecallSignature(Guid Step, string Reason);

/// <summary>The person whose turn it is has another one sign, in that one's own name and with that one's own key.</summary>
internal sealed record GiveStep(Guid Step, string Deputy, string Reason);

internal sealed class CloseRequestHandler(Database db, RequestQuery requests, SignStepHandler steps, Staff staff)
{
    public async Task<Result<Done>> Handle(RefuseStep input, Actor actor, CancellationToken ct)
    {
        if (Short(input.Reason) is { } problem)
            return problem;
        var opened = await steps.Open(input.Step, actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (request, _, step) = opened.Value;
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update signing.step set state = 'Refused', acted_by = @By, acted_name = @Name, acted_at = @Now, reason = @Reason where id = @Id and state = 'Open'",
            new { By = actor.Id, actor.Name, work.Now, Reason = input.Reason.Trim(), step.Id });
        Steps.Close(work, request, RequestState.Refused, request.File, input.Reason.Trim());
        work.Audit("signing.refuse", request.Ref, input.Reason.Trim(), after: new { step.Ordinal });
        await work.Commit(ct);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(RecallRequest input, Actor actor, CancellationToken ct)
    {
        if (Short(input.Reason) is { } problem)
            return problem;
        if (await requests.Find(input.Request, ct) is not { } request || request.CreatedBy != actor.Id)
            return Problem.NotFound("signing.no-request");
        if (request.State != RequestState.Open)
            return Problem.Conflict("signing.step-closed");
        await using var work = await db.Begin(actor, ct);
        Steps.Close(work, request, RequestState.Recalled, request.File, input.Reason.Trim());
        work.Audit("signing.recall-request", request.Ref, input.Reason.Trim());
        await work.Commit(ct);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(RecallSignature input, Actor actor, CancellationToken ct)
    {
        if (Short(input.Reason) is { } problem)
            return problem;
        var id = await db.OneOrNone<Guid?>("select request_id from signing.step where id = @Step and acted_by = @Id", new { input.Step, actor.Id }, ct);
        if (id is null || await requests.Find(id.Value, ct) is not { } request)
            return Problem.NotFound("signing.no-request");
        var all = await requests.Steps(request.Id, ct);
        var step = all.Single(s => s.Id == input.Step);
        var next = all.FirstOrDefault(s => s.Ordinal > step.Ordinal);
        if (request.State != RequestState.Open || step.State != StepState.Signed || next is not { State: StepState.Open } || request.File != step.FileAfter)
            return Problem.Conflict("signing.recall-late");
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update signing.request set file = @FileBefore, version = version + 1 where id = @Id and version = @Version", new { step.FileBefore, request.Id, request.Version });
        work.AddOne("update signing.step set state = 'Waiting', opened_at = null where id = @Id and state = 'Open'", new { next.Id });
        work.AddOne("""
            update signing.step set state = 'Open', opened_at = @Now, acted_by = null, acted_name = null, acted_at = null, file_before = null, file_after = null
            where id = @Id and state = 'Signed'
            """, new { work.Now, step.Id });
        work.CancelReminders(request.Ref, "signing.to-sign");
        work.Audit("signing.recall", request.Ref, input.Reason.Trim(), before: new { step.Ordinal, step.FileAfter }, after: new { step.FileBefore });
        await work.Commit(ct);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(GiveStep input, Actor actor, CancellationToken ct)
    {
        if (Short(input.Reason) is { } problem)
            return problem;
        var opened = await steps.Open(input.Step, actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (request, _, step) = opened.Value;
        // What is authorised may not be passed on (article 13, 4), and a deputy has no deputy.
        if (step.Kind != SignatureKind.Personal || step.Capacity == Capacity.Authorised || step.StaffId != actor.Id)
            return Problem.Forbidden("signing.not-to-be-given", "Nghị định 30/2020/NĐ-CP, Điều 13");
        if (input.Deputy == actor.Id || await staff.Find(input.Deputy, ct) is not { } deputy)
            return Problem.Invalid("signing.step-nobody", "Deputy");
        if ((await staff.HoldersOf(Permissions.DossierSign, request.UnitPath, ct)).All(h => h.Id != deputy.Id))
            return Problem.Invalid("signing.deputy-may-not", "Deputy");
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update signing.step set deputy_id = @Id, deputy_name = @Name, deputy_reason = @Reason where id = @Step and state = 'Open'",
            new { deputy.Id, deputy.Name, Reason = input.Reason.Trim(), Step = step.Id });
        work.AddOne("update signing.request set version = version + 1 where id = @Id and version = @Version", new { request.Id, request.Version });
        Steps.Announce(work, new(request.Id, request.Title, request.UnitPath), step.Kind, deputy.Id, step.DueAt);
        work.Audit("signing.give", request.Ref, input.Reason.Trim(), after: new { step.Ordinal, deputy = deputy.Id });
        await work.Commit(ct);
        return Done.It;
    }

    /// <summary>An empty field of a form arrives as null.</summary>
    private static Problem? Short(string? reason) => (reason ?? "").Trim().Length is < 5 or > 1000 ? Problem.Invalid("signing.reason-missing", "Reason") : null;
}
