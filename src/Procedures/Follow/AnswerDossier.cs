using Sen.Data;
using Sen.Flows;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>The applicant supplements a dossier that was sent back (status 5 to 1), or withdraws it (status 7).</summary>
/// <param name="Number">The dossier.</param>
/// <param name="To"><see cref="DossierStatus.Registered"/> or <see cref="DossierStatus.WithdrawnByCitizen"/>.</param>
/// <param name="Papers">Files added, by paper.</param>
internal sealed record AnswerDossier(string Number, DossierStatus To, IReadOnlyList<AttachedPaper> Papers);

internal sealed class AnswerDossierHandler(Database db, Processes processes, Representation representation)
{
    public async Task<Result<Done>> Handle(AnswerDossier input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await Dossiers.Lock(work, input.Number, ct) is not { } dossier || dossier.PersonId != actor.Id)
            return Problems.NoDossier(input.Number);
        // Lodged for another: only while one may still act for them.
        if (dossier.Principal is { } who && await representation.Refuse(actor with { OnBehalfOf = who, OnBehalfOfName = dossier.OnBehalfName! }, dossier.ProcedureCode, ct) is { } refused)
            return refused;
        if (!dossier.CanBecome(input.To) || input.To is not (DossierStatus.Registered or DossierStatus.WithdrawnByCitizen))
            return Problems.NotInThisState(dossier.State);

        var withdrawn = input.To == DossierStatus.WithdrawnByCitizen;
        work.AddOne("""
            update procedures.dossier set status = @To, version = version + 1, finished_at = case when @To = 7 then @Now end
            where id = @Id and version = @Version
            """, new { To = (int)input.To, work.Now, dossier.Id, dossier.Version });
        foreach (var paper in input.Papers)
            work.Add("insert into procedures.dossier_paper (dossier_id, paper, file_id, name, size) values (@Id, @Paper, @FileId, @Name, @Size)",
                new { dossier.Id, paper.Paper, paper.FileId, paper.Name, paper.Size });
        var subject = Names.Dossier(dossier.Id);
        if (withdrawn)
            await processes.Cancel(work, subject, ct);
        if (withdrawn && dossier.State == DossierStatus.Accepted)
            work.StopClock(subject);
        work.Step(dossier.Id, input.To, withdrawn ? "withdrawn" : "supplemented");
        work.Publish(new DossierMoved(dossier.Id, dossier.ProcedureCode, dossier.Office, dossier.Status, (int)input.To));
        work.Audit(withdrawn ? "dossier.withdraw" : "dossier.supplement-answer", subject, before: new { dossier.Status }, after: new { Status = (int)input.To, files = input.Papers.Count });
        await work.Commit(ct);
        return Done.It;
    }
}
