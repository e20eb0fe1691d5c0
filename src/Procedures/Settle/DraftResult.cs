using System.Text.Json.Nodes;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>
/// The official takes the result from the register. Saving prints the file anew; submitting sends exactly the file that
/// was seen to the person with the right to sign.
/// </summary>
/// <param name="Task">The open task.</param>
/// <param name="Fields">Fields of the result, when they are saved.</param>
/// <param name="Version">Version of the fields that the page showed; 0 when there were none yet.</param>
/// <param name="Submit">True to send what is printed to signing.</param>
internal sealed record DraftResult(Guid Task, JsonObject? Fields, int Version, bool Submit);

internal sealed class DraftResultHandler(Database db, Settlement settlement, Processes processes)
{
    public async Task<Result<Done>> Handle(DraftResult input, Actor actor, CancellationToken ct)
    {
        var opened = await settlement.Open(input.Task, "draft-result", actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var (_, dossier, offer, result) = opened.Value;
        return input.Submit
            ? await Submit(input, actor, dossier, result, ct)
            : await Save(input, actor, dossier, offer, ct);
    }

    private async Task<Result<Done>> Save(DraftResult input, Actor actor, Dossier dossier, Offer offer, CancellationToken ct)
    {
        var form = offer.Procedure.ResultForm;
        if (offer.Rules.Check(form, input.Fields!) is [_, ..] problems)
            return Result<Done>.Refused(problems);
        await using var work = await db.Begin(actor, ct);
        // Whoever writes the first word has the task: of two at once the other reads who.
        if (await Processes.Hold(work, input.Task, ct) is { } held)
            return held;
        work.AddOne("""
            insert into procedures.result_draft (dossier_id, fields, prepared_by, updated_at) values (@Id, @Fields::jsonb, @By, @Now)
            on conflict (dossier_id) do update set fields = @Fields::jsonb, version = procedures.result_draft.version + 1, prepared_by = @By, updated_at = @Now
            where procedures.result_draft.version = @Version
            """, new { dossier.Id, Fields = input.Fields!.ToJsonString(), By = actor.Id, work.Now, input.Version });
        if (dossier.State == DossierStatus.Accepted)
            work.Move(dossier, DossierStatus.Processing, "processing");
        work.Enqueue(new PrintResult(dossier.Id), Names.Dossier(dossier.Id), key: $"{dossier.Id}/{input.Version}");
        work.Audit("dossier.draft-result", Names.Dossier(dossier.Id), after: new { version = input.Version + 1 });
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<Result<Done>> Submit(DraftResult input, Actor actor, Dossier dossier, ResultDraft? result, CancellationToken ct)
    {
        if (result is not { IsPrinted: true } || result.Version != input.Version)
            return Problem.Conflict("procedures.result-not-printed");
        await using var work = await db.Begin(actor, ct);
        var done = await processes.Complete(work, input.Task, Outcome.Of("submitted"), ct);
        if (!done.Ok)
            return done.Problem;
        work.Add("update procedures.result_draft set note = null where dossier_id = @Id", new { dossier.Id });
        work.Audit("dossier.submit-result", Names.Dossier(dossier.Id), after: new { result.File });
        await work.Commit(ct);
        return Done.It;
    }
}
