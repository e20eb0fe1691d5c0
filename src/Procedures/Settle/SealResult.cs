using Sen.Data;
using Sen.Directory;
using Sen.Flows;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>
/// The clerk adds the organisation's signature and issues the result: status 9. What was applied for online and is paid
/// for reaches the applicant in the same moment, electronically: status 10.
/// </summary>
internal sealed record SealResult(Guid Task, Guid? File, bool Confirmed);

internal sealed class SealResultHandler(Database db, Settlement settlement, Processes processes, DocumentSigner signer, Units units)
{
    public async Task<Result<Done>> Handle(SealResult input, Actor actor, CancellationToken ct)
    {
        var opened = await settlement.Open(input.Task, "seal-result", actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (task, dossier, _, result) = opened.Value;
        if (task.HeldFrom(actor) is { } held)
            return held;
        if (result?.File is not { } file || file != input.File)
            return Problem.Conflict("procedures.result-changed");
        if (!input.Confirmed)
            return Problems.NotConfirmed();
        if (StepUp.Refuse(actor, StepUpFor.Signing, db.Now) is { } needed)
            return needed;
        var signed = await signer.Sign(file, SignatureKind.Organisation, actor, await SealOf(dossier, ct), SignResultHandler.Place, db.Now, ct);
        if (!signed.Ok)
            return signed.Problem;

        var electronic = dossier.Channel == (int)Channel.Online && (dossier.Fee == 0 || dossier.FeePaidAt is not null);
        await using var work = await db.Begin(actor, ct);
        var done = await processes.Complete(work, input.Task, Outcome.Handover(electronic), ct);
        if (!done.Ok)
            return done.Problem;
        var subject = Names.Dossier(dossier.Id);
        work.AddOne("update procedures.dossier set result_file = @File where id = @Id", new { signed.Value.File, dossier.Id });
        work.RecordSignature(signed.Value, subject);
        work.Move(dossier, DossierStatus.Finished, "finished");
        if (electronic)
            work.Move(dossier with { Status = (int)DossierStatus.Finished }, DossierStatus.Returned, "returned-online");
        work.StopClock(subject);
        work.Link(subject, new Ref("file", signed.Value.File.ToString()), "result");
        work.Audit("dossier.seal-result", subject, after: new { signed.Value.File, electronic });
        work.Notify(new Notice(dossier.PersonId, electronic ? "result-ready" : "result-at-desk", subject, [dossier.Label], $"/ho-so/{dossier.Number}"));
        await work.Commit(ct);
        return Done.It;
    }

    /// <summary>The seal is the People's Committee's, above the one-stop centre that took the dossier.</summary>
    public async Task<string> SealOf(Dossier dossier, CancellationToken ct)
    {
        var unit = await units.Find(dossier.Office, ct);
        while (unit is { ParentCode: { } parent } && unit.Kind is UnitKind.OneStopCentre or UnitKind.Division)
            unit = await units.Find(parent, ct);
        return unit?.Code ?? dossier.Office;
    }
}
