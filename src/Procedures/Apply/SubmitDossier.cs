using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>
/// Lodges an application online. The legal clock starts at acceptance, not here (Decree 61/2018, art. 17; its successor
/// Decree 118/2025 was not to be read). The number follows Circular 01/2018, art. 19: agency code, date, serial.
/// </summary>
internal sealed record SubmitDossier(Guid Draft, bool Confirmed);

internal sealed class SubmitDossierHandler(Database db, ProcedureCatalogue catalogue, Drafts drafts, Units units, Representation representation)
{
    public async Task<Result<string>> Handle(SubmitDossier input, Actor actor, CancellationToken ct)
    {
        if (await drafts.Find(input.Draft, actor, ct) is not { } draft)
            return Problems.NoDraft();
        if (!input.Confirmed)
            return Problems.NotConfirmed();
        var (procedure, rules) = await catalogue.Version(draft.ProcedureCode, draft.ProcedureVersion, ct);
        if (actor.Assurance < procedure.Assurance)
            return Problems.AssuranceTooLow(procedure.Assurance);
        if (await representation.Refuse(actor, procedure.Code, ct) is { } notForThem)
            return notForThem;
        var principal = await representation.For(actor, procedure.Code, ct);
        if (draft.Office is null || await units.Find(draft.Office, ct) is not { } office || !procedure.OfferedBy.Contains(office.Kind))
            return Problems.NotOfferedHere(draft.Office ?? "");
        var answers = draft.Sheet();
        var papers = await drafts.Papers(draft.Id, ct);
        Problem[] problems = [
            .. procedure.Form.SelectMany(s => rules.Check(s, answers)),
            .. procedure.Papers.Where(p => rules.Requires(p, answers) && papers.All(a => a.Paper != p.Id))
                .Select(p => Problems.PaperMissing(p.Id, p.Name.Vi)),
        ];
        if (problems.Length > 0)
            return problems;
        if (rules.Fee(answers) is not { } fee)
            return Problems.FeeUnknown(procedure.Code);

        await using var work = await db.Begin(actor, ct);
        // Taken with the draft: a second press of the button finds nothing to lodge.
        if (await work.OneOrNone<Guid?>("delete from procedures.draft where id = @Id and version = @Version returning id", draft, ct) is null)
            return Problems.NoDraft();
        var id = Guid.CreateVersion7();
        work.Add("""
            insert into procedures.dossier (id, procedure_code, procedure_version, office, office_path, person_id, applicant_name,
              answers, status, channel, fee, fee_why, submitted_at, on_behalf_of, on_behalf_name, on_behalf_basis)
            values (@Id, @Code, @Version, @Office, @OfficePath, @Person, @Name, @Answers::jsonb, @Status, @Channel, @Fee, @FeeWhy, @Now, @OnBehalfOf, @OnBehalfName, @Basis)
            """, new
        {
            Id = id,
            procedure.Code,
            procedure.Version,
            Office = office.Code,
            OfficePath = office.Path,
            Person = actor.Id,
            actor.Name,
            draft.Answers,
            Status = (int)DossierStatus.Registered,
            Channel = (int)Channel.Online,
            Fee = fee,
            FeeWhy = procedure.Fee.Feel,
            work.Now,
            OnBehalfOf = principal?.Who.ToString(),
            OnBehalfName = principal?.Name,
            Basis = principal?.Basis.ToString().ToLowerInvariant(),
        });
        foreach (var paper in papers)
            work.Add("insert into procedures.dossier_paper (dossier_id, paper, file_id, name, size) values (@Id, @Paper, @FileId, @Name, @Size)",
                new { Id = id, paper.Paper, paper.FileId, paper.Name, paper.Size });
        if (principal is not null)
        {
            work.Link(Names.Dossier(id), principal.Who, "on-behalf-of");
            // Whoever gave authority learns what is done by it.
            if (principal.Basis == RepresentBasis.Authority && principal.Kind == "person")
                work.Notify(new Notice(principal.Id, "dossier-lodged-for-you", Names.Dossier(id), [actor.Name, procedure.Name.Vi, office.Name], "/dai-dien"));
        }
        work.Step(id, DossierStatus.Registered, "submitted");
        work.Publish(new DossierSubmitted(id, procedure.Code, office.Code, (int)Channel.Online));
        work.Audit("dossier.submit", Names.Dossier(id), after: new { procedure.Code, procedure.Version, office = office.Code, papers = papers.Count });
        work.Notify(new Notice(actor.Id, "dossier-submitted", Names.Dossier(id), [principal is null ? procedure.Name.Vi : $"{procedure.Name.Vi} ({principal.Name})", office.Name], $"/ho-so/{id}"));
        var number = work.Last<string>(NumberSql, new { Id = id, Office = office.Code, Day = DossierNumber.Day(work.Now) });
        await work.Commit(ct);
        return number.Value;
    }

    /// <summary>The counter of (office, day) is the hot row: taken and written to the dossier in one statement, last in the batch.</summary>
    private const string NumberSql = """
        with counter as (
          insert into data.serial (office, period, last) values (@Office, @Day, 1)
          on conflict (office, period) do update set last = data.serial.last + 1 returning last)
        update procedures.dossier set number = @Office || '-' || @Day || '-' || lpad(counter.last::text, greatest(4, length(counter.last::text)), '0')
        from counter where id = @Id returning number
        """;
}
