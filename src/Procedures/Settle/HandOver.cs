using Sen.Data;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>The one-stop officer hands the result over at the desk and takes the fee that is still owed: status 10.</summary>
/// <param name="Task">The open task.</param>
/// <param name="FeeHow"><c>cash</c> or <c>transfer</c> when a fee is owed.</param>
internal sealed record HandOver(Guid Task, string? FeeHow);

internal sealed class HandOverHandler(Database db, Settlement settlement, Processes processes)
{
    public async Task<Result<Done>> Handle(HandOver input, Actor actor, CancellationToken ct)
    {
        var opened = await settlement.Open(input.Task, "hand-over", actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        var dossier = opened.Value.Dossier;
        var owed = dossier.Fee > 0 && dossier.FeePaidAt is null;
        if (owed && input.FeeHow is not ("cash" or "transfer"))
            return Problems.FeeHowMissing();
        await using var work = await db.Begin(actor, ct);
        var done = await processes.Complete(work, input.Task, Outcome.Of("returned"), ct);
        if (!done.Ok)
            return done.Problem;
        if (owed)
            work.Add("update procedures.dossier set fee_paid_at = @Now, fee_paid_how = @FeeHow where id = @Id", new { work.Now, input.FeeHow, dossier.Id });
        work.Move(dossier, DossierStatus.Returned, "returned");
        work.Audit("dossier.hand-over", Names.Dossier(dossier.Id), after: new { input.FeeHow });
        await work.Commit(ct);
        return Done.It;
    }
}
