using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>The person whose turn it is signs, or the clerk seals with number and date.</summary>
/// <param name="File">The file that was shown: nothing else is signed.</param>
/// <param name="Number">Seal only: <c>12/QĐ-UBND</c>, stamped on the first page.</param>
internal sealed record SignStep(Guid Step, Guid File, bool Confirmed, string? Number = null, DateOnly? Dated = null, KeyConsent? Consent = null)
{
    /// <summary>The actor's key where many files are signed with it.</summary>
    public StoredKey? Key { get; init; }
}

internal sealed class SignStepHandler(Database db, RequestQuery requests, Signer signer, Staff staff)
{
    private sealed record Found(Guid RequestId);

    public async Task<Result<Guid>> Handle(SignStep input, Actor actor, CancellationToken ct)
    {
        var opened = await Open(input.Step, actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (request, steps, step) = opened.Value;
        if (request.File != input.File)
            return Problem.Conflict("signing.file-changed");
        if (await RightEnded(request, step, actor, ct) is { } ended)
            return ended;
        if (!input.Confirmed)
            return Problem.Invalid("signing.not-confirmed", "Confirmed");
        if (StepUp.Refuse(actor, StepUpFor.Signing, db.Now) is { } needed)
            return needed;
        var stamp = Stamp(input, step);
        if (!stamp.Ok)
            return Result<Guid>.Refused(stamp.Problems);
        var last = steps.All(s => s.Ordinal <= step.Ordinal);
        var signed = await signer.Sign(new Wish(request.File, step.Kind, step.StaffId ?? "", request.UnitCode, step.Rectangle, db.Now, actor)
        {
            Page = step.Page,
            Reason = step.CapacityLine.Length > 0 ? step.CapacityLine : null,
            Stamp = stamp.Value,
            Consent = input.Consent ?? KeyConsent.None,
            Key = input.Key,
            Lasting = last,
            // A deputy signs with their own key, in their own name.
            Owner = step.Kind == SignatureKind.Personal ? actor.Id : null,
        }, ct);
        return signed.Ok ? await Record(request, steps, step, signed.Value, stamp.Value, actor, ct) : Result<Guid>.Refused(signed.Problems);
    }

    /// <summary>Who was moved, or whose unit was, since the request was made: nobody signs for a collective that they no longer lead.</summary>
    public async Task<Problem?> RightEnded(RequestRow request, StepRow step, Actor actor, CancellationToken ct) =>
        step.Kind == SignatureKind.Personal && Capacity.NeedsRight(step.Capacity)
        && (await staff.HoldersOf(Permissions.DossierSign, request.UnitPath, ct)).All(h => h.Id != actor.Id)
            ? Problem.Forbidden("signing.right-ended", "Nghị định 30/2020/NĐ-CP, Điều 13") : null;

    /// <summary>The open step with its request, when the actor may act on it.</summary>
    public async Task<Result<(RequestRow Request, IReadOnlyList<StepRow> Steps, StepRow Step)>> Open(Guid step, Actor actor, CancellationToken ct)
    {
        var found = await db.OneOrNone<Found>("select request_id from signing.step where id = @step", new { step }, ct);
        if (found is null || await requests.Find(found.RequestId, ct) is not { } request)
            return Problem.NotFound("signing.no-request");
        var steps = await requests.Steps(request.Id, ct);
        if (!RequestQuery.MaySee(request, steps, actor))
            return Problem.NotFound("signing.no-request");
        var wanted = steps.Single(s => s.Id == step);
        if (RequestQuery.Refuse(request, wanted, actor) is { } refused)
            return refused;
        if (wanted.State != StepState.Open || request.State != RequestState.Open)
            return Problem.Conflict("signing.step-closed");
        return (request, steps, wanted);
    }

    /// <summary>Writes what a signature brought about; the file came from a key here, or from a desk.</summary>
    public async Task<Result<Guid>> Record(RequestRow request, IReadOnlyList<StepRow> steps, StepRow step, SignedFile signed, NumberStamp? stamp, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        work.AddOne("""
            update signing.step set state = 'Signed', acted_by = @By, acted_name = @Name, acted_at = @At, file_before = @Before, file_after = @File
            where id = @Id and state = 'Open'
            """, new { By = actor.Id, actor.Name, signed.At, signed.Before, signed.File, step.Id });
        work.RecordSignature(signed, request.Subject);
        work.CancelReminders(request.Ref, "signing.to-sign");
        if (stamp is not null)
            work.Add("update signing.request set number = @Number, dated = @Dated where id = @Id", new { stamp.Number, stamp.Dated, request.Id });
        if (steps.FirstOrDefault(s => s.Ordinal > step.Ordinal) is { } next)
        {
            work.AddOne("update signing.request set file = @File, version = version + 1 where id = @Id and version = @Version", new { signed.File, request.Id, request.Version });
            work.AddOne("update signing.step set state = 'Open', opened_at = @Now where id = @Id and state = 'Waiting'", new { work.Now, next.Id });
            Steps.Announce(work, new(request.Id, request.Title, request.UnitPath), next.Kind, next.DeputyId ?? next.StaffId, next.DueAt);
        }
        else
        {
            Steps.Close(work, request, RequestState.Done, signed.File, null);
        }
        work.Audit(step.Kind == SignatureKind.Personal ? "signing.sign" : "signing.seal", request.Ref, step.DeputyId == actor.Id ? step.DeputyReason : null,
            after: new { step.Ordinal, step.Capacity, signed.File, signed.Key, stamp?.Number, stamp?.Dated });
        await work.Commit(ct);
        return request.Id;
    }

    private static Result<NumberStamp?> Stamp(SignStep input, StepRow step)
    {
        var number = (input.Number ?? "").Trim();
        if (step.Kind == SignatureKind.Personal || (number.Length == 0 && input.Dated is null))
            return (NumberStamp?)null;
        if (number.Length is < 3 or > 60 || !number.Any(char.IsAsciiDigit))
            return Problem.Invalid("signing.number", "Number");
        return input.Dated is { } on && on.Year is > 2000 and < 2200 ? new NumberStamp(number, on) : Problem.Invalid("signing.dated", "Dated");
    }
}
