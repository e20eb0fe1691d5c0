using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>
/// Not accepted as it is: a full instruction, once, to supplement it (form 02), or a refusal with its reason (form 03 of
/// Circular 03/2025/TT-VPCP).
/// </summary>
/// <param name="Number">The dossier.</param>
/// <param name="To"><see cref="DossierStatus.SupplementRequested"/> or <see cref="DossierStatus.NotAccepted"/>.</param>
/// <param name="Reason">Told to the applicant word for word.</param>
internal sealed record DecideIntake(string Number, DossierStatus To, string? Reason);

internal sealed class DecideIntakeHandler(Database db)
{
    public async Task<Result<Done>> Handle(DecideIntake input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await Dossiers.Lock(work, input.Number, ct) is not { } dossier)
            return Problems.NoDossier(input.Number);
        if (Access.Refuse(actor, Permissions.DossierAccept, dossier.OfficePath) is { } refused)
            return refused;
        if (!dossier.CanBecome(input.To) || input.To is not (DossierStatus.SupplementRequested or DossierStatus.NotAccepted))
            return Problems.NotInThisState(dossier.State);
        var reason = input.Reason?.Trim();
        if (reason is not { Length: >= 10 and <= 2000 })
            return Problems.ReasonMissing();

        var (code, notice) = input.To == DossierStatus.NotAccepted ? ("refused", "dossier-refused") : ("supplement", "dossier-supplement");
        work.AddOne("""
            update procedures.dossier set status = @To, reason = @Reason, version = version + 1,
              finished_at = case when @To = 3 then @Now end
            where id = @Id and version = @Version
            """, new { To = (int)input.To, Reason = reason, work.Now, dossier.Id, dossier.Version });
        var subject = Names.Dossier(dossier.Id);
        work.Step(dossier.Id, input.To, code, reason);
        work.Publish(new DossierMoved(dossier.Id, dossier.ProcedureCode, dossier.Office, dossier.Status, (int)input.To));
        work.Audit("dossier." + code, subject, reason, before: new { dossier.Status }, after: new { Status = (int)input.To });
        work.Notify(new Notice(dossier.PersonId, notice, subject, [dossier.Label, reason], $"/ho-so/{dossier.Number}"));
        await work.Commit(ct);
        return Done.It;
    }
}
