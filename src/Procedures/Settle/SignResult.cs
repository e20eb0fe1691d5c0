using Sen.Data;
using Sen.Flows;
using Sen.Kernel;
using Sen.Signatures;
using Sen.Signing;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>The person with the right to sign signs the result (PAdES), or sends it back with the reason.</summary>
/// <param name="Task">The open task.</param>
/// <param name="File">The file that the signer was shown: nothing else is signed.</param>
/// <param name="Confirmed">The signer has ticked that this file is signed.</param>
/// <param name="Rework">Null to sign; else why it goes back.</param>
internal sealed record SignResult(Guid Task, Guid? File, bool Confirmed, string? Rework);

internal sealed class SignResultHandler(Database db, Settlement settlement, Processes processes, DocumentSigner signer)
{
    /// <summary>Where the print templates leave room for the personal signature on the last page, in points.</summary>
    public static readonly PdfRectangle Place = new(360, 150, 150, 62);

    public async Task<Result<Done>> Handle(SignResult input, Actor actor, CancellationToken ct)
    {
        var opened = await settlement.Open(input.Task, "sign-result", actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (task, dossier, _, result) = opened.Value;
        if (task.HeldFrom(actor) is { } held)
            return held;
        if (input.Rework is not null)
            return await SendBack(input, actor, dossier, ct);
        if (result?.File is not { } file || file != input.File)
            return Problem.Conflict("procedures.result-changed");
        if (!input.Confirmed)
            return Problems.NotConfirmed();
        if (StepUp.Refuse(actor, StepUpFor.Signing, db.Now) is { } needed)
            return needed;
        var signed = await signer.Sign(file, SignatureKind.Personal, actor, dossier.Office, Place, db.Now, ct);
        if (!signed.Ok)
            return signed.Problem;

        await using var work = await db.Begin(actor, ct);
        var done = await processes.Complete(work, input.Task, Outcome.Of("signed"), ct);
        if (!done.Ok)
            return done.Problem;
        work.AddOne("update procedures.result_draft set file = @New where dossier_id = @Id and file = @Old", new { New = signed.Value.File, dossier.Id, Old = file });
        work.RecordSignature(signed.Value, Names.Dossier(dossier.Id));
        work.Step(dossier.Id, dossier.State, "signed");
        work.Audit("dossier.sign-result", Names.Dossier(dossier.Id), after: new { signed.Value.File, signed.Value.Key });
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<Result<Done>> SendBack(SignResult input, Actor actor, Dossier dossier, CancellationToken ct)
    {
        var reason = input.Rework!.Trim();
        if (reason.Length is < 5 or > 1000)
            return Problem.Invalid("procedures.reason-missing", "Rework");
        await using var work = await db.Begin(actor, ct);
        var done = await processes.Complete(work, input.Task, Outcome.Of("rework"), ct);
        if (!done.Ok)
            return done.Problem;
        work.Add("update procedures.result_draft set note = @Reason where dossier_id = @Id", new { Reason = reason, dossier.Id });
        work.Audit("dossier.return-draft", Names.Dossier(dossier.Id), reason);
        await work.Commit(ct);
        return Done.It;
    }
}
