using System.Globalization;
using System.Text.Json.Nodes;
using Sen.Calendar;
using Sen.Data;
using Sen.Directory;
using Sen.Flows;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>
/// Accepts a dossier at the one-stop desk: status 2, the legal clock starts, the receipt (form 01 of Circular
/// 03/2025/TT-VPCP) is printed, the process begins. Time limits after the Civil Code 2015, articles 147 and 148.
/// </summary>
/// <param name="Number">The dossier.</param>
/// <param name="FeeHow"><c>cash</c>, <c>transfer</c> or <c>later</c> (paid when the result is handed over); ignored when it costs nothing.</param>
internal sealed record AcceptDossier(string Number, string? FeeHow);

internal sealed class AcceptDossierHandler(Database db, ProcedureCatalogue catalogue, OfficeCalendars calendars, Processes processes)
{
    public static readonly IReadOnlyList<string> FeeWays = ["cash", "transfer", "later"];

    public async Task<Result<Dossier>> Handle(AcceptDossier input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await Dossiers.Lock(work, input.Number, ct) is not { } dossier)
            return Problems.NoDossier(input.Number);
        if (Access.Refuse(actor, Permissions.DossierAccept, dossier.OfficePath) is { } refused)
            return refused;
        if (!dossier.CanBecome(DossierStatus.Accepted))
            return Problems.NotInThisState(dossier.State);
        if (dossier.Fee > 0 && !FeeWays.Contains(input.FeeHow))
            return Problems.FeeHowMissing();

        var (procedure, _) = await catalogue.Version(dossier.ProcedureCode, dossier.ProcedureVersion, ct);
        var limit = new TimeLimit(procedure.Limit.Amount, Enum.Parse<LimitUnit>(procedure.Limit.Unit), procedure.Limit.CutOff);
        var due = (await calendars.For(dossier.Office, ct)).DueAt(work.Now, limit);
        var paid = dossier.Fee > 0 && input.FeeHow != "later";
        work.AddOne("""
            update procedures.dossier set status = @Status, accepted_at = @Now, due_at = @Due, version = version + 1,
              fee_paid_at = @PaidAt, fee_paid_how = @PaidHow
            where id = @Id and version = @Version
            """, new
        {
            Status = (int)DossierStatus.Accepted,
            work.Now,
            Due = due,
            PaidAt = paid ? work.Now : (DateTimeOffset?)null,
            PaidHow = paid ? input.FeeHow : null,
            dossier.Id,
            dossier.Version,
        });
        var subject = Names.Dossier(dossier.Id);
        work.StartClock(subject);
        await processes.Start(work, procedure.Process, subject, dossier.Title, dossier.OfficePath, due, new JsonObject(), ct);
        work.Step(dossier.Id, DossierStatus.Accepted, "accepted", Moment(due));
        work.Publish(new DossierAccepted(dossier.Id, dossier.ProcedureCode, dossier.Office, due));
        work.Publish(new DossierMoved(dossier.Id, dossier.ProcedureCode, dossier.Office, dossier.Status, (int)DossierStatus.Accepted));
        work.Audit("dossier.accept", subject, before: new { dossier.Status }, after: new { Status = (int)DossierStatus.Accepted, due, input.FeeHow });
        work.Enqueue(new PrintReceipt(dossier.Id), subject, key: dossier.Id.ToString());
        work.Notify(new Notice(dossier.PersonId, "dossier-accepted", subject, [dossier.Label, Moment(due)], $"/ho-so/{dossier.Number}"));
        await work.Commit(ct);
        return dossier with { Status = (int)DossierStatus.Accepted, DueAt = due };
    }

    internal static string Moment(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Words.ProvinceTime).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
}
